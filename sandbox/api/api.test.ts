import { AuthenticationClient } from 'authing-node-sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startSandbox, type Sandbox } from '../index'
import { TestClient, type Tokens } from '../testing/client.testing'

const names = ['ada', 'ben', 'lin', 'noor'] as const
type Name = (typeof names)[number]

let sandbox: Sandbox
let client: TestClient
let tokens: Record<Name, Tokens>

beforeAll(async () => {
  sandbox = await startSandbox()
  client = new TestClient(sandbox)
  const [ada, ben, lin, noor] = await Promise.all([
    new TestClient(sandbox).signIn('ada'),
    new TestClient(sandbox).signIn('ben'),
    new TestClient(sandbox).signIn('lin'),
    new TestClient(sandbox).signIn('noor')
  ])
  tokens = { ada, ben, lin, noor }
})

afterAll(() => sandbox.close())

/**
 * These are the vendor's published schemas of the endpoints. They are strict: a field that the vendor does not name fails.
 */
const factorType = z.enum(['OTP', 'SMS', 'EMAIL', 'FACE'])
const factor = z.strictObject({ factorId: z.string(), factorType, profile: z.record(z.string(), z.unknown()) })
const text = z.strictObject({ enabled: z.boolean(), value: z.string() })
const schemas = {
  'list-factors-to-enroll': z.array(z.strictObject({ factorType })),
  'list-enrolled-factors': z.array(factor),
  'get-factor?factorId=66f1d0425a3e7c18b2d4f612%7Cemail': factor,
  'get-profile?withCustomData=true&withIdentities=true&withDepartmentIds=true': z.strictObject({
    userId: z.string(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    status: z.enum(['Suspended', 'Resigned', 'Activated', 'Archived', 'Deactivated']),
    workStatus: z.enum(['Closed', 'Active']),
    gender: z.enum(['M', 'F', 'U']),
    emailVerified: z.boolean(),
    phoneVerified: z.boolean(),
    userSourceType: z.enum(['excel', 'register', 'adminCreated', 'sync']),
    passwordLastSetAt: z.iso.datetime(),
    passwordSecurityLevel: z.number(),
    resetPasswordOnNextLogin: z.boolean(),
    name: z.string(),
    nickname: z.string(),
    username: z.string(),
    locale: z.string(),
    email: z.email(),
    phone: z.string(),
    phoneCountryCode: z.string(),
    customData: z.record(z.string(), z.unknown()),
    identities: z.array(z.unknown()),
    departmentIds: z.array(z.string())
  }),
  'get-security-info': z.strictObject({
    passwordSecurityLevel: z.number(),
    mfaEnrolled: z.boolean(),
    passwordSet: z.boolean(),
    emailBinded: z.boolean(),
    phoneBinded: z.boolean(),
    securityScore: z.number()
  }),
  'get-country-list': z.array(
    z.strictObject({
      alpha2: z.string().regex(/^[A-Z]{2}$/),
      alpha3: z.string().regex(/^[A-Z]{3}$/),
      phoneCountryCode: z.string().regex(/^\+\d{1,4}$/),
      flag: z.string().regex(/^\p{Regional_Indicator}{2}$/u),
      name: z.strictObject({ 'zh-CN': text, 'en-US': text, 'zh-TW': text, 'ja-JP': text })
    })
  )
}
const succeeded = z.strictObject({
  statusCode: z.literal(200),
  message: z.string(),
  requestId: z.uuid(),
  data: z.unknown()
})

async function ask(path: string, headers?: Record<string, string>): Promise<unknown> {
  const response = await client.api(path, headers)
  expect(response.status).toBe(200)
  return response.json()
}

const bearer = (name: Name) => ({ authorization: `Bearer ${tokens[name].access_token}` })
const data = async (path: string, name: Name) => succeeded.parse(await ask(path, bearer(name))).data

describe('the V3 API', () => {
  it.each(Object.entries(schemas))('answers %s in the published shape', async (path, schema) => {
    schema.parse(await data(path, 'ben'))
  })

  it('lists what each person can add, and what they have', async () => {
    const types = async (path: string, name: Name) =>
      z
        .array(z.object({ factorType: z.string() }))
        .parse(await data(path, name))
        .map((item) => item.factorType)
    const lists = await Promise.all(
      names.map(async (name) => [
        await types('list-factors-to-enroll', name),
        await types('list-enrolled-factors', name)
      ])
    )
    expect(lists).toEqual([
      [['OTP', 'SMS', 'EMAIL', 'FACE'], []],
      [
        ['OTP', 'FACE'],
        ['SMS', 'EMAIL']
      ],
      [[], ['OTP', 'SMS', 'EMAIL', 'FACE']],
      [
        ['OTP', 'PALM'],
        ['SMS', 'VOICE']
      ]
    ])
  })

  it('shows of a profile only what the scopes allow', async () => {
    const { access_token } = await client.signIn('ben', { scope: 'openid' })
    const { data: profile } = succeeded.parse(await ask('get-profile', { authorization: access_token }))
    expect(profile).toMatchObject({ userId: '66f1c8a10b7d4e2f90a1c302', phoneVerified: true })
    for (const field of ['name', 'username', 'email', 'phone', 'customData']) expect(profile).not.toHaveProperty(field)
  })

  it('tells one person nothing of another one’s factors', async () => {
    const path = 'get-factor?factorId=66f1d0425a3e7c18b2d4f612%7Cemail'
    expect(await data(path, 'ben')).toMatchObject({ factorType: 'EMAIL' })
    expect(await ask(path, bearer('ada'))).toMatchObject({ statusCode: 404 })
    expect(await ask('get-factor', bearer('ada'))).toMatchObject({ statusCode: 400 })
  })

  it('takes the token with or without "Bearer", and either app-id header', async () => {
    const { appId } = sandbox
    const token = tokens.ada.access_token
    for (const authorization of [token, `Bearer ${token}`, `bearer ${token}`])
      for (const appIds of [{}, { 'x-authing-app-id': '', 'x-genauth-app-id': appId }, { 'x-genauth-app-id': appId }])
        expect(await ask('list-factors-to-enroll', { authorization, ...appIds })).toMatchObject({ statusCode: 200 })
  })

  it('refuses a missing or foreign app id', async () => {
    for (const appIds of [{ 'x-authing-app-id': '' }, { 'x-authing-app-id': 'other' }, { 'x-genauth-app-id': 'other' }])
      expect(await ask('get-country-list', appIds)).toMatchObject({ statusCode: 400, apiCode: 2011 })
  })

  it('refuses a missing, unknown or expired token at HTTP 200', async () => {
    const brief = await startSandbox({ accessTokenTtl: 1 })
    try {
      const app = new TestClient(brief)
      const { access_token } = await app.signIn('ada')
      const asked = async () => await (await app.api('get-profile', { authorization: access_token })).json()
      await expect.poll(asked, { timeout: 5000 }).toMatchObject({ statusCode: 401, apiCode: 2020 })
    } finally {
      await brief.close()
    }
    for (const authorization of ['', 'Bearer ', 'Bearer unknown'])
      expect(await ask('get-profile', { authorization })).toMatchObject({ statusCode: 401, apiCode: 2020 })
  })

  it('speaks the language it is asked for, and Chinese otherwise', async () => {
    expect(await ask('get-country-list')).toMatchObject({ message: '操作成功' })
    expect(await ask('get-country-list', { 'x-authing-lang': 'en-US' })).toMatchObject({
      message: 'Operation successful'
    })
  })

  it('answers an unknown path in the envelope', async () => {
    expect(await ask('no-such-thing', bearer('ada'))).toMatchObject({ statusCode: 404 })
  })

  it('refuses a body that is too large, of another type or no JSON', async () => {
    const { access_token } = tokens.ada
    const url = `${sandbox.host}/api/v3/reset-factor`
    const post = async (type: string, body: string): Promise<unknown> => {
      const headers = { 'x-authing-app-id': sandbox.appId, authorization: access_token, 'content-type': type }
      return (await fetch(url, { method: 'POST', headers, body })).json()
    }
    const factorId = 'x'.repeat(64 * 1024)
    expect(await post('application/json', JSON.stringify({ factorId }))).toMatchObject({ statusCode: 413 })
    expect(await post('text/plain', '{"factorId":"x"}')).toMatchObject({ statusCode: 400 })
    expect(await post('application/json', '{"factorId"')).toMatchObject({ statusCode: 400 })
    expect(await post('application/json', '')).toMatchObject({ statusCode: 400 })
    expect(await post('application/json', '{"factorId":"x"}')).toMatchObject({ statusCode: 404 })
  })

  it('asks for a token before it reads a body', async () => {
    const answer = await client.send('reset-factor', 'unknown', 'no body')
    expect(await answer.json()).toMatchObject({ statusCode: 401, apiCode: 2020 })
  })

  it('knows enough countries for a form', async () => {
    const list = schemas['get-country-list'].parse(await data('get-country-list', 'ada'))
    expect(new Set(list.map(({ alpha2 }) => alpha2)).size).toBe(list.length)
    expect(new Set(list.map(({ alpha3 }) => alpha3)).size).toBe(list.length)
    expect(list.length).toBeGreaterThan(120)
    expect(list.find(({ alpha2 }) => alpha2 === 'CN')?.name['en-US'].value).toBe('China')
  })

  it('counts requests without keeping tokens', async () => {
    sandbox.requests.clear()
    await ask('get-profile', { authorization: tokens.ada.access_token, 'x-authing-lang': 'en-US' })
    expect(sandbox.requests).toEqual([
      {
        method: 'GET',
        path: '/api/v3/get-profile',
        status: 200,
        authorization: 'raw',
        appIdHeaders: ['x-authing-app-id'],
        lang: 'en-US'
      }
    ])
  })
})

describe('the vendor’s SDK', () => {
  it.each(names)('gets the same lists and profile for %s as plain HTTP', async (name) => {
    const { access_token: accessToken } = tokens[name]
    const sdk = new AuthenticationClient({
      appId: sandbox.appId,
      appHost: sandbox.host,
      tokenEndPointAuthMethod: 'none',
      accessToken
    })
    expect((await sdk.listFactorsToEnroll()).data).toEqual(await data('list-factors-to-enroll', name))
    expect((await sdk.listEnrolledFactors()).data).toEqual(await data('list-enrolled-factors', name))
    expect((await sdk.getProfile({})).data).toEqual(await data('get-profile', name))
  })
})
