import type { KnownFactorType } from '../../contract/factors'
import type { ErrorCode, Failure } from '../../contract/result'
import type { Refusal } from './state'

const ofEntries = new Set<ErrorCode>([
  'passcodeWrong',
  'passcodeExpired',
  'enrolmentRefused',
  'enrolmentNotConfirmed',
  'faceNoPhoto',
  'faceMismatch',
  'faceFailed'
])

/** True if the server looked at the entry, or at its challenge, and refused it; not if it was busy or the session was over. */
export const refusesEntry = ({ code }: Failure): boolean => ofEntries.has(code)

interface Verdict {
  /** What the person is told. */
  readonly failure: Failure
  /** The challenge, and not the code, may be why the server refused: a new challenge may help. */
  readonly challengeMayBeOver: boolean
}

/**
 * Tells a wrong code from a right one that the server refuses. Main can tell by the key of an authenticator app; of a code
 * that was sent only the server knows.
 */
export function verdictOn({ failure, aheadMs }: Refusal, factorType: KnownFactorType): Verdict {
  const unsaid = failure.code === 'enrolmentRefused'
  if (factorType !== 'OTP') {
    return { failure: unsaid ? { ...failure, code: 'passcodeRefused' } : failure, challengeMayBeOver: false }
  }
  if (aheadMs === undefined) return { failure: { ...failure, code: 'passcodeWrong' }, challengeMayBeOver: false }
  if (aheadMs === 0) return { failure: { ...failure, code: 'rightPasscodeRefused' }, challengeMayBeOver: true }
  return {
    failure: { ...failure, code: 'passcodeOfAnotherTime', aheadMs },
    challengeMayBeOver: failure.code !== 'passcodeWrong'
  }
}

/** Unless the code itself was wrong, another one may be asked for at once; the server says if that is too soon. */
export const resendAtAfter = ({ code, at }: Failure, resendAt: number): number =>
  code === 'passcodeWrong' ? resendAt : Math.min(at, resendAt)
