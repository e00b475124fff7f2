import { createRemoteJWKSet, customFetch as jwksFetch, decodeJwt, decodeProtectedHeader } from 'jose'
import * as client from 'openid-client'
import { z } from 'zod'
import { AppError } from '../errors'
import { clockErrorBy } from '../genauth/clockError'
import type { Fetch } from '../genauth/fetch'
import type { Tenant } from '../tenant'
import type { Credential } from './credential'
import { clockToleranceSeconds, discover } from './discovery'
import { verifySignature } from './idTokenSignature'
import { isOutOfTime, translated } from './oidcErrors'
import { createRenewal, orNotVerified, type Renewal, unlessKeysAreMissing } from './renewal'
import { readable, signedIdToken } from './tokenAnswer'

const scope = 'openid profile email phone offline_access'

/** What one attempt must remember until its answer comes; lives in memory only. */
export interface AuthorizationRequest {
  readonly link: string
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
}

/** Who signed in for a proof of identity. */
export interface ProvenIdentity {
  readonly sub: string
  /** When, by the server's clock, in ms since the epoch; `undefined` where the ID token does not say. */
  readonly authTime: number | undefined
  /** When the ID token was made, by the server's clock, in ms since the epoch. */
  readonly issuedAt: number
}

/** The tenant's OpenID provider, as much as a public client needs of it. */
export interface Oidc extends Pick<Renewal, 'saysActive'> {
  /** A fresh nonce and PKCE verifier (RFC 7636, S256) around the given `state`. @throws AppError `signInPkceRefused` */
  authorizationRequest(redirectUri: string, state: string): Promise<AuthorizationRequest>
  /** @throws AppError `signInDenied`, `signInRefused`, `signInNotVerified`, `signInNotKept`, one of a misconfiguration (`oidcErrors.ts`), and those of the network */
  exchange(callback: URL, request: AuthorizationRequest): Promise<Credential>
  /** Like `authorizationRequest`, but the person has to sign in again, whoever is signed in there, and nothing is granted. */
  identityRequest(redirectUri: string, state: string): Promise<AuthorizationRequest>
  /** Checks the answer to an `identityRequest` as `exchange` does, and throws its tokens away. @throws as `exchange` does */
  proveIdentity(callback: URL, request: AuthorizationRequest): Promise<ProvenIdentity>
  /**
   * @throws AppError `sessionEnded`, `sessionForeign`, `sessionNotVerified` for the answers that end a session, `sessionRefused`
   * for a refusal that does not say so, and those of the network
   */
  refresh(credential: Credential): Promise<Credential>
  /** The session behind a refresh token that came from elsewhere; it is used up. @throws as `exchange` does */
  redeemRefreshToken(refreshToken: string): Promise<Credential>
  /** Whose an access token is. @throws AppError `unexpectedAnswer` with the status of a refusal, and those of the network */
  identify(accessToken: string): Promise<string>
  /** RFC 7009 */
  revoke(refreshToken: string): Promise<void>
}

/**
 * The provider that the tenant's discovery document describes.
 *
 * @param tenantFetch from `tenantFetch`
 * @throws as `discover` does
 */
export async function discoverOidc(tenant: Tenant, tenantFetch: Fetch): Promise<Oidc> {
  let clockError: number | undefined
  const fetch: Fetch = async (url, init) => {
    const response = await tenantFetch(url, init)
    clockError = clockErrorBy(response.headers) ?? clockError
    return init?.method === 'POST' ? readable(response) : response
  }
  const { configuration, server, keysAt, allowances } = await discover(tenant, fetch)
  const renewal = createRenewal(server, tenant.appId, fetch, allowances)
  const keys = createRemoteJWKSet(keysAt, { [jwksFetch]: fetch, cooldownDuration: 0 })
  // Ahead of need; asked for again at the first signature, should this fail.
  void keys.reload().catch(() => undefined)

  /**
   * openid-client has checked the claims, but for `azp` where there is one audience (OpenID Connect Core, section 3.1.3.7,
   * rule 5); the signature of a token from the token endpoint it leaves to TLS.
   */
  async function verifyIdToken(answer: client.TokenEndpointResponse): Promise<void> {
    const idToken = signedIdToken(answer)
    const { azp = tenant.appId } = decodeJwt(idToken)
    if (azp !== tenant.appId) throw new Error('The ID token was issued for another party.')
    // A public client has no key for HS256. Such a token counts only because it came straight from the token endpoint,
    // and only where the tenant's discovery document announces the algorithm.
    if (decodeProtectedHeader(idToken).alg === 'HS256') return
    await verifySignature(idToken, keys)
  }

  /** Where a token is out of its time because this computer's clock is, that is what to say. */
  async function verified<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await translated('signInNotVerified', work)
    } catch (error) {
      const clockIsOff = clockError !== undefined && Math.abs(clockError) > clockToleranceSeconds * 1000
      if (!clockIsOff || !isOutOfTime(error)) throw error
      throw new AppError('signInClockWrong', { clockErrorMs: clockError, cause: error })
    }
  }

  async function requestFor(
    redirectUri: string,
    state: string,
    wishes: Record<string, string>
  ): Promise<AuthorizationRequest> {
    if (server.code_challenge_methods_supported?.includes('S256') === false) throw new AppError('signInPkceRefused')
    const nonce = client.randomNonce()
    const codeVerifier = client.randomPKCECodeVerifier()
    const link = client.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      ...wishes,
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256'
    })
    return { link: link.href, state, nonce, codeVerifier }
  }

  async function redeem(callback: URL, { state, nonce, codeVerifier }: AuthorizationRequest) {
    const tokens = await verified(async () => {
      const answer = await client.authorizationCodeGrant(configuration, callback, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true
      })
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
      // Whose it is, is the question.
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- deprecated to stand out, not to go away
      client.fetchUserInfo(configuration, accessToken, client.skipSubjectCheck)
    )
    return sub
  }

  return {
    // Without consent GenAuth, like most providers, gives no refresh token.
    authorizationRequest: (redirectUri, state) => requestFor(redirectUri, state, { scope, prompt: 'consent' }),

    async exchange(callback, request) {
      const { tokens, claims } = await redeem(callback, request)
      if (!tokens.refresh_token) throw new AppError('signInNotKept')
      return { ...toCredential(tokens, claims.sub, tokens.refresh_token), signedInAt: Date.now() }
    },

    identityRequest: (redirectUri, state) =>
      requestFor(redirectUri, state, { scope: 'openid', prompt: 'login', max_age: '0' }),

    async proveIdentity(callback, request) {
      const { tokens, claims } = await redeem(callback, request)
      // Nobody asked for it, and nobody waits for its end.
      if (tokens.refresh_token !== undefined) void revoke(tokens.refresh_token).catch(() => undefined)
      const { sub, auth_time: authTime, iat } = claims
      // Nobody signs in after the token was made: such a time, or one in milliseconds, says nothing.
      const isTold = authTime !== undefined && authTime <= iat + clockToleranceSeconds
      return { sub, authTime: isTold ? authTime * 1000 : undefined, issuedAt: iat * 1000 }
    },

    async refresh({ sub, refreshToken }) {
      // There is nothing to renew it with.
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

// The API's own documents call it `expire_in`, its samples `expires_in`.
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

/** A token is renewed up to a minute before its end, a short-lived one after nine tenths of its life; not all at one moment. */
function usableMs(lifetimeMs: number): number {
  const margin = Math.min(longestMarginMs, lifetimeMs / 10)
  return lifetimeMs - margin * (1 + Math.random() / 2)
}
