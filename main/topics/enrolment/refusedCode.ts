import type { KnownFactorType } from '../../../contract/factors'
import type { ErrorCode, Failure } from '../../../contract/result'
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

/** Returns true if the server refused the entry or its challenge, and false if it was busy or the session was over. */
export const refusesEntry = ({ code }: Failure): boolean => ofEntries.has(code)

interface Verdict {
  /** The failure that the person is shown. */
  readonly failure: Failure
  /** True if the server may have refused because of the challenge and not the code, so that a new challenge may help. */
  readonly challengeMayBeOver: boolean
}

/**
 * Distinguishes a wrong code from a right one that the server refuses. Main can do so with the key of an authenticator app,
 * but only the server knows a code that it sent.
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

/**
 * Returns the time from which another code may be requested. That is at once unless the code was wrong, because the server
 * itself says if it is too soon.
 */
export const resendAtAfter = ({ code, at }: Failure, resendAt: number): number =>
  code === 'passcodeWrong' ? resendAt : Math.min(at, resendAt)
