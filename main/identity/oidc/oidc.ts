import { randomUUID } from 'node:crypto'
import * as client from 'openid-client'
import { z } from 'zod'
import { AppError } from '../../ground/errors'
import type { Fetch } from '../../tenant/fetch'
import type { Tenant } from '../../ground/tenant'
import type { Credential } from '../credentials/credential'
import { type AuthorizationRequest, grantFor, requestFor } from './authorization'
import { clockToleranceSeconds, discover } from './discovery'
import { createIdTokenCheck } from './idTokenCheck'
import { translated } from './oidcErrors'
import { createProviderClock } from './providerClock'
import { createRenewal, orNotVerified, type Renewal, unlessKeysAreMissing } from './renewal'
import { readable } from './tokenAnswer'

const scope = 'openid profile email phone offline_access'

/** The person who signed in for a proof of identity, and when. */
export interface ProvenIdentity {
  readonly sub: string
  /** The moment of the sign-in by the server's clock, in ms since the epoch; `undefined` if the ID token does not say. */
  readonly authTime: number | undefined
  /** The moment the ID token was made by the server's clock, in ms since the epoch. */
  readonly issuedAt: number
}

/** The tenant's OpenID provider, as much as a public client needs of it. */
export interface Oidc extends Pick<Renewal, 'saysActive'> {
  /**
   * Resolves to a request with this `state`, a fresh nonce and a PKCE verifier (RFC 7636, S256). @throws AppError
   * `signInPkceRefused`
   */
  authorizationRequest(redirectUri: string, state: string): Promise<AuthorizationRequest>
  /**
   * @throws AppError `signInDenied`, `signInRefused`, `signInNotVerified`, `signInNotKept`, one of a misconfiguration
   * (`oidcErrors.ts`), and those of the network
   */
  exchange(callback: URL, request: AuthorizationRequest): Promise<Credential>
  /** Like `authorizationRequest`, but somebody has to sign in again in any case, and nothing is granted. */
  identityRequest(redirectUri: string, state: string): Promise<AuthorizationRequest>
  /**
   * Checks the answer to an `identityRequest` as `exchange` does, and throws its tokens away. @throws the errors of
   * `exchange`
   */
  proveIdentity(callback: URL, request: AuthorizationRequest): Promise<ProvenIdentity>
  /**
   * @throws AppError `sessionEnded`, `sessionForeign`, `sessionNotVerified` for the answers that end a session, `sessionRefused`
   * for a refusal that does not end it, and those of the network
   */
  refresh(credential: Credential): Promise<Credential>
  /**
   * Resolves to the session behind a refresh token that came from elsewhere, which is used up by that. @throws the errors
   * of `exchange`
   */
  redeemRefreshToken(refreshToken: string): Promise<Credential>
  /**
   * Resolves to the subject that an access token belongs to. @throws AppError `unexpectedAnswer` with the status of a
   * refusal, and those of the network
   */
  identify(accessToken: string): Promise<string>
  /** Revokes a refresh token (RFC 7009). */
  revoke(refreshToken: string): Promise<void>
}

/**
 * Resolves to the provider that the tenant's discovery document describes.
 *
 * @param tenantFetch the result of `tenantFetch`
 * @throws the errors of `discover`
 */
export async function discoverOidc(tenant: Tenant, tenantFetch: Fetch): Promise<Oidc> {
  const { fetch: timedFetch, verified } = createProviderClock(tenantFetch)
  const fetch: Fetch = async (url, init) => {
    const response = await timedFetch(url, init)
    return init?.method === 'POST' ? readable(response) : response
  }
  const { configuration, server, keysAt, allowances } = await discover(tenant, fetch)
  const renewal = createRenewal(server, tenant.appId, fetch, allowances)
  const verifyIdToken = createIdTokenCheck(tenant, keysAt, fetch)

  async function redeem(callback: URL, request: AuthorizationRequest) {
    const tokens = await verified(async () => {
      const answer = await grantFor(configuration, callback, request)
      await verifyIdToken(answer)
      return answer
    })
    const claims = tokens.claims()
    if (!claims?.sub) throw new AppError('signInNotVerified')
    return { tokens, claims }
  }

  async function revoke(refreshToken: string): Promise<void> {
    if (typeof server.revocation_endpoint !== 'string') return
    await translated('unexpectedAnswer', () => client.tokenRevocation(configuration, refreshToken))
  }

  async function identify(accessToken: string): Promise<string> {
    const { sub } = await translated('unexpectedAnswer', () =>
      // The subject is unknown and asked for here, so there is none to compare it with.
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- deprecated to stand out, not to go away
      client.fetchUserInfo(configuration, accessToken, client.skipSubjectCheck)
    )
    return sub
  }

  return {
    // Without consent GenAuth, like most providers, gives no refresh token.
    authorizationRequest: (redirectUri, state) =>
      // Nobody knows yet who will sign in, so the id belongs to this attempt.
      requestFor(configuration, redirectUri, state, { scope, prompt: 'consent', deviceId: randomUUID() }),

    async exchange(callback, request) {
      const { tokens, claims } = await redeem(callback, request)
      if (!tokens.refresh_token) throw new AppError('signInNotKept')
      const { deviceId } = request
      return { ...toCredential(tokens, claims.sub, tokens.refresh_token), signedInAt: Date.now(), deviceId }
    },

    identityRequest: (redirectUri, state) =>
      requestFor(configuration, redirectUri, state, { scope: 'openid', prompt: 'login', max_age: '0' }),

    async proveIdentity(callback, request) {
      const { tokens, claims } = await redeem(callback, request)
      // The request asked for no refresh token, so it is revoked, and nobody waits for that.
      if (tokens.refresh_token !== undefined) void revoke(tokens.refresh_token).catch(() => undefined)
      const { sub, auth_time: authTime, iat } = claims
      // Nobody signs in after the token was made, so such a time, or one in ms, counts as not told.
      const isTold = authTime !== undefined && authTime <= iat + clockToleranceSeconds
      return { sub, authTime: isTold ? authTime * 1000 : undefined, issuedAt: iat * 1000 }
    },

    async refresh({ sub, refreshToken }) {
      // A session without a refresh token cannot be renewed.
      if (refreshToken === '') throw new AppError('sessionEnded')
      const tokens = await translated('unexpectedAnswer', async () => {
        const answer = await renewal.grant(refreshToken)
        if (answer.id_token !== undefined) await orNotVerified(unlessKeysAreMissing(verifyIdToken(answer)))
        return answer
      })
      const claims = tokens.claims()
      // OpenID Connect Core, section 12.2
      if (claims && claims.sub !== sub) throw new AppError('sessionForeign')
      return toCredential(tokens, sub, tokens.refresh_token ?? refreshToken)
    },

    saysActive: (refreshToken) => renewal.saysActive(refreshToken),

    async redeemRefreshToken(refreshToken) {
      const tokens = await verified(async () => {
        const answer = await renewal.grant(refreshToken)
        if (answer.id_token !== undefined) await verifyIdToken(answer)
        return answer
      })
      const sub = tokens.claims()?.sub ?? (await identify(tokens.access_token))
      return toCredential(tokens, sub, tokens.refresh_token ?? refreshToken)
    },

    identify,
    revoke
  }
}

// The documents of the API name the lifetime `expire_in`, their samples name it `expires_in`.
const lifetime = z.object({
  expires_in: z.number().positive().optional(),
  expire_in: z.coerce.number().positive().optional()
})

function toCredential(tokens: client.TokenEndpointResponse, sub: string, refreshToken: string): Credential {
  const read = lifetime.safeParse(tokens).data
  const seconds = read?.expires_in ?? read?.expire_in
  return {
    sub,
    refreshToken,
    accessToken: tokens.access_token,
    accessTokenUsableUntil: seconds === undefined ? Infinity : Date.now() + usableMs(seconds * 1000)
  }
}

const longestMarginMs = 60_000

/**
 * Returns the life of a token less a tenth of it, at most a minute. A random part keeps renewals from one common moment.
 */
function usableMs(lifetimeMs: number): number {
  const margin = Math.min(longestMarginMs, lifetimeMs / 10)
  return lifetimeMs - margin * (1 + Math.random() / 2)
}
