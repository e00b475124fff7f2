import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../../../sandbox'
import { Browser } from '../../../sandbox/testing/browser.testing'
import { toFailure } from '../../ground/errors'
import { discoverOidc, type Oidc } from './oidc'
import { fetchFor, forgeIdToken, signedIn, tenantOf } from '../tenant.testing'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterEach(() => {
  sandbox.faults.clear()
  sandbox.requests.clear()
})
afterAll(() => sandbox.close())

const discover = () => discoverOidc(tenantOf(sandbox), fetchFor(tenantOf(sandbox)))
const redirectUri = 'http://127.0.0.1:4180/callback'

/** Resolves to the callback of a real sign-in, and to the request that it answers. */
async function callbackFor(deny = false, given?: Oidc) {
  const oidc = given ?? (await discover())
  const request = await oidc.authorizationRequest(redirectUri, 'state-1')
  const { account = '', password = '' } = sandbox.people[0] ?? {}
  return { oidc, request, callback: await new Browser().signIn(request.link, account, password, { deny }) }
}

describe('the authorization request', () => {
  it('asks for a code with PKCE, a nonce, a refresh token and a random device id, and nothing the API does not declare', async () => {
    const oidc = await discover()
    const { link } = await oidc.authorizationRequest(redirectUri, 'state-1')
    const url = new URL(link)
    expect(url.origin + url.pathname).toBe(`${sandbox.host}/oidc/auth`)
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: sandbox.appId,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'openid profile email phone offline_access',
      prompt: 'consent',
      state: 'state-1',
      nonce: expect.stringMatching(/^[\w-]{22,}$/) as string,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge_method: 'S256',
      deviceId: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/) as string
    })
  })

  it('is never the same twice', async () => {
    const oidc = await discover()
    const requests = await Promise.all(Array.from({ length: 50 }, () => oidc.authorizationRequest(redirectUri, 's')))
    const parts = requests.flatMap(({ nonce, codeVerifier, deviceId }) => [nonce, codeVerifier, deviceId])
    expect(new Set(parts).size).toBe(150)
  })
})

describe('the exchange', () => {
  it('gives the session of the person who signed in', async () => {
    const { oidc, request, callback } = await callbackFor()
    const before = Date.now()
    const credential = await oidc.exchange(callback, request)
    expect(credential).toMatchObject({ sub: expect.any(String) as string, refreshToken: expect.any(String) as string })
    expect(credential.accessTokenUsableUntil).toBeGreaterThan(before)
  })

  it('says that the person denied it', async () => {
    const { oidc, request, callback } = await callbackFor(true)
    await expect(oidc.exchange(callback, request)).rejects.toMatchObject({ code: 'signInDenied' })
  })

  it.each<[string, (callback: URL) => void]>([
    ['no issuer', (url) => url.searchParams.delete('iss')],
    ['a foreign issuer', (url) => url.searchParams.set('iss', 'https://evil.example/oidc')],
    ['the issuer twice', (url) => url.searchParams.append('iss', 'https://evil.example/oidc')],
    ['another state', (url) => url.searchParams.set('state', 'other')],
    ['the state twice', (url) => url.searchParams.append('state', 'state-1')],
    ['a token in place of the code', (url) => url.searchParams.set('response', 'eyJhbGciOiJub25lIn0.e30.')]
  ])('keeps nothing of a callback with %s', async (_name, change) => {
    const { oidc, request, callback } = await callbackFor()
    change(callback)
    sandbox.requests.clear()
    await expect(oidc.exchange(callback, request)).rejects.toMatchObject({ code: 'signInNotVerified' })
    expect(sandbox.requests.map(({ path }) => path)).toEqual([])
  })

  it('is refused with a code that was made for another verifier', async () => {
    const { oidc, callback } = await callbackFor()
    const other = await oidc.authorizationRequest(redirectUri, 'state-1')
    await expect(oidc.exchange(callback, other)).rejects.toMatchObject({
      code: 'signInRefused',
      facts: { status: 400 }
    })
  })

  it('accepts an ID token of a published key, whatever else it holds', async () => {
    const { oidc, request, callback } = await callbackFor()
    await forgeIdToken(sandbox, (claims) => ({ ...claims, extra: 1 }))
    await expect(oidc.exchange(callback, request)).resolves.toHaveProperty('sub')
  })

  const now = Math.floor(Date.now() / 1000)
  it.each([
    ['a foreign issuer', { iss: 'https://evil.example/oidc' }],
    ['no issuer', { iss: undefined }],
    ['a foreign audience', { aud: 'another-app' }],
    ['no audience', { aud: undefined }],
    ['several audiences and none authorized', { aud: ['x', 'y'] }],
    ['another authorized party', { aud: ['66f1c7d20a9b4e5cfa13d8b2', 'x'], azp: 'x' }],
    ['another authorized party for us alone', { azp: 'x' }],
    ['a foreign nonce', { nonce: 'other' }],
    ['no nonce', { nonce: undefined }],
    ['an end long past', { exp: now - 3_600, iat: now - 7_200 }],
    ['no end', { exp: undefined }],
    ['a beginning in the future', { nbf: now + 3_600 }],
    ['no subject', { sub: undefined }]
  ])('keeps nothing of an ID token with %s', async (_name, claims) => {
    const { oidc, request, callback } = await callbackFor()
    await forgeIdToken(sandbox, (original) => ({ ...original, ...claims }) as typeof original)
    await expect(oidc.exchange(callback, request)).rejects.toMatchObject({ code: 'signInNotVerified' })
  })

  it('says that the keys could not be had, not that the token is forged', async () => {
    sandbox.faults.set('/oidc/.well-known/jwks.json', { kind: 'status', status: 500 })
    const { oidc, request, callback } = await callbackFor()
    await expect(oidc.exchange(callback, request)).rejects.toMatchObject({ code: 'unexpectedAnswer' })
  })

  it.each([
    ['ahead', 2 * 3_600_000, { exp: now - 3_600, iat: now - 7_200 }],
    ['behind', -2 * 3_600_000, { nbf: now + 7_200 }]
  ])(
    'says that this computer’s clock is %s where that is why the ID token is out of its time',
    async (_way, error, claims) => {
      const tenant = tenantOf(sandbox)
      const oidc = await discoverOidc(tenant, async (url, init) => {
        const response = await fetchFor(tenant)(url, init)
        response.headers.set('date', new Date(Date.now() - error).toUTCString())
        return response
      })
      const { request, callback } = await callbackFor(false, oidc)
      await forgeIdToken(sandbox, (original) => ({ ...original, ...claims }))
      const refused = await oidc.exchange(callback, request).catch((refusal: unknown) => toFailure(refusal))
      expect(refused).toMatchObject({ code: 'signInClockWrong' })
      expect(Reflect.get(refused, 'clockErrorMs') / error).toBeCloseTo(1, 2)
    }
  )

  it('keeps nothing of an ID token that the tenant’s keys did not sign', async () => {
    const { oidc, request, callback } = await callbackFor()
    await forgeIdToken(sandbox, (claims) => claims, { publish: false })
    await expect(oidc.exchange(callback, request)).rejects.toMatchObject({ code: 'signInNotVerified' })
  })

  it('keeps nothing of an ID token signed by an algorithm the tenant does not announce', async () => {
    sandbox.faults.set('/oidc/.well-known/openid-configuration', {
      kind: 'rewrite',
      change: (document) => ({ ...document, id_token_signing_alg_values_supported: ['RS256'] })
    })
    const { oidc, request, callback } = await callbackFor()
    sandbox.faults.set('/oidc/token', {
      kind: 'rewrite',
      change: ({ id_token, ...tokens }) => ({
        ...tokens,
        id_token: [Buffer.from('{"alg":"HS256"}').toString('base64url'), String(id_token).split('.')[1], 'c2ln'].join(
          '.'
        )
      })
    })
    await expect(oidc.exchange(callback, request)).rejects.toMatchObject({ code: 'signInAlgorithmRefused' })
  })

  it.each([
    ['unsigned', 'eyJhbGciOiJub25lIn0'],
    ['no token at all', undefined]
  ])('keeps nothing of an ID token that is %s', async (_name, header) => {
    const { oidc, request, callback } = await callbackFor()
    sandbox.faults.set('/oidc/token', {
      kind: 'rewrite',
      change: ({ id_token, ...tokens }) => ({
        ...tokens,
        ...(header && { id_token: [header, String(id_token).split('.')[1], ''].join('.') })
      })
    })
    await expect(oidc.exchange(callback, request)).rejects.toMatchObject({ code: 'signInNotVerified' })
  })

  it('says that the tenant gave nothing to stay signed in with', async () => {
    const { oidc, request, callback } = await callbackFor()
    sandbox.faults.set('/oidc/token', { kind: 'rewrite', change: ({ refresh_token: _dropped, ...tokens }) => tokens })
    await expect(oidc.exchange(callback, request)).rejects.toMatchObject({ code: 'signInNotKept' })
  })

  it('knows the lifetime by either of its names', async () => {
    const { oidc, request, callback } = await callbackFor()
    sandbox.faults.set('/oidc/token', { kind: 'expireIn' })
    const { accessTokenUsableUntil } = await oidc.exchange(callback, request)
    expect(Number.isFinite(accessTokenUsableUntil)).toBe(true)
  })

  it('accepts HS256 from a tenant that announces it, straight from the token endpoint', async () => {
    const hs256 = await startSandbox({ idTokenAlg: 'HS256' })
    await expect(signedIn(hs256)).resolves.toHaveProperty('refreshToken')
    await hs256.close()
  })
})

describe('a refresh', () => {
  it('rotates the refresh token and keeps the person', async () => {
    const first = await signedIn(sandbox)
    const second = await (await discover()).refresh(first)
    expect(second.sub).toBe(first.sub)
    expect(second.refreshToken).not.toBe(first.refreshToken)
    expect(second.accessToken).not.toBe(first.accessToken)
  })

  it('treats null as absent', async () => {
    const first = await signedIn(sandbox)
    sandbox.faults.set('/oidc/token', {
      kind: 'rewrite',
      change: (tokens) => ({ ...tokens, id_token: null, scope: null, refresh_token: null })
    })
    expect((await (await discover()).refresh(first)).refreshToken).toBe(first.refreshToken)
  })

  it('keeps the refresh token where the answer has none', async () => {
    const first = await signedIn(sandbox)
    sandbox.faults.set('/oidc/token', { kind: 'rewrite', change: ({ refresh_token: _dropped, ...tokens }) => tokens })
    expect((await (await discover()).refresh(first)).refreshToken).toBe(first.refreshToken)
  })

  it.each([3600, -3600, 315_360_000, -315_360_000])('counts with this computer’s clock %d s off', async (error) => {
    const first = await signedIn(sandbox)
    await forgeIdToken(sandbox, ({ exp = 0, iat = 0, ...claims }) => ({
      ...claims,
      exp: exp - error,
      iat: iat - error
    }))
    expect((await (await discover()).refresh(first)).refreshToken).not.toBe(first.refreshToken)
  })

  it.each([{ kind: 'status', status: 503 }, { kind: 'reset' }, { kind: 'json', body: {} }] as const)(
    'counts although the keys of the tenant answer with %j',
    async (fault) => {
      const first = await signedIn(sandbox)
      sandbox.faults.set('/oidc/.well-known/jwks.json', fault)
      expect((await (await discover()).refresh(first)).refreshToken).not.toBe(first.refreshToken)
    }
  )

  it('knows whether the tenant calls a refresh token active, without using it', async () => {
    const first = await signedIn(sandbox)
    const oidc = await discover()
    expect(await oidc.saysActive(first.refreshToken)).toBe(true)
    const second = await oidc.refresh(first)
    expect(await oidc.saysActive(first.refreshToken)).toBe(false)
    sandbox.faults.set('/oidc/token/introspection', { kind: 'status', status: 403 })
    expect(await oidc.saysActive(first.refreshToken)).toBeUndefined()
    sandbox.faults.set('/oidc/token/introspection', { kind: 'reset' })
    await expect(oidc.saysActive(first.refreshToken)).rejects.toMatchObject({ code: 'unreachable' })
    expect((await oidc.refresh(second)).sub).toBe(first.sub)
  })

  it.each([
    [{ sub: 'somebody-else' }, 'sessionForeign'],
    [{ azp: 'another-app' }, 'sessionNotVerified'],
    [{ iss: 'https://evil.example/oidc' }, 'sessionNotVerified'],
    [{ aud: 'another-app' }, 'sessionNotVerified']
  ])('takes no tokens of %j', async (other, code) => {
    const first = await signedIn(sandbox)
    await forgeIdToken(sandbox, (claims) => ({ ...claims, ...other }))
    await expect((await discover()).refresh(first)).rejects.toMatchObject({ code })
  })

  it.each(['invalid_grant', 'invalid_client', 'unauthorized_client'])('ends with %s', async (error) => {
    const first = await signedIn(sandbox)
    sandbox.faults.set('/oidc/token', {
      kind: 'status',
      status: 400,
      contentType: 'application/json',
      body: JSON.stringify({ error })
    })
    await expect((await discover()).refresh(first)).rejects.toMatchObject({ code: 'sessionEnded' })
  })

  it.each([
    [{ kind: 'status', status: 500 }, 'serverFault'],
    [{ kind: 'rateLimited', retryAfter: '5' }, 'rateLimited'],
    [{ kind: 'notJson' }, 'captivePortal'],
    [{ kind: 'reset' }, 'unreachable'],
    [{ kind: 'lostAnswer' }, 'unreachable'],
    [
      { kind: 'status', status: 400, contentType: 'application/json', body: '{"error":"temporarily_unavailable"}' },
      'unexpectedAnswer'
    ]
  ] as const)('does not end with %j', async (fault, code) => {
    const first = await signedIn(sandbox)
    sandbox.faults.set('/oidc/token', fault)
    await expect((await discover()).refresh(first)).rejects.toMatchObject({ code })
  })
})
