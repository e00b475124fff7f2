import type { EnrolmentState, EnrolmentTarget } from '../../contract/enrolment'
import type { KnownFactorType } from '../../contract/factors'
import { AppError, toFailure } from '../errors'
import type { Client } from '../genauth/client'
import type { Log } from '../log'
import { step } from './machine'
import type { OtpSecret } from './otp'
import { isFinal, mayHaveHappened, refusalOf } from './refusals'
import { enrol, isBound, proofOf, sendChallenge } from './requests'
import { type Entry, type Enrolment as State, type Event, isBusy, nothing, type Request } from './state'
import { viewOf } from './view'

/** The one enrolment there can be at a time. */
export interface Enrolment {
  view(): EnrolmentState
  /** @throws AppError `notAllowed` while a request of another enrolment is under way */
  start(factorType: KnownFactorType): void
  /** Rejects with AppError `phoneInvalid`, `emailInvalid`: then nothing was sent. */
  sendChallenge(target: EnrolmentTarget): Promise<void>
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
  onChanged: (view: EnrolmentState) => void
  log: Log
  now?: () => number
}

/** Whether there is a recovery code that the person has not yet shown to have kept. */
export const keepsRecoveryCode = (view: EnrolmentState): boolean => view.phase === 'bound' && view.recoveryCodeToKeep

/** Whether the window shows a key or a recovery code. */
export const showsSecret = (view: EnrolmentState): boolean =>
  keepsRecoveryCode(view) ||
  ((view.phase === 'challengeSent' || view.phase === 'verifying') && view.factorType === 'OTP')

export function createEnrolment({ client, onChanged, log, now = Date.now }: EnrolmentParts): Enrolment {
  let state: State = nothing
  /** Ends what is under way for an enrolment that was left. */
  let current = new AbortController()
  let lapse: NodeJS.Timeout | undefined

  function become(next: State): void {
    clearTimeout(lapse)
    state = next
    if (next.phase === 'challengeSent' && next.challenge.otp && !next.sending && !next.lapsed) {
      lapse = setTimeout(() => dispatch({ type: 'lapse' }), next.challenge.expiresAt - now()).unref()
    }
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
    if (request.do === 'send') return send(request.factorType, request.target, signal)
    if (request.do === 'enrol') return confirm(request.factorType, request.token, request.entry)
    return reread(request.subject.factorType, request.subject.before)
  }

  async function send(factorType: KnownFactorType, target: EnrolmentTarget, signal: AbortSignal): Promise<Event> {
    try {
      return { type: 'sent', target, ...(await sendChallenge(client, factorType, target, signal)) }
    } catch (error) {
      if (!signal.aborted) log('challenge-not-sent', {}, error)
      return { type: 'notSent', failure: toFailure(refusalOf(error, 'enrolmentRefused')) }
    }
  }

  async function confirm(factorType: KnownFactorType, token: string, entry: Entry): Promise<Event> {
    let asked = false
    try {
      const proof = await proofOf(client, entry)
      asked = true
      await enrol(client, factorType, token, proof)
      return { type: 'verified', at: now() }
    } catch (error) {
      log('factor-not-enrolled', {}, error)
      if (asked && mayHaveHappened(error)) return { type: 'answerLost', failure: toFailure(error) }
      const failure = toFailure(refusalOf(error, 'enrolmentRefused'))
      return { type: 'refused', failure, final: isFinal(failure.code) }
    }
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
      dispatch({ type: 'start', factorType })
    },
    async sendChallenge(target) {
      // The numbering plans are not loaded before somebody adds a factor.
      const { signal } = current
      const { checkTarget } = await import('./target')
      const checked = checkTarget(target)
      if (!signal.aborted) dispatch({ type: 'send', target: checked, at: now() })
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
