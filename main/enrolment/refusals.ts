import type { KnownFactorType } from '../../contract/factors'
import type { ErrorCode } from '../../contract/result'
import { AppError } from '../errors'

/** What business codes mean where they were answered: codes are reused elsewhere with other meanings. */
type Meanings = Partial<Record<number, ErrorCode>>

/** Of `enroll-factor` and the request for its challenge, by GenAuth's global tables; no endpoint documents its own. */
const ofEnrolment: Meanings = {
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

/** Of `reset-factor`, which is given no code. */
const ofRemoval: Meanings = { 2217: 'lastMethod' }
/** Of `unbind-email` and `unbind-phone`. */
const ofUnbinding: Meanings = { ...ofRemoval, 2001: 'passcodeWrong', 2300: 'passcodeExpired' }

/** Refusals that no other entry can heal. */
const finalCodes = new Set<ErrorCode>(['faceNeedsContact', 'factorAlreadyBound'])

export const isFinal = (code: ErrorCode): boolean => finalCodes.has(code)

/** Gives a business refusal its meaning; every other error stays as it is. */
function meant(error: unknown, meanings: Meanings, otherwise: ErrorCode): unknown {
  if (!(error instanceof AppError) || error.code !== 'rejected') return error
  const { apiCode } = error.facts
  const code = (apiCode === undefined ? undefined : meanings[apiCode]) ?? otherwise
  return new AppError(code, { ...error.facts, cause: error })
}

/** Returns what a refused enrolment means; every error that is no refusal as it is. */
export const enrolmentRefusal = (error: unknown): unknown => meant(error, ofEnrolment, 'enrolmentRefused')

/**
 * True if a refusal leaves open whether the confirmation was carried out: it may be of its repetition only, or it names no
 * reason. An authenticator app gets another challenge for that, and before it is told, the list is read anyway.
 */
export const isUnclear = (refusal: unknown, factorType: KnownFactorType): boolean =>
  refusal instanceof AppError &&
  (refusal.facts.repeated === true || (refusal.code === 'enrolmentRefused' && factorType !== 'OTP'))

/** What a business code means where no code has been typed yet. */
const ofChallenges: Meanings = { ...ofEnrolment, 2001: undefined, 2300: undefined, 6001: undefined, 6003: undefined }

/** Where a code is on its way before the answer comes. */
const sendsCode = (factorType: KnownFactorType): boolean => factorType === 'SMS' || factorType === 'EMAIL'

/**
 * Returns what it means that no challenge was given. A code whose answer was lost may arrive all the same, and is of no use:
 * what it belongs to is not known here.
 */
export function challengeRefusal(error: unknown, factorType: KnownFactorType): unknown {
  if (!sendsCode(factorType) || !mayHaveArrived(error)) return meant(error, ofChallenges, 'enrolmentRefused')
  return new AppError('codeMayNotCount', { ...error.facts, cause: error })
}

/** Returns the failure of a code whose sending got no answer; every other error as it is. */
export const sendingFailure = (error: unknown): unknown =>
  mayHaveArrived(error) ? new AppError('codeMayArrive', { ...error.facts, cause: error }) : error

/** Failures after which nobody can say whether the server was reached. */
const unanswered = new Set<ErrorCode>(['unreachable', 'timedOut', 'serverFault', 'unexpectedAnswer'])

const mayHaveArrived = (error: unknown): error is AppError => error instanceof AppError && unanswered.has(error.code)

/** Returns what a refused removal means; every error that is no refusal as it is. */
export const removalRefusal = (error: unknown): unknown => meant(error, ofRemoval, 'rejected')

/** The same of a removal by a code. */
export const unbindingRefusal = (error: unknown): unknown => meant(error, ofUnbinding, 'rejected')

/** Returns what a refused upload means, whatever its business code says elsewhere: only that the photo did not arrive. */
export const uploadRefusal = (error: unknown): unknown => meant(error, {}, 'photoNotUploaded')

/** Statuses of an answer that may mean: not without a proof. */
const proofStatuses = new Set<number | undefined>([400, 422, 499])
/** Business codes of GenAuth's global table that say something else, and that no code from a phone or a mailbox would change. */
const otherwiseMeant = new Set([
  1000, 1001, 1576, 2004, 2005, 2006, 2011, 2020, 2021, 2031, 2035, 2039, 2040, 2057, 2200, 2217, 2219, 2224, 2333,
  4021, 2_120_008, 2_130_010, 2_820_002
])

/** True if a refused removal may mean that the tenant wants a code first. No endpoint documents how it would say so. */
export function mayWantProof(error: unknown): boolean {
  if (!(error instanceof AppError) || error.code !== 'rejected') return false
  const { status, apiCode } = error.facts
  return proofStatuses.has(status) && (apiCode === undefined || !otherwiseMeant.has(apiCode))
}

/** The server has certainly not done what was asked: it said so, or was never reached with a valid session. */
const answered = new Set<ErrorCode>(['rateLimited', 'signedOut', 'sessionEnded', 'sessionNotRenewed'])

/**
 * Statuses with which GenAuth itself says no. All others come from somebody else too: 403 from a gateway, 401 from another
 * check of the token, 404 from a proxy, 601 to 603 from a step of the tenant's own that runs after the change.
 */
const plainRefusals = new Set<number | undefined>([400, 402, 409, 413, 422, 499])

/** Returns whether a failed command may have been carried out all the same: then only the list can tell. */
export function mayHaveHappened(error: unknown): boolean {
  if (!(error instanceof AppError)) return true
  return error.code === 'rejected' ? !isPlainRefusal(error.facts) : !answered.has(error.code)
}

const isPlainRefusal = ({ status, apiCode }: AppError['facts']): boolean =>
  plainRefusals.has(status) || (apiCode !== undefined && ofEnrolment[apiCode] !== undefined)
