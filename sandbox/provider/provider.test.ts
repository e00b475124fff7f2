import { once } from 'node:events'
import { get as httpGet, type IncomingMessage } from 'node:http'
import { json } from 'node:stream/consumers'
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Browser, signInAs } from '../testing/browser.testing'
import { startSandbox, type Sandbox } from '../index'
import { readTokens, TestClient } from '../testing/client.testing'

let sandbox: Sandbox
let client: TestClient
const ada = 'ada.moreno@fernhill.example'
const password = 'kelp-and-tide'

beforeAll(async () => {
  sandbox = await startSandbox()
  client = new TestClient(sandbox)
})

afterAll(() => sandbox.close())

const get = async (path: string, authorization = '') => {
  const response = await fetch(`${sandbox.host}/oidc${path}`, { headers: { authorization } })
  return { status: response.status, body: await response.json() }
}

const verify = (idToken: string) =>
  jwtVerify(idToken, createRemoteJWKSet(new URL(`${sandbox.host}/oidc/.well-known/jwks.json`)), {
    issuer: `${sandbox.host}/oidc`,
    audience: sandbox.appId
  })

it('names itself by its public address in all that it says, and listens on this computer only', async () => {
  const hidden = await startSandbox({ publicAddress: 'https://tenant.example:8443' })
  const asked = httpGet(`${hidden.loopback}/oidc/.well-known/openid-configuration`, {
    agent: false,
    headers: { host: 'tenant.example:8443' }
  })
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  const document = z.record(z.string(), z.unknown()).parse(await json(answer))
  await hidden.close()
  expect([hidden.host, hidden.outbox]).toEqual(['https://tenant.example:8443', 'https://tenant.example:8443/outbox'])
  expect(hidden.loopback).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const addresses = Object.values(document).filter((value) => typeof value === 'string' && value.startsWith('http'))
  expect(addresses.length).toBeGreaterThan(6)
  for (const address of addresses) expect(address).toMatch(/^https:\/\/tenant\.example:8443\/oidc/)
})

describe('signing in', () => {
  it('ends at the loopback redirect with code, state and issuer', async () => {
    const callback = await signInAs(client.link(), ada, password)
    expect(callback.origin + callback.pathname).toBe(client.redirectUri)
    expect(callback.searchParams.get('code')).toMatch(/^[\w-]{20,}$/)
    expect(callback.searchParams.get('state')).toBe('state-1')
    expect(callback.searchParams.get('iss')).toBe(`${sandbox.host}/oidc`)
  })

  it('leaves out the time of the sign-in if an option says so, even if the client asks for it', async () => {
    const silent = await startSandbox({ authTime: 'missing' })
    const { id_token } = await new TestClient(silent).signIn('ada', { max_age: '0', prompt: 'login consent' })
    await silent.close()
    expect(decodeJwt(id_token)).not.toHaveProperty('auth_time')
  })

  it('gives an ID token with subject, audience, nonce and time of sign-in', async () => {
    const { id_token } = await client.signIn('ada')
    const { payload, protectedHeader } = await verify(id_token)
    expect(protectedHeader.alg).toBe('RS256')
    expect(payload).toMatchObject({ sub: '66f1c8a10b7d4e2f90a1c301', nonce: 'nonce-1' })
    expect(payload['auth_time']).toBeTypeOf('number')
  })

  it('tells the app when the person denies', async () => {
    const callback = await signInAs(client.link(), ada, password, { deny: true })
    expect(callback.searchParams.get('error')).toBe('access_denied')
    expect(callback.searchParams.get('state')).toBe('state-1')
    expect(callback.searchParams.has('code')).toBe(false)
  })

  it('refuses a wrong password, and a code whose verifier is another one', async () => {
    await expect(signInAs(client.link(), ada, 'wrong')).rejects.toThrow('Account and password do not match')
    const callback = await signInAs(new TestClient(sandbox).link(), ada, password)
    const response = await client.redeem(callback.searchParams.get('code') ?? '')
    expect(await response.json()).toMatchObject({ error: 'invalid_grant' })
  })

  it('requires PKCE with S256', async () => {
    const callback = await signInAs(
      client.link({ code_challenge: undefined, code_challenge_method: undefined }),
      ada,
      password
    )
    expect(callback.searchParams.get('error')).toBe('invalid_request')
  })

  it('keeps the session of the browser, and lets someone else sign in over it', async () => {
    const browser = new Browser()
    const first = await client.signIn('ada', {}, browser)
    sandbox.requests.clear()
    const again = await client.signIn('ada', {}, browser)
    expect(sandbox.requests.filter(({ path }) => path.endsWith('/login'))).toEqual([])
    const second = await client.signIn('ben', { prompt: 'login consent' }, browser)
    const third = await client.signIn('lin', { prompt: 'login consent', max_age: '0' }, browser)

    const subjects = await Promise.all(
      [first, again, second, third].map(async ({ id_token }) => (await verify(id_token)).payload.sub)
    )
    expect(subjects.map((subject) => subject?.slice(-1))).toEqual(['1', '1', '2', '3'])
    expect((await get('/me', `Bearer ${first.access_token}`)).status).toBe(200)
  })
})

describe('refresh tokens', () => {
  it('are given only with offline_access and prompt=consent', async () => {
    expect(await client.signIn('ada')).toHaveProperty('refresh_token')
    const without = await client.signIn('ada', { prompt: undefined })
    expect(without).not.toHaveProperty('refresh_token')
    expect(without.scope).not.toContain('offline_access')
    expect(await client.signIn('ada', { scope: 'openid profile' })).not.toHaveProperty('refresh_token')
  })

  it('rotate, and a second use of one revokes its whole family', async () => {
    const first = await client.signIn('ada')
    const other = await client.signIn('ada')
    const second = await readTokens(await client.refresh(first.refresh_token))
    expect(second.refresh_token).not.toBe(first.refresh_token)
    expect((await verify(second.id_token)).payload.sub).toBe('66f1c8a10b7d4e2f90a1c301')

    const before = sandbox.refreshTokenReuses()
    for (const used of [first.refresh_token, second.refresh_token]) {
      const refused = await client.refresh(used)
      expect(refused.status).toBe(400)
      expect(await refused.json()).toMatchObject({ error: 'invalid_grant' })
    }
    expect((await get('/me', `Bearer ${second.access_token}`)).status).toBe(401)
    expect((await client.refresh(other.refresh_token)).status).toBe(200)
    expect(sandbox.refreshTokenReuses() - before).toBe(1)
  })
})

describe('the other endpoints', () => {
  it('introspect and revoke without a client secret', async () => {
    const { access_token, refresh_token = '' } = await client.signIn('ada')
    const introspect = async () => await (await client.post('/token/introspection', { token: access_token })).json()
    expect(await introspect()).toMatchObject({
      active: true,
      sub: '66f1c8a10b7d4e2f90a1c301',
      client_id: sandbox.appId
    })

    expect((await client.post('/token/revocation', { token: refresh_token })).status).toBe(200)
    expect(await introspect()).toEqual({ active: false })
    expect((await client.refresh(refresh_token)).status).toBe(400)
  })

  it('tell about the person what the scopes allow', async () => {
    const { access_token } = await client.signIn('lin')
    const { body } = await get('/me', `Bearer ${access_token}`)
    expect(body).toMatchObject({ name: '林静', email: 'lin.jing@fernhill.example', phone_number: '+8613800138000' })
    const narrow = await client.signIn('lin', { scope: 'openid' })
    expect((await get('/me', `Bearer ${narrow.access_token}`)).body).toEqual({ sub: '66f1c8a10b7d4e2f90a1c303' })
  })

  it('are found through discovery, at the vendor’s paths', async () => {
    const { body } = await get('/.well-known/openid-configuration')
    const at = (path: string) => `${sandbox.host}/oidc${path}`
    expect(body).toMatchObject({
      issuer: at(''),
      authorization_endpoint: at('/auth'),
      token_endpoint: at('/token'),
      revocation_endpoint: at('/token/revocation'),
      introspection_endpoint: at('/token/introspection'),
      userinfo_endpoint: at('/me'),
      end_session_endpoint: at('/session/end'),
      jwks_uri: at('/.well-known/jwks.json'),
      authorization_response_iss_parameter_supported: true,
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
      introspection_endpoint_auth_methods_supported: ['none'],
      revocation_endpoint_auth_methods_supported: ['none']
    })
  })
})

/** The vendor's own description of this document requires each of these fields. */
const required = {
  text: [
    'issuer',
    'authorization_endpoint',
    'token_endpoint',
    'userinfo_endpoint',
    'jwks_uri',
    'end_session_endpoint',
    'introspection_endpoint',
    'revocation_endpoint'
  ],
  lists: [
    'scopes_supported',
    'response_types_supported',
    'response_modes_supported',
    'grant_types_supported',
    'id_token_signing_alg_values_supported',
    'id_token_encryption_alg_values_supported',
    'id_token_encryption_enc_values_supported',
    'userinfo_signing_alg_values_supported',
    'userinfo_encryption_alg_values_supported',
    'userinfo_encryption_enc_values_supported',
    'token_endpoint_auth_methods_supported',
    'claim_types_supported',
    'claims_supported',
    'code_challenge_methods_supported',
    'introspection_endpoint_auth_methods_supported',
    'revocation_endpoint_auth_methods_supported'
  ]
}

describe('the discovery document', () => {
  it('carries every field that the vendor requires', async () => {
    const { body } = await get('/.well-known/openid-configuration')
    const document = z.record(z.string(), z.unknown()).parse(body)
    const odd = [
      ...required.text.filter((name) => !z.url().safeParse(document[name]).success),
      ...required.lists.filter((name) => !z.array(z.string()).min(1).safeParse(document[name]).success)
    ]
    expect(odd).toEqual([])
  })
})

describe('options', () => {
  it('accepts any port of the loopback address, but no other address and no other path', async () => {
    const error = async (redirect_uri: string) =>
      (await fetch(client.link({ redirect_uri }), { redirect: 'manual' })).status
    expect(await error('http://127.0.0.1:1/callback')).toBe(303)
    expect(await error('http://127.0.0.1:1/other')).toBe(400)
    expect(await error('http://localhost:1/callback')).toBe(400)
  })

  it('takes exact ports, HS256 and short lifetimes', async () => {
    const strict = await startSandbox({ redirectPorts: [8123, 8124], idTokenAlg: 'HS256', accessTokenTtl: 7 })
    try {
      const status = async (port: number) =>
        (await fetch(new TestClient(strict, port).link(), { redirect: 'manual' })).status
      expect(await Promise.all([8123, 8124, 8125].map(status))).toEqual([303, 303, 400])

      const { id_token, expires_in, refresh_token } = await new TestClient(strict, 8124).signIn('ada')
      expect(decodeProtectedHeader(id_token).alg).toBe('HS256')
      expect(expires_in).toBe(7)
      expect(refresh_token).toBeTypeOf('string')
    } finally {
      await strict.close()
    }
  })
})
