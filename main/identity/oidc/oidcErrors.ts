import { errors } from 'jose'
import * as client from 'openid-client'
import { z } from 'zod'
import type { ErrorCode } from '../../../contract/result'
import { AppError, appErrorWithin } from '../../ground/errors'
import { readRetryAfter } from '../../tenant/envelope'
import { plainText } from '../../ground/text'
import { barIn, barredBy } from '../../tenant/barredDevice'
import { bodyBehind, refusalIn, type ToldRefusal } from './toldRefusal'

/** The errors of RFC 6749 section 5.2 that say this refresh token or this client is no longer accepted. */
const endsSession = new Set(['invalid_grant', 'invalid_client', 'unauthorized_client'])

/** The codes for those errors of OAuth that say something about the application in the tenant's console. */
const refusals = new Map<string, ErrorCode>([
  ['access_denied', 'signInDenied'],
  ['invalid_client', 'signInSecretDemanded'],
  ['invalid_redirect_uri', 'signInCallbackRefused'],
  ['redirect_uri_mismatch', 'signInCallbackRefused'],
  ['invalid_scope', 'signInScopeRefused'],
  ['unauthorized_client', 'signInGrantRefused'],
  ['unsupported_grant_type', 'signInGrantRefused'],
  ['unsupported_response_type', 'signInGrantRefused']
])

const speaksOfPkce = /pkce|code[_ ](challenge|verifier)/i

/** The code for an answer that cannot be verified: the first for a sign-in, the second for any later request. */
type Otherwise = 'signInNotVerified' | 'unexpectedAnswer'

/** Runs `work`, and throws every failure of openid-client and jose as an AppError with one of our codes. */
export async function translated<T>(otherwise: Otherwise, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const known = appErrorWithin(error)
    if (known) throw known
    const body = await bodyBehind(error)
    throw barredBy(body) ?? translate(error, otherwise, refusalIn(error, body))
  }
}

function translate(error: unknown, otherwise: Otherwise, told: ToldRefusal | undefined): AppError {
  if (error instanceof client.AuthorizationResponseError) return refusal(error, error)
  if (areKeysMissing(error)) return new AppError('unexpectedAnswer', { cause: error })
  // The document at this address names another issuer.
  if (error instanceof client.ClientError && error.code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED') {
    return new AppError('signInOtherTenant', { cause: error })
  }
  if (otherwise === 'signInNotVerified' && isUnannouncedHs256(error)) {
    return new AppError('signInAlgorithmRefused', { cause: error })
  }
  const refused = error instanceof client.ResponseBodyError
  const challenged = error instanceof client.WWWAuthenticateChallengeError
  const response = refused || challenged ? error.response : error instanceof Error ? error.cause : undefined
  if (otherwise === 'unexpectedAnswer' && isWrongIdToken(error))
    return new AppError('sessionNotVerified', { cause: error })
  const status = response instanceof Response ? response.status : undefined
  if (status === undefined && !told) return new AppError(otherwise, { cause: error })
  const facts = { status, cause: error }
  const bar = barIn(`${told?.error} ${told?.error_description}`)
  if (bar) return new AppError(bar, facts)
  if (response instanceof Response && status === 429) {
    return new AppError('rateLimited', { ...facts, retryAt: readRetryAfter(response.headers, Date.now()) })
  }
  if (status !== undefined && status >= 500) return new AppError('serverFault', facts)
  if (otherwise === 'signInNotVerified') {
    if (told?.error !== undefined) return refusal({ ...told, error: told.error }, error, status)
    // Only a client that should have a secret is asked to authenticate.
    if (challenged) return new AppError('signInSecretDemanded', facts)
  }
  if (told?.error !== undefined && endsSession.has(told.error)) return new AppError('sessionEnded', facts)
  return new AppError(otherwise, { ...facts, refused: told !== undefined })
}

/**
 * Returns the error for a refusal in the browser or at the token endpoint. As far as the tenant tells, its code names the
 * setting that the administrator has to change.
 */
function refusal(told: ToldRefusal & { error: string }, cause: unknown, status?: number): AppError {
  const { error: code, error_description: words = '' } = told
  const detail = plainText(words === '' ? code : `${code}: ${words}`, 300)
  return new AppError(refusalCode(code, words), { status, detail, cause })
}

function refusalCode(error: string, description: string): ErrorCode {
  const bar = barIn(`${error} ${description}`)
  if (bar) return bar
  if (error === 'invalid_request' && speaksOfPkce.test(description)) return 'signInPkceRefused'
  return refusals.get(error) ?? 'signInRefused'
}

const unexpectedAlgorithm = z.object({ cause: z.object({ header: z.object({ alg: z.literal('HS256') }) }) })

/** Returns true if openid-client refused HS256, as it does unless the discovery document announces it. */
const isUnannouncedHs256 = (error: unknown): boolean =>
  error instanceof client.ClientError && unexpectedAlgorithm.safeParse(error.cause).success

const wrongIdToken = new Set(['OAUTH_JWT_CLAIM_COMPARISON_FAILED', 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED'])

/**
 * Returns true if an ID token has a wrong claim, such as another issuer. Beside a sign-in, only a renewal has an ID
 * token.
 */
const isWrongIdToken = (error: unknown): boolean =>
  error instanceof client.ClientError && wrongIdToken.has(error.code ?? '')

const keysMissing = new Set([errors.JOSEError.code, errors.JWKSTimeout.code, errors.JWKSInvalid.code])

/** Returns true if the tenant's keys could not be fetched, which says nothing about the token that they should check. */
export const areKeysMissing = (error: unknown): boolean =>
  error instanceof errors.JOSEError && keysMissing.has(error.code)

const outOfTime = z.object({
  cause: z.object({ code: z.literal('OAUTH_JWT_TIMESTAMP_CHECK_FAILED') })
})

/** Returns true if an ID token was refused because its time is over, or has not come yet. */
export const isOutOfTime = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'signInNotVerified' && outOfTime.safeParse(error).success
