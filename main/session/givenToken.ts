import { decodeJwt, type JWTPayload } from 'jose'
import { z } from 'zod'
import type { ErrorCode } from '../../contract/result'
import type { GivenToken } from '../../contract/session'
import type { Language } from '../../contract/settings'
import { AppError } from '../errors'
import { createClient } from '../genauth/client'
import type { Fetch } from '../genauth/fetch'
import { listEnrolledFactors } from '../genauth/operations'
import type { Tenant } from '../tenant'
import type { Credential } from './credential'
import type { Oidc } from './oidc'

interface Surroundings {
  tenant: Tenant
  /** From `tenantFetch`. */
  fetch: Fetch
  oidc: () => Promise<Oidc>
  language: () => Language
}

/** All that fits into a header and a form alike (RFC 6749, appendix A.12 and A.17). */
const tokenCharacters = /^[\x21-\x7e]+$/

const origin = z.object({
  iss: z.string().optional(),
  client_id: z.string().optional(),
  azp: z.string().optional(),
  exp: z.number().optional()
})

/**
 * Has the tenant check a token that the person was given, and makes a session of it. That of an access token cannot be
 * renewed: its refresh token is empty.
 *
 * @throws AppError `tokenMalformed`, `tokenForeign` (it names another tenant or application, and was sent nowhere),
 * `tokenRefused`, those of a misconfiguration and of the network
 */
export async function redeemGivenToken({ kind, token }: GivenToken, surroundings: Surroundings): Promise<Credential> {
  const clean = token.trim()
  if (!tokenCharacters.test(clean)) throw new AppError('tokenMalformed')
  const { iss, client_id, azp, exp } = origin.safeParse(claimsOf(clean)).data ?? {}
  const { issuer, appId } = surroundings.tenant
  if ((iss ?? issuer) !== issuer || (client_id ?? azp ?? appId) !== appId) throw new AppError('tokenForeign')
  try {
    const oidc = await surroundings.oidc()
    if (kind === 'refresh') return await oidc.redeemRefreshToken(clean)
    const sub = await oidc.identify(clean)
    await clientWith(clean, surroundings).call(listEnrolledFactors)
    const accessTokenUsableUntil = exp === undefined ? Infinity : exp * 1000
    return { sub, refreshToken: '', accessToken: clean, accessTokenUsableUntil }
  } catch (error) {
    throw isRefusal(error) ? new AppError('tokenRefused', { ...error.facts, cause: error }) : error
  }
}

/** A token may be opaque; one that is not says where it comes from. */
function claimsOf(token: string): JWTPayload {
  try {
    return decodeJwt(token)
  } catch {
    return {}
  }
}

const clientWith = (accessToken: string, { tenant, fetch, language }: Surroundings) =>
  createClient({
    tenant,
    fetch,
    language,
    tokens: {
      current: () => Promise.resolve(accessToken),
      replace: () => Promise.reject(new AppError('tokenRefused'))
    }
  })

/** Codes that say no more than that the answer was none to go on with; the status tells whether the token is to blame. */
const vague = new Set<ErrorCode>(['signInNotVerified', 'unexpectedAnswer', 'rejected'])

function isRefusal(error: unknown): error is AppError {
  if (!(error instanceof AppError)) return false
  const { code, facts } = error
  return code === 'signInRefused' || (vague.has(code) && (facts.status === 401 || facts.status === 403))
}
