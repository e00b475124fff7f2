import type { ErrorCode } from '../../contract/result'
import { AppError } from '../errors'

/**
 * What the business codes of a refused enrolment mean (GenAuth's global tables; no endpoint documents its own).
 * Codes are reused elsewhere with other meanings, so this table is for `enroll-factor` and its like only.
 */
const meanings: Partial<Record<number, ErrorCode>> = {
  1700: 'faceNoPhoto',
  1701: 'faceNoPhoto',
  1702: 'faceMismatch',
  1703: 'faceNeedsContact',
  1704: 'faceNeedsContact',
  1705: 'faceNeedsContact',
  1706: 'factorAlreadyBound',
  1707: 'faceFailed',
  1708: 'faceFailed',
  2001: 'passcodeWrong',
  2035: 'factorAlreadyBound',
  2200: 'factorAlreadyBound',
  2217: 'lastMethod',
  2300: 'passcodeExpired',
  6001: 'passcodeWrong',
  6003: 'passcodeWrong'
}

/** Refusals that no other entry can heal. */
const finalCodes = new Set<ErrorCode>(['faceNeedsContact', 'factorAlreadyBound'])

export const isFinal = (code: ErrorCode): boolean => finalCodes.has(code)

/** Gives a business refusal its meaning; every other error stays as it is. */
export function refusalOf(error: unknown, otherwise: ErrorCode): unknown {
  if (!(error instanceof AppError) || error.code !== 'rejected') return error
  const { apiCode } = error.facts
  const code = (apiCode === undefined ? undefined : meanings[apiCode]) ?? otherwise
  return new AppError(code, { ...error.facts, cause: error })
}

/** The server has certainly not done what was asked: it said so, or was never reached with a valid session. */
const answered = new Set<ErrorCode>(['rateLimited', 'rejected', 'signedOut', 'sessionEnded', 'sessionNotRenewed'])

/** Whether a failed command may have been carried out all the same. */
export function mayHaveHappened(error: unknown): boolean {
  return !(error instanceof AppError) || !answered.has(error.code)
}
