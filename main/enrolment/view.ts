import type { EnrolmentState } from '../../contract/enrolment'
import { maskTarget } from '../genauth/mask'
import type { Enrolment } from './state'

/**
 * What the window may know of an enrolment: no token, no key, no recovery code.
 *
 * @param clockError see `Client.clockError`
 */
export function viewOf(state: Enrolment, clockError: number | undefined): EnrolmentState {
  switch (state.phase) {
    case 'none':
      return state
    case 'started':
      return {
        phase: 'started',
        factorType: state.factorType,
        pending: state.sending,
        ...(state.failure && { failure: state.failure })
      }
    case 'challengeSent': {
      const wrong = state.failure?.code === 'passcodeWrong' && clockError !== undefined
      return {
        phase: 'challengeSent',
        ...challengeOf(state),
        pending: state.sending,
        scanAgain: state.scanAgain,
        lapsed: state.lapsed,
        ...(state.failure && { failure: state.failure }),
        ...(wrong && { clockErrorMs: clockError })
      }
    }
    case 'verifying':
      return { phase: 'verifying', ...challengeOf(state) }
    case 'unknown':
      return {
        phase: 'unknown',
        factorType: state.factorType,
        pending: state.reading,
        ...(state.failure && { failure: state.failure })
      }
    case 'bound':
      return {
        phase: 'bound',
        factorType: state.factorType,
        ...masked(state),
        recoveryCodeToKeep: state.recoveryCode !== undefined
      }
    case 'failed':
      return state
  }
}

function challengeOf(state: Extract<Enrolment, { phase: 'challengeSent' | 'verifying' }>) {
  const { factorType, sends, resendAt, challenge } = state
  const { sentAt, expiresAt } = challenge
  return { factorType, ...masked(state), sends, sentAt, resendAt, expiresAt }
}

function masked({ target }: Extract<Enrolment, { phase: 'challengeSent' | 'verifying' | 'bound' }>) {
  const text = maskTarget(target)
  return text === undefined ? {} : { target: text }
}
