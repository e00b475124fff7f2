import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { AuthenticationClient } from 'authing-node-sdk'
import { z } from 'zod'
import { type Sandbox, startSandbox } from '../../index'
import { TestClient } from '../../testing/client.testing'

const row = z.strictObject({
  userId: z.string(),
  appId: z.string(),
  appName: z.string(),
  appLoginUrl: z.string(),
  appLogo: z.string(),
  loginAt: z.iso.datetime(),
  clientIp: z.ipv4(),
  success: z.boolean(),
  errorMessage: z.string().optional(),
  userAgent: z.string(),
  parsedUserAgent: z.strictObject({ device: z.string(), browser: z.string(), os: z.string() }),
  loginMethod: z.string(),
  geoip: z.strictObject({
    location: z.strictObject({ lon: z.number(), lat: z.number() }),
    country_name: z.string(),
    country_code2: z.string().length(2),
    country_code3: z.string().length(3),
    region_name: z.string(),
    region_code: z.string(),
    city_name: z.string(),
    continent_code: z.string().length(2),
    timezone: z.string()
  })
})
const answer = z.object({ data: z.strictObject({ totalCount: z.number(), list: z.array(row) }) })

let sandbox: Sandbox
/** The moment before the sandbox began, and with it before any row that these tests add. */
let began: number
beforeAll(async () => {
  began = Date.now() - 1
  sandbox = await startSandbox({ deepPages: 'refused' })
})
afterAll(() => sandbox.close())

/** Resolves to a person's history as it was before the sandbox began. */
async function historyOf(name: string) {
  const client = new TestClient(sandbox)
  const { access_token } = await client.signIn(name)
  const ask = async (query: Record<string, string | number> = {}): Promise<unknown> => {
    const asked = new URLSearchParams()
    for (const [key, value] of Object.entries({ end: began, ...query })) asked.set(key, String(value))
    const response = await client.api(`get-my-login-history?${asked.toString()}`, { authorization: access_token })
    return response.json()
  }
  return { access_token, ask, list: async (query = {}) => answer.parse(await ask(query)).data }
}

describe('the history of sign-ins', () => {
  it('is listed newest first, ten at a time, in the published shape', async () => {
    const { list } = await historyOf('ada')
    const [first, second] = [await list(), await list({ page: 2 })]
    const times = [...first.list, ...second.list].map(({ loginAt }) => Date.parse(loginAt))
    expect(times).toHaveLength(20)
    expect(times).toEqual(times.toSorted((one, other) => other - one))
    expect(first.totalCount).toBe(261)
  })

  it('counts and lists what matches the filters', async () => {
    const { list } = await historyOf('ada')
    const refused = await list({ success: 'false', limit: 50 })
    expect(refused.list.every(({ success, errorMessage }) => !success && errorMessage !== undefined)).toBe(true)
    expect(refused.totalCount + (await list({ success: 'true' })).totalCount).toBe(261)
    const [{ appId, clientIp } = { appId: '', clientIp: '' }] = refused.list
    const same = await list({ appId, clientIp, limit: 50 })
    expect(same.totalCount).toBeGreaterThan(0)
    expect(same.list.every((one) => one.appId === appId && one.clientIp === clientIp)).toBe(true)
  })

  it('lists each of 100,000 sign-ins once if it is walked back by time, 120 of them in one millisecond', async () => {
    const { list } = await historyOf('priya')
    const { totalCount, list: head } = await list({ limit: 50 })
    expect(totalCount).toBe(100_000)
    const late = await list({ end: Date.parse(head.at(-1)?.loginAt ?? ''), limit: 50 })
    expect(late.list[0]?.loginAt).toBe(head.at(-1)?.loginAt)
    const clump = await list({ page: 7, limit: 50 })
    const { loginAt = '' } = clump.list.at(-1) ?? {}
    const moment = Date.parse(loginAt)
    expect((await list({ start: moment, end: moment })).totalCount).toBe(120)
  })

  it('holds a burst of wrong passwords, from three addresses within four minutes', async () => {
    const { list } = await historyOf('ada')
    const rows = (await list({ page: 1, limit: 50, success: 'false' })).list
    const guesses = rows.filter(({ errorMessage }) => errorMessage === 'Account or password is wrong')
    expect(guesses).toHaveLength(41)
    expect(new Set(guesses.map(({ clientIp }) => clientIp)).size).toBe(3)
    const times = guesses.map(({ loginAt }) => Date.parse(loginAt))
    expect(Math.max(...times) - Math.min(...times)).toBeLessThan(4 * 60_000)
  })

  it('refuses a page beyond row 10,000 where the tenant searches an index, and a number that is none', async () => {
    const { ask, list } = await historyOf('priya')
    expect((await list({ page: 200, limit: 50 })).list).toHaveLength(50)
    expect(await ask({ page: 201, limit: 50 })).toMatchObject({ statusCode: 500 })
    expect(await ask({ page: 0 })).toMatchObject({ statusCode: 400 })
  })

  it('begins with the sign-in that has just happened, and with the wrong password before it', async () => {
    const client = new TestClient(sandbox)
    const before = Date.now()
    const { access_token } = await client.signIn('ben')
    const response = await client.api(`get-my-login-history?start=${before}`, { authorization: access_token })
    const { list } = answer.parse(await response.json()).data
    expect(list.map(({ success, clientIp }) => [success, clientIp])).toEqual([[true, '127.0.0.1']])
  })

  it('is what the vendor’s SDK reads too', async () => {
    const { access_token } = await historyOf('ben')
    const sdk = new AuthenticationClient({
      appId: sandbox.appId,
      appHost: sandbox.host,
      tokenEndPointAuthMethod: 'none',
      accessToken: access_token
    })
    const { statusCode, data } = await sdk.getLoginHistory({ limit: 3 })
    expect(statusCode).toBe(200)
    expect(data.list).toHaveLength(3)
  })
})

describe('a person who is being attacked', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] })
    return () => vi.useRealTimers()
  })

  it('gets another refused guess every twenty seconds', async () => {
    const { list } = await historyOf('theo')
    const count = async (): Promise<number> => (await list({ end: Date.now(), success: 'false' })).totalCount
    const before = await count()
    vi.setSystemTime(Date.now() + 60_000)
    expect((await count()) - before).toBe(3)
  })
})
