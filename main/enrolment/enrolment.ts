import type { AskedBy, EnrolmentState, EnrolmentTarget } from '../../contract/enrolment'
import type { KnownFactorType } from '../../contract/factors'
import type { AskToAdd, Confirmation } from '../confirmation/confirmation'
import { AppError, toFailure } from '../errors'
import type { Client } from '../genauth/client'
import type { Log } from '../log'
import { step } from './machine'
import type { OtpSecret } from './otp'
import { challengeRefusal, enrolmentRefusal, isFinal, isUnclear, mayHaveHappened, uploadRefusal } from './refusals'
import { enrol, isBound, proofOf, sendChallenge } from './requests'
import { type Enrolment as State, type Event, isBusy, nothing, type Request, type TypedCode } from './state'
import { viewOf } from './view'

type Confirming = Extract<Request, { do: 'enrol' }>

/** The one enrolment there can be at a time. */
export interface Enrolment {
  view(): EnrolmentState
  /** @throws AppError `notAllowed` while a request of another enrolment is under way */
  start(factorType: KnownFactorType): void
  /** Rejects with AppError `phoneInvalid`, `emailInvalid`: then nothing was sent. */
  sendChallenge(target: EnrolmentTarget): Promise<void>
  /** Takes back the question whether to add the factor. */
  cancelQuestion(): void
  /** The link of the fresh sign-in under way. @throws AppError `invalidInput` when there is none */
  signInLink(): string
  verify(passcode: string): void
  verifyFace(photo: Uint8Array): void
  recheck(): void
  /** The key on screen. @throws AppError `invalidInput` when there is none */
  key(): OtpSecret
  /** @throws AppError `invalidInput` when there is none that the person has yet to keep */
  recoveryCode(): { code: string; madeAt: number }
  /** The person has kept the recovery code: it is forgotten here. */
  recoveryCodeKept(): void
  /** @throws AppError `notAllowed` while an entry is being verified: what it brings must be shown */
  leave(): void
  /** The session is over. */
  reset(): void
}

interface EnrolmentParts {
  client: Client
  confirmation: Pick<Confirmation, 'forAddition'>
  onChanged: (view: EnrolmentState) => void
  log: Log
  now?: () => number
}

/** True if there is a recovery code that the person has not yet shown to have kept. */
export const keepsRecoveryCode = (view: EnrolmentState): boolean => view.phase === 'bound' && view.recoveryCodeToKeep

/** True if the window shows a key or a recovery code. */
export const showsSecret = (view: EnrolmentState): boolean =>
  keepsRecoveryCode(view) ||
  ((view.phase === 'challengeSent' || view.phase === 'verifying') && view.factorType === 'OTP')

/** Returns what happens by itself as long as nothing else does. */
function dueOf(state: State): { type: 'lapse' | 'resume'; at: number } | undefined {
  if (state.phase !== 'challengeSent' || !state.challenge.otp || state.sending) return undefined
  if (state.kept) return { type: 'resume', at: state.kept.until }
  return state.lapsed ? undefined : { type: 'lapse', at: state.challenge.expiresAt }
}

export function createEnrolment(parts: EnrolmentParts): Enrolment {
  const { client, confirmation, onChanged, log, now = Date.now } = parts
  let state: State = nothing
  /** Ends what is under way for an enrolment that was left. */
  let current = new AbortController()
  /** Ends the question that is being asked, and nothing else. */
  let asking = new AbortController()
  let askToAdd: AskToAdd | undefined
  let timer: NodeJS.Timeout | undefined

  function become(next: State): void {
    clearTimeout(timer)
    state = next
    const due = dueOf(next)
    if (due) timer = setTimeout(() => dispatch({ type: due.type, at: now() }), due.at - now()).unref()
    onChanged(view())
  }

  function dispatch(event: Event): void {
    const { state: next, request } = step(state, event)
    if (next !== state) become(next)
    if (request) void perform(request, current.signal)
  }

  /** Makes the request and passes its outcome on, unless the enrolment was left meanwhile. */
  async function perform(request: Request, signal: AbortSignal): Promise<void> {
    const event = await outcomeOf(request, signal)
    if (!signal.aborted) dispatch(event)
  }

  function outcomeOf(request: Request, signal: AbortSignal): Promise<Event> {
    switch (request.do) {
      case 'ask':
        return ask(request.factorType, request.target, signal)
      case 'send':
        return send(request.factorType, request.target, signal)
      case 'enrol':
        return confirm(request)
      case 'reread':
        return reread(request.subject.factorType, request.subject.before)
    }
  }

  async function ask(factorType: KnownFactorType, target: EnrolmentTarget, left: AbortSignal): Promise<Event> {
    asking = new AbortController()
    const cancelled = asking.signal
    const onAsking = (by: AskedBy, link?: string): void => {
      if (!left.aborted && !cancelled.aborted) dispatch({ type: 'asking', by, ...(link !== undefined && { link }) })
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

  async function send(factorType: KnownFactorType, target: EnrolmentTarget, signal: AbortSignal): Promise<Event> {
    try {
      return { type: 'sent', target, ...(await sendChallenge(client, factorType, target, signal)) }
    } catch (error) {
      if (!signal.aborted) log('challenge-not-sent', {}, error)
      return { type: 'notSent', failure: toFailure(challengeRefusal(error, factorType)) }
    }
  }

  async function confirm({ factorType, token, entry, otp }: Confirming): Promise<Event> {
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
      // What is not the server's word on this request stays as it is.
      if (refusal === error && mayHaveHappened(error)) return { type: 'answerLost', failure }
      const aheadMs = otp && 'passcode' in entry ? await aheadOf(otp, entry) : undefined
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
   * See `codeAhead`. The server judges by its own clock; a Date header far off says nothing of that clock, and then this
   * computer's is the one to go by. So the nearer of the two counts.
   */
  async function aheadOf(otp: OtpSecret, { passcode, typedAt }: TypedCode): Promise<number | undefined> {
    const { codeAheadOfAny } = await import('./codeAhead')
    return codeAheadOfAny(otp, passcode, [typedAt, typedAt - (client.clockError() ?? 0)])
  }

  async function reread(factorType: KnownFactorType, before: readonly string[]): Promise<Event> {
    try {
      return { type: 'reread', bound: await isBound(client, factorType, before), at: now() }
    } catch (error) {
      log('factors-not-reread', {}, error)
      return { type: 'notReread', failure: toFailure(error) }
    }
  }

  const view = (): EnrolmentState => viewOf(state, client.clockError())

  /** Nothing that is under way for this enrolment matters any longer. */
  function abandon(): void {
    current.abort()
    current = new AbortController()
  }

  function reset(): void {
    abandon()
    if (state.phase !== 'none') become(nothing)
  }

  return {
    view,
    start(factorType) {
      if (state.phase === 'verifying' || (state.phase === 'unknown' && isBusy(state))) throw new AppError('notAllowed')
      reset()
      askToAdd = confirmation.forAddition()
      dispatch({ type: 'start', factorType })
    },
    async sendChallenge(target) {
      // The numbering plans are not loaded before somebody adds a factor.
      const { signal } = current
      const { checkTarget } = await import('./target')
      const checked = checkTarget(target)
      if (!signal.aborted) dispatch({ type: 'send', target: checked, at: now() })
    },
    cancelQuestion: () => asking.abort(),
    signInLink() {
      const link = 'question' in state ? state.question.link : undefined
      if (link === undefined) throw new AppError('invalidInput')
      return link
    },
    verify: (passcode) => dispatch({ type: 'verify', passcode, at: now() }),
    verifyFace: (photo) => dispatch({ type: 'send', target: { kind: 'none' }, entry: { photo }, at: now() }),
    recheck: () => dispatch({ type: 'recheck' }),
    key() {
      const otp = state.phase === 'challengeSent' || state.phase === 'verifying' ? state.challenge.otp : undefined
      if (!otp) throw new AppError('invalidInput')
      return otp
    },
    recoveryCode() {
      if (state.phase !== 'bound' || state.recoveryCode === undefined) throw new AppError('invalidInput')
      return { code: state.recoveryCode, madeAt: state.boundAt }
    },
    recoveryCodeKept: () => dispatch({ type: 'kept' }),
    leave() {
      if (state.phase === 'verifying') throw new AppError('notAllowed')
      abandon()
      dispatch({ type: 'leave' })
    },
    reset
  }
}
