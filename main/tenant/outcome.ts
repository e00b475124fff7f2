import type { KnownFactorType } from '../../contract/factors'
import type { ErrorCode } from '../../contract/result'
import { AppError } from '../ground/errors'

/** The meanings of business codes for one endpoint, because other endpoints use the same codes with other meanings. */
type Meanings = Partial<Record<number, ErrorCode>>

/** For `enroll-factor` and the request for its challenge, by GenAuth's global tables. No endpoint documents its own. */
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

/** For `reset-factor`, which is given no code. */
const ofRemoval: Meanings = { 2217: 'lastMethod' }
/** For `unbind-email` and `unbind-phone`. */
const ofUnbinding: Meanings = { ...ofRemoval, 2001: 'passcodeWrong', 2300: 'passcodeExpired' }

/** The refusals that no other entry can heal. */
const finalCodes = new Set<ErrorCode>(['faceNeedsContact', 'factorAlreadyBound'])

export const isFinal = (code: ErrorCode): boolean => finalCodes.has(code)

/** Returns a business refusal with its meaning, and every other error as it is. */
function meant(error: unknown, meanings: Meanings, otherwise: ErrorCode): unknown {
  if (!(error instanceof AppError) || error.code !== 'rejected') return error
  const { apiCode } = error.facts
  const code = (apiCode === undefined ? undefined : meanings[apiCode]) ?? otherwise
  return new AppError(code, { ...error.facts, cause: error })
}

/** Returns the meaning of a refused enrolment, and every error that is no refusal as it is. */
export const enrolmentRefusal = (error: unknown): unknown => meant(error, ofEnrolment, 'enrolmentRefused')

/**
 * Returns true if a refusal does not tell whether the confirmation was carried out: it may concern its repetition only, or it
 * names no reason. An authenticator app gets another challenge then, and before that is shown, the list is read anyway.
 */
export const isUnclear = (refusal: unknown, factorType: KnownFactorType): boolean =>
  refusal instanceof AppError &&
  (refusal.facts.repeated === true || (refusal.code === 'enrolmentRefused' && factorType !== 'OTP'))

/** The meanings of business codes before a code has been typed. */
const ofChallenges: Meanings = { ...ofEnrolment, 2001: undefined, 2300: undefined, 6001: undefined, 6003: undefined }

/** Returns true if a code is on its way before the answer comes. */
const sendsCode = (factorType: KnownFactorType): boolean => factorType === 'SMS' || factorType === 'EMAIL'

/**
 * Returns the meaning of a challenge that was not given. A code may arrive although the answer was lost, but it is of no use,
 * because the challenge that it belongs to is not known here.
 */
export function challengeRefusal(error: unknown, factorType: KnownFactorType): unknown {
  if (!sendsCode(factorType) || !mayHaveArrived(error)) return meant(error, ofChallenges, 'enrolmentRefused')
  return new AppError('codeMayNotCount', { ...error.facts, cause: error })
}

/** Returns the failure of a code whose request got no answer, and every other error as it is. */
export const sendingFailure = (error: unknown): unknown =>
  mayHaveArrived(error) ? new AppError('codeMayArrive', { ...error.facts, cause: error }) : error

/** The failures after which nobody can say whether the server was reached. */
const unanswered = new Set<ErrorCode>(['unreachable', 'timedOut', 'serverFault', 'unexpectedAnswer'])

const mayHaveArrived = (error: unknown): error is AppError => error instanceof AppError && unanswered.has(error.code)

/** Returns the meaning of a refused removal, and every error that is no refusal as it is. */
export const removalRefusal = (error: unknown): unknown => meant(error, ofRemoval, 'rejected')

/** Returns the same for a removal by a code. */
export const unbindingRefusal = (error: unknown): unknown => meant(error, ofUnbinding, 'rejected')

/**
 * Returns the meaning of a refused upload. Whatever its business code means elsewhere, it says only that the photo did not
 * arrive.
 */
export const uploadRefusal = (error: unknown): unknown => meant(error, {}, 'photoNotUploaded')

/** The statuses of an answer that may demand a proof. */
const proofStatuses = new Set<number | undefined>([400, 422, 499])
/**
 * The business codes of GenAuth's global table that mean something else, which no code from a phone or a mailbox would
 * change.
 */
const otherwiseMeant = new Set([
  1000, 1001, 1576, 2004, 2005, 2006, 2011, 2020, 2021, 2031, 2035, 2039, 2040, 2057, 2200, 2217, 2219, 2224, 2333,
  4021, 2_120_008, 2_130_010, 2_820_002
])

/** Returns true if a refused removal may mean that the tenant wants a code first. No endpoint documents how it would say so. */
export function mayWantProof(error: unknown): boolean {
  if (!(error instanceof AppError) || error.code !== 'rejected') return false
  const { status, apiCode } = error.facts
  return proofStatuses.has(status) && (apiCode === undefined || !otherwiseMeant.has(apiCode))
}

/**
 * The failures after which the server has certainly not carried the command out: it said so, or was never reached with a
 * valid session.
 */
const answered = new Set<ErrorCode>([
  'rateLimited',
  'signedOut',
  'sessionEnded',
  'sessionNotRenewed',
  'deviceDeactivated',
  'deviceSuspended'
])

/**
 * The statuses by which GenAuth itself says no. All others may come from somebody else: 403 from a gateway, 401 from another
 * check of the token, 404 from a proxy, 601 to 603 from a step of the tenant's own that runs after the change.
 */
const plainRefusals = new Set<number | undefined>([400, 402, 409, 413, 422, 499])

/** Returns true if a failed command may have been carried out all the same. Then only the list can tell. */
export function mayHaveHappened(error: unknown): boolean {
  if (!(error instanceof AppError)) return true
  return error.code === 'rejected' ? !isPlainRefusal(error.facts) : !answered.has(error.code)
}

const isPlainRefusal = ({ status, apiCode }: AppError['facts']): boolean =>
  plainRefusals.has(status) || (apiCode !== undefined && ofEnrolment[apiCode] !== undefined)

/** The meanings of business codes for a code that is only tested. */
const ofTests: Meanings = {
  2001: 'passcodeWrong',
  2300: 'passcodeExpired',
  6001: 'passcodeWrong',
  6003: 'passcodeWrong'
}

/** Returns the meaning of a code that was refused in a test, and every other error as it is. */
export const testRefusal = (error: unknown): unknown => meant(error, ofTests, 'rejected')

/** The answers of a tenant that does not have an endpoint. No document describes them. */
const absentStatuses = new Set<number | undefined>([404, 405, 501])

/** Returns true if a tenant does not have the endpoint that was called. */
export const lacksEndpoint = (error: unknown): boolean =>
  error instanceof AppError && absentStatuses.has(error.facts.status)
