import type { EnrolmentState, EnrolmentTarget } from '../../../contract/enrolment'
import type { KnownFactorType } from '../../../contract/factors'
import type { Confirmation } from '../../identity/confirmation/confirmation'
import { AppError } from '../../ground/errors'
import { createRunner } from '../../ground/machine'
import type { Client } from '../../tenant/client'
import type { Log } from '../../log/log'
import { carryOut, createAsker } from './effects'
import { step } from './machine'
import type { OtpSecret } from './otp'
import { type Enrolment as State, type EnrolmentEvent, isBusy, nothing, type Effect } from './state'
import { viewOf } from './view'

/** The enrolment under way. There is at most one at a time. */
export interface Enrolment {
  view(): EnrolmentState
  /** @throws AppError `notAllowed` while a request of another enrolment is under way */
  start(factorType: KnownFactorType): void
  /** Rejects with AppError `phoneInvalid` or `emailInvalid`, and has then sent nothing. */
  sendChallenge(target: EnrolmentTarget): Promise<void>
  /** Cancels the question about adding the factor. */
  cancelQuestion(): void
  /** Returns the link of the fresh sign-in under way. @throws AppError `invalidInput` if there is none */
  signInLink(): string
  verify(passcode: string): void
  verifyFace(photo: Uint8Array): void
  recheck(): void
  /** Returns the key on screen. @throws AppError `invalidInput` if there is none */
  key(): OtpSecret
  /** @throws AppError `invalidInput` if there is none that the person still has to keep */
  recoveryCode(): { code: string; madeAt: number }
  /** Forgets the recovery code, which the person has kept. */
  recoveryCodeKept(): void
  /** @throws AppError `notAllowed` while an entry is being verified, because its outcome must be shown */
  leave(): void
  /** Forgets the enrolment, because the session is over. */
  reset(): void
}

interface EnrolmentParts {
  client: Client
  confirmation: Pick<Confirmation, 'forAddition'>
  onChanged: (view: EnrolmentState) => void
  log: Log
  now?: () => number
}

/** Returns true if there is a recovery code, and the person has not yet proved that they kept it. */
export const keepsRecoveryCode = (view: EnrolmentState): boolean => view.phase === 'bound' && view.recoveryCodeToKeep

/** Returns true if the window shows a key or a recovery code. */
export const showsSecret = (view: EnrolmentState): boolean =>
  keepsRecoveryCode(view) ||
  ((view.phase === 'challengeSent' || view.phase === 'verifying') && view.factorType === 'OTP')

/** Returns the event that happens by itself if no other one comes first. */
function dueOf(state: State): { type: 'lapse' | 'resume'; at: number } | undefined {
  if (state.phase !== 'challengeSent' || !state.challenge.otp || state.sending) return undefined
  if (state.kept) return { type: 'resume', at: state.kept.until }
  return state.lapsed ? undefined : { type: 'lapse', at: state.challenge.expiresAt }
}

export function createEnrolment(parts: EnrolmentParts): Enrolment {
  const { client, confirmation, onChanged, log, now = Date.now } = parts
  let timer: NodeJS.Timeout | undefined

  const runner = createRunner<State, EnrolmentEvent, Effect>({
    initial: nothing,
    step,
    run: (effect, signal) => carryOut({ client, asker, log, now }, effect, signal),
    onChanged(state) {
      clearTimeout(timer)
      const due = dueOf(state)
      if (due) timer = setTimeout(() => dispatch({ type: due.type, at: now() }), due.at - now()).unref()
      onChanged(view())
    }
  })

  const dispatch = (event: EnrolmentEvent): void => void runner.send(event)
  const asker = createAsker({ confirmation, log, now, send: dispatch })

  const view = (): EnrolmentState => viewOf(runner.state(), client.clockError())

  return {
    view,
    start(factorType) {
      const state = runner.state()
      if (state.phase === 'verifying' || (state.phase === 'unknown' && isBusy(state))) throw new AppError('notAllowed')
      runner.reset()
      asker.begin()
      dispatch({ type: 'start', factorType })
    },
    async sendChallenge(target) {
      // The numbering plans are large, so they are loaded only once somebody adds a factor.
      const signal = runner.signal()
      const { checkTarget } = await import('./target')
      const checked = checkTarget(target)
      if (!signal.aborted) dispatch({ type: 'send', target: checked, at: now() })
    },
    cancelQuestion: () => asker.cancel(),
    signInLink() {
      const state = runner.state()
      const link = 'question' in state ? state.question.link : undefined
      if (link === undefined) throw new AppError('invalidInput')
      return link
    },
    verify: (passcode) => dispatch({ type: 'verify', passcode, at: now() }),
    verifyFace: (photo) => dispatch({ type: 'send', target: { kind: 'none' }, entry: { photo }, at: now() }),
    recheck: () => dispatch({ type: 'recheck' }),
    key() {
      const state = runner.state()
      const otp = state.phase === 'challengeSent' || state.phase === 'verifying' ? state.challenge.otp : undefined
      if (!otp) throw new AppError('invalidInput')
      return otp
    },
    recoveryCode() {
      const state = runner.state()
      if (state.phase !== 'bound' || state.recoveryCode === undefined) throw new AppError('invalidInput')
      return { code: state.recoveryCode, madeAt: state.boundAt }
    },
    recoveryCodeKept: () => dispatch({ type: 'kept' }),
    leave() {
      if (runner.state().phase === 'verifying') throw new AppError('notAllowed')
      runner.abandon()
      dispatch({ type: 'leave' })
    },
    reset: () => runner.reset()
  }
}
