import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Sandbox, type SandboxOptions, startSandbox } from '../index'
import { readTokens, TestClient } from '../testing/client.testing'

const started: Sandbox[] = []
afterEach(async () => {
  for (const sandbox of started.splice(0)) await sandbox.close()
})

async function tenantWith(options: SandboxOptions) {
  const sandbox = await startSandbox(options)
  started.push(sandbox)
  const keysAt = new URL(`${sandbox.host}/oidc/.well-known/jwks.json`)
  const keySet = z.object({ keys: z.array(z.looseObject({})) })
  return {
    sandbox,
    client: new TestClient(sandbox),
    keysAt,
    keys: async () => keySet.parse(await (await fetch(keysAt)).json()).keys
  }
}

describe('a tenant’s ID tokens', () => {
  it.each(['RS512', 'PS256', 'ES384', 'EdDSA'] as const)(
    'are signed with %s where it is told to',
    async (idTokenAlg) => {
      const { client, keysAt } = await tenantWith({ idTokenAlg })
      const { id_token } = await client.signIn('ada')
      expect((await jwtVerify(id_token, createRemoteJWKSet(keysAt))).protectedHeader.alg).toBe(idTokenAlg)
    }
  )

  it('name one of several keys', async () => {
    const { client, keysAt, keys } = await tenantWith({ signingKeys: 3 })
    expect(await keys()).toHaveLength(3)
    await expect(jwtVerify((await client.signIn('ada')).id_token, createRemoteJWKSet(keysAt))).resolves.toBeDefined()
  })

  it('name none of several keys where keys have no names, and are signed with the last one', async () => {
    const { client, keysAt, keys } = await tenantWith({ signingKeys: 3, keyIds: false })
    const published = await keys()
    expect(published).toHaveLength(3)
    expect(published.filter((key) => 'kid' in key)).toEqual([])
    const { id_token } = await client.signIn('ada')
    expect(decodeProtectedHeader(id_token)).toEqual({ alg: 'RS256' })
    await expect(jwtVerify(id_token, createRemoteJWKSet(keysAt))).rejects.toMatchObject({
      code: 'ERR_JWKS_MULTIPLE_MATCHING_KEYS'
    })
    await expect(jwtVerify(id_token, { ...published.at(-1), kty: 'RSA' })).resolves.toBeDefined()
  })

  it.each([
    ['text', expect.stringMatching(/^\d{10}$/)],
    ['nonsense', 'yesterday'],
    ['missing', undefined]
  ] as const)('tell the time of the sign-in as %s', async (authTime, told) => {
    const { client } = await tenantWith({ authTime })
    const { id_token, refresh_token } = await client.signIn('ada', { max_age: '0', prompt: 'login consent' })
    const renewed = await readTokens(await client.refresh(refresh_token))
    for (const token of [id_token, renewed.id_token]) expect(decodeJwt(token)['auth_time']).toEqual(told)
  })

  it.each([
    ['otherPerson', { sub: '66f1c8a10b7d4e2f90a1c302' }],
    ['otherIssuer', { iss: 'https://id.elsewhere.example/oidc' }]
  ] as const)('are those of %s at a refresh, and validly signed', async (refreshIdToken, claims) => {
    const { sandbox, client, keysAt } = await tenantWith({ refreshIdToken })
    const { id_token, refresh_token } = await client.signIn('ada')
    const own = { sub: '66f1c8a10b7d4e2f90a1c301', iss: `${sandbox.host}/oidc` }
    expect(decodeJwt(id_token)).toMatchObject(own)
    const renewed = await readTokens(await client.refresh(refresh_token))
    const { payload } = await jwtVerify(renewed.id_token, createRemoteJWKSet(keysAt))
    expect(payload).toMatchObject({ ...own, ...claims })
  })

  it('are left out at a refresh', async () => {
    const { client } = await tenantWith({ refreshIdToken: 'none' })
    const { refresh_token } = await client.signIn('ada')
    expect(await (await client.refresh(refresh_token)).json()).not.toHaveProperty('id_token')
  })
})

describe('a refresh token that is over', () => {
  it.each([
    ['invalidGrant', 400, { error: 'invalid_grant' }],
    ['V2', 400, { code: 400, uniqueId: expect.any(String) as string }],
    ['ok', 200, { error: 'invalid_grant' }]
  ] as const)('is answered by %s', async (deadRefreshToken, status, body) => {
    const { client } = await tenantWith({ deadRefreshToken })
    const answer = await client.refresh('unknown')
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject(body)
    const { refresh_token } = await client.signIn('ada')
    expect((await client.refresh(refresh_token)).status).toBe(200)
  })

  it('is answered by a page', async () => {
    const { client } = await tenantWith({ deadRefreshToken: 'html' })
    const answer = await client.refresh('unknown')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([401, 'text/html; charset=utf-8'])
    const refusedCode = await client.redeem('unknown')
    expect(await refusedCode.json()).toMatchObject({ error: 'invalid_grant' })
  })
})

it('a tenant whose introspection calls every token inactive says so of a live one', async () => {
  const { client } = await tenantWith({ introspection: 'inactive' })
  const { refresh_token = '' } = await client.signIn('ada')
  expect(await (await client.post('/token/introspection', { token: refresh_token })).json()).toEqual({ active: false })
  expect((await client.refresh(refresh_token)).status).toBe(200)
})
