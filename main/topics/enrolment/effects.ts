import type { AskedBy } from '../../../contract/enrolment'
import { toFailure } from '../../ground/errors'
import type { AskToAdd, Confirmation } from '../../identity/confirmation/confirmation'
import type { Log } from '../../log/log'
import type { Client } from '../../tenant/client'
import {
  challengeRefusal,
  enrolmentRefusal,
  isFinal,
  isUnclear,
  mayHaveHappened,
  uploadRefusal
} from '../../tenant/outcome'
import type { OtpSecret } from './otp'
import { enrol, isBound, proofOf, sendChallenge } from './requests'
import type { Effect, EnrolmentEvent, TypedCode } from './state'

interface Carrying {
  client: Client
  asker: Asker
  log: Log
  now: () => number
}

type Of<What extends Effect['do']> = Extract<Effect, { do: What }>

/** Asks the person if a factor may be added. */
export interface Asker {
  /** Begins an enrolment, in which the person has agreed to nothing yet. */
  begin(): void
  /** Cancels the question that is being asked, and nothing else. */
  cancel(): void
  ask(effect: Of<'ask'>, left: AbortSignal): Promise<EnrolmentEvent>
}

interface AskerParts {
  confirmation: Pick<Confirmation, 'forAddition'>
  log: Log
  now: () => number
  send: (event: EnrolmentEvent) => void
}

export function createAsker({ confirmation, log, now, send }: AskerParts): Asker {
  let asking = new AbortController()
  let askToAdd: AskToAdd | undefined

  return {
    begin() {
      askToAdd = confirmation.forAddition()
    },
    cancel: () => asking.abort(),
    async ask({ factorType, target }, left) {
      asking = new AbortController()
      const cancelled = asking.signal
      const onAsking = (by: AskedBy, link?: string): void => {
        if (!left.aborted && !cancelled.aborted) send({ type: 'asking', by, ...(link !== undefined && { link }) })
      }
      try {
        await askToAdd?.({ factorType, target }, onAsking, AbortSignal.any([left, cancelled]))
        return { type: 'agreed', target }
      } catch (error) {
        if (cancelled.aborted) return { type: 'notAgreed', failure: { code: 'additionDeclined', at: now() } }
        if (!left.aborted) log('addition-not-confirmed', {}, error)
        return { type: 'notAgreed', failure: toFailure(error) }
      }
    }
  }
}

/** Carries out an effect of an enrolment, and resolves to its outcome. `signal` ends requests that may be ended. */
export function carryOut(parts: Carrying, effect: Effect, signal: AbortSignal): Promise<EnrolmentEvent> {
  switch (effect.do) {
    case 'ask':
      return parts.asker.ask(effect, signal)
    case 'send':
      return send(parts, effect, signal)
    case 'enrol':
      return confirm(parts, effect)
    case 'reread':
      return reread(parts, effect)
  }
}

async function send(
  { client, log }: Carrying,
  { factorType, target }: Of<'send'>,
  signal: AbortSignal
): Promise<EnrolmentEvent> {
  try {
    return { type: 'sent', target, ...(await sendChallenge(client, factorType, target, signal)) }
  } catch (error) {
    if (!signal.aborted) log('challenge-not-sent', {}, error)
    return { type: 'notSent', failure: toFailure(challengeRefusal(error, factorType)) }
  }
}

async function confirm(
  { client, log, now }: Carrying,
  { factorType, token, entry, otp }: Of<'enrol'>
): Promise<EnrolmentEvent> {
  let proof: object
  try {
    proof = await proofOf(client, entry)
  } catch (error) {
    log('photo-not-uploaded', {}, error)
    return { type: 'refused', failure: toFailure(uploadRefusal(error)), final: false }
  }
  try {
    await enrol(client, factorType, token, proof)
    return { type: 'verified', at: now() }
  } catch (error) {
    log('factor-not-enrolled', {}, error)
    const refusal = enrolmentRefusal(error)
    const failure = toFailure(refusal)
    // `enrolmentRefusal` leaves an error as it is unless the server itself has answered this request.
    if (refusal === error && mayHaveHappened(error)) return { type: 'answerLost', failure }
    const aheadMs = otp && 'passcode' in entry ? await aheadOf(client, otp, entry) : undefined
    return {
      type: 'refused',
      failure,
      final: isFinal(failure.code),
      ...(aheadMs !== undefined && { aheadMs }),
      ...((mayHaveHappened(error) || isUnclear(refusal, factorType)) && { unclear: true })
    }
  }
}

/**
 * Resolves to the smaller `codeAhead` of two clocks. The server judges by its own clock, but its Date header may be far from
 * that, and then this computer's clock is the better one.
 */
async function aheadOf(client: Client, otp: OtpSecret, { passcode, typedAt }: TypedCode): Promise<number | undefined> {
  const { codeAheadOfAny } = await import('./codeAhead')
  return codeAheadOfAny(otp, passcode, [typedAt, typedAt - (client.clockError() ?? 0)])
}

async function reread({ client, log, now }: Carrying, { subject }: Of<'reread'>): Promise<EnrolmentEvent> {
  try {
    return { type: 'reread', bound: await isBound(client, subject.factorType, subject.before), at: now() }
  } catch (error) {
    log('factors-not-reread', {}, error)
    return { type: 'notReread', failure: toFailure(error) }
  }
}
