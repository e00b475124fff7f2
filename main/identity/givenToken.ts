import { decodeJwt } from 'jose'
import { z } from 'zod'
import type { ErrorCode } from '../../contract/result'
import type { GivenToken } from '../../contract/session'
import type { Language } from '../../contract/settings'
import { AppError } from '../ground/errors'
import { createClient } from '../tenant/client'
import type { Fetch } from '../tenant/fetch'
import { listEnrolledFactors } from '../tenant/operations'
import type { Tenant } from '../ground/tenant'
import type { Credential } from './credentials/credential'
import type { Oidc } from './oidc/oidc'

interface Surroundings {
  tenant: Tenant
  /** The result of `tenantFetch`. */
  fetch: Fetch
  oidc: () => Promise<Oidc>
  language: () => Language
}

/** The characters that a token may have in a header and a form alike (RFC 6749, appendix A.12 and A.17). */
const tokenCharacters = /^[\x21-\x7e]+$/

const origin = z.object({
  iss: z.string().optional(),
  client_id: z.string().optional(),
  azp: z.string().optional(),
  exp: z.number().optional()
})

/**
 * Has the tenant check a given token, and makes a session of it. The session of an access token has an empty refresh
 * token, so it cannot be renewed.
 *
 * @throws AppError `tokenMalformed`, `tokenForeign` (it names another tenant or application, and was sent nowhere),
 * `tokenRefused`, those of a misconfiguration and of the network
 */
export async function redeemGivenToken({ kind, token }: GivenToken, surroundings: Surroundings): Promise<Credential> {
  const clean = token.trim()
  if (!tokenCharacters.test(clean)) throw new AppError('tokenMalformed')
  const { iss, client_id, azp, exp } = originOf(clean)
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

/** Returns the claims that say where a token comes from, or none if the token is opaque. */
function originOf(token: string): z.infer<typeof origin> {
  try {
    return origin.parse(decodeJwt(token))
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

/** Codes that say only that the answer was unusable. The HTTP status then says whether the tenant refused the token. */
const vague = new Set<ErrorCode>(['signInNotVerified', 'unexpectedAnswer', 'rejected'])

function isRefusal(error: unknown): error is AppError {
  if (!(error instanceof AppError)) return false
  const { code, facts } = error
  return code === 'signInRefused' || (vague.has(code) && (facts.status === 401 || facts.status === 403))
}
