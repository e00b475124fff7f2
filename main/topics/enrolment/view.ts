import type { EnrolmentState } from '../../../contract/enrolment'
import type { ErrorCode } from '../../../contract/result'
import { maskTarget } from '../../tenant/mask'
import type { Enrolment, In } from './state'

/** Failures that may come from two clocks that differ. */
const ofClocks = new Set<ErrorCode>(['passcodeWrong', 'rightPasscodeRefused'])

/**
 * Returns the view of an enrolment for the window, without a token, a key or a recovery code.
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
        ...questionOf(state),
        ...(state.failure && { failure: state.failure })
      }
    case 'challengeSent': {
      const wrong = state.failure !== undefined && ofClocks.has(state.failure.code) && clockError !== undefined
      return {
        phase: 'challengeSent',
        ...challengeOf(state),
        pending: state.sending,
        ...questionOf(state),
        scanAgain: state.scanAgain,
        lapsed: state.lapsed,
        ...(state.kept && { triesAgainAt: state.kept.until }),
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

function questionOf({ question }: In<'started' | 'challengeSent'>) {
  if (!question) return {}
  const { by, link } = question
  return { question: { by, ...(link !== undefined && { link }) } }
}

function challengeOf(state: In<'challengeSent' | 'verifying'>) {
  const { factorType, sends, resendAt, challenge } = state
  const { sentAt, expiresAt } = challenge
  return { factorType, ...masked(state), sends, sentAt, resendAt, expiresAt }
}

function masked({ target }: In<'challengeSent' | 'verifying' | 'bound'>) {
  const text = maskTarget(target)
  return text === undefined ? {} : { target: text }
}
