import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Fault, type Sandbox, startSandbox } from '../../sandbox'
import { fetchFor, signedIn, tenantOf } from '../identity/tenant.testing'
import { AppError } from '../ground/errors'
import { createFactors } from '../topics/factors/handlers'
import { type AccessTokens, createClient } from './client'
import { listEnrolledFactors, listFactorsToEnroll, sendSms } from './operations'

let sandbox: Sandbox
let tokens: string[]
beforeAll(async () => {
  sandbox = await startSandbox()
  tokens = await Promise.all(sandbox.people.map(async (_person, index) => (await signedIn(sandbox, index)).accessToken))
})
beforeEach(() => sandbox.requests.clear())
afterEach(() => {
  sandbox.faults.clear()
})
afterAll(() => sandbox.close())

const toEnroll = '/api/v3/list-factors-to-enroll'
const enrolled = '/api/v3/list-enrolled-factors'

function clientFor(person: number, { deadline = 20_000, replace = () => Promise.resolve(tokens[person] ?? '') } = {}) {
  const tenant = tenantOf(sandbox)
  const access: AccessTokens = { current: () => Promise.resolve(tokens[person] ?? ''), replace }
  return createClient({
    tenant,
    fetch: fetchFor(tenant, deadline),
    tokens: access,
    language: () => 'en',
    wait: () => Promise.resolve()
  })
}

/** An installation that remembers no factor. */
const noMemory = {
  follow: () => () => Promise.resolve(() => ({})),
  label: () => Promise.resolve(),
  settled: () => Promise.resolve()
}
const noSnapshot = { keep: () => undefined }

const fault = (route: string, value: Fault): void => sandbox.faults.set(route, value)
const typesOf = async (person: number): Promise<string[]> =>
  (await clientFor(person).call(listFactorsToEnroll)).map(({ factorType }) => factorType)

describe('the client', () => {
  it('gives each person their own lists', async () => {
    expect(await typesOf(0)).toEqual(['OTP', 'SMS', 'EMAIL', 'FACE'])
    expect(await clientFor(0).call(listEnrolledFactors)).toEqual([])
    expect(await typesOf(1)).toEqual(['OTP', 'FACE'])
    expect(await typesOf(2)).toEqual([])
    expect((await clientFor(2).call(listEnrolledFactors)).map(({ factorType }) => factorType)).toEqual([
      'OTP',
      'SMS',
      'EMAIL',
      'FACE'
    ])
  })

  it('tells the id that the tenant gave to an answer, of a reading and of a command', async () => {
    const heard: (string | undefined)[] = []
    const given: unknown[] = []
    const change = (answer: Record<string, unknown>) => {
      given.push(answer['requestId'])
      return answer
    }
    for (const path of [enrolled, sendSms.path]) fault(path, { kind: 'rewrite', change })
    await clientFor(0).call(listEnrolledFactors, undefined, (id) => heard.push(id))
    await clientFor(0).send(sendSms, { phoneNumber: '2025550199', channel: 'CHANNEL_VERIFY_MFA' }, undefined, (id) =>
      heard.push(id)
    )
    expect(heard).toEqual([expect.any(String), expect.any(String)])
    expect(heard).toEqual(given)
  })

  it('waits longer for each rate limit in a row that names no time, for each path by itself', async () => {
    const client = clientFor(0)
    const waitFor = async (operation: typeof listFactorsToEnroll | typeof listEnrolledFactors): Promise<number> => {
      const error: unknown = await client.call<unknown>(operation).catch((thrown: unknown) => thrown)
      const wait = error instanceof AppError ? (error.facts.retryAt ?? 0) - Date.now() : 0
      return Math.ceil(wait / 5_000) * 5_000
    }
    const limit = { kind: 'businessError', statusCode: 429, message: 'too many' } as const
    fault(toEnroll, { ...limit, times: 2 })
    fault(enrolled, limit)
    expect([await waitFor(listFactorsToEnroll), await waitFor(listFactorsToEnroll)]).toEqual([10_000, 20_000])
    expect(await waitFor(listEnrolledFactors)).toBe(10_000)
    await client.call(listFactorsToEnroll)
    fault(toEnroll, limit)
    expect(await waitFor(listFactorsToEnroll)).toBe(10_000)
  })

  it('keeps a factor type it has never heard of', async () => {
    await expect(typesOf(3)).resolves.toContain('PALM')
  })

  it('names the caller: either app-id header, a bearer token and the person’s language', async () => {
    await typesOf(0)
    expect(sandbox.requests).toEqual([
      expect.objectContaining({
        method: 'GET',
        path: toEnroll,
        authorization: 'Bearer',
        appIdHeaders: ['x-authing-app-id', 'x-genauth-app-id'],
        lang: 'en-US'
      })
    ])
  })

  it.each<[string, Fault, number]>([
    ['a single object in place of the list', { kind: 'objectForArray' }, 1],
    ['null in place of an empty list', { kind: 'nullData' }, 0],
    ['fields it does not know', { kind: 'secretFields' }, 4]
  ])('tolerates %s', async (_name, variant, length) => {
    fault(toEnroll, variant)
    const list = await clientFor(0).call(listFactorsToEnroll)
    expect(list).toHaveLength(length)
    expect(JSON.stringify(list)).not.toMatch(/secret|recovery/i)
  })

  it.each<[Fault, string, number]>([
    [{ kind: 'wrongType' }, 'unexpectedAnswer', 1],
    [{ kind: 'data', value: { list: [] } }, 'unexpectedAnswer', 1],
    [{ kind: 'data', value: [{}] }, 'unexpectedAnswer', 1],
    [{ kind: 'data', value: [{ factorType: 7 }] }, 'unexpectedAnswer', 1],
    [{ kind: 'data', value: [{ factorType: '\u200b' }] }, 'unexpectedAnswer', 1],
    [{ kind: 'data', value: Array(101).fill({ factorType: 'OTP' }) }, 'unexpectedAnswer', 1],
    [{ kind: 'rewrite', change: ({ data: _dropped, ...answer }) => answer }, 'unexpectedAnswer', 1],
    [{ kind: 'truncatedJson' }, 'unexpectedAnswer', 1],
    [{ kind: 'notJson' }, 'captivePortal', 1],
    [{ kind: 'status', status: 511 }, 'captivePortal', 1],
    [{ kind: 'status', status: 200, contentType: 'text/html', body: '{}' }, 'unexpectedAnswer', 1],
    [{ kind: 'hugeJson', bytes: 1_000_000 }, 'unexpectedAnswer', 1],
    [{ kind: 'businessError', statusCode: 403, apiCode: 1576, message: 'No right' }, 'rejected', 1],
    [{ kind: 'rateLimited', retryAfter: '30' }, 'rateLimited', 1],
    [{ kind: 'status', status: 404 }, 'unexpectedAnswer', 1],
    [{ kind: 'status', status: 302 }, 'captivePortal', 1],
    [{ kind: 'businessError', statusCode: 500, message: 'x' }, 'serverFault', 3],
    [{ kind: 'status', status: 502 }, 'serverFault', 3],
    [{ kind: 'reset' }, 'unreachable', 3],
    [{ kind: 'lostAnswer' }, 'unreachable', 3]
  ])('takes %j for %s, after %i requests', async (value, code, requests) => {
    fault(toEnroll, value)
    await expect(clientFor(0).call(listFactorsToEnroll)).rejects.toMatchObject({ code })
    expect(sandbox.requests.length).toBe(requests)
  })

  it('follows no redirect', async () => {
    fault(toEnroll, { kind: 'rewrite', change: (answer) => answer })
    const tenant = tenantOf(sandbox)
    const elsewhere = fetchFor(tenant)
    await expect(elsewhere('https://evil.example/api')).rejects.toMatchObject({ code: 'signInOtherTenant' })
  })

  it('keeps the request id of an answer it cannot use', async () => {
    fault(toEnroll, { kind: 'data', value: 7 })
    await expect(clientFor(0).call(listFactorsToEnroll)).rejects.toMatchObject({
      facts: { requestId: expect.stringMatching(/^[\w-]{36}$/) as string }
    })
  })

  it.each<Fault>([{ kind: 'hang' }, { kind: 'slowBody', ms: 60_000 }])(
    'gives up on %j at its deadline',
    async (value) => {
      fault(toEnroll, value)
      await expect(clientFor(0, { deadline: 100 }).call(listFactorsToEnroll)).rejects.toMatchObject({
        code: 'timedOut'
      })
    }
  )

  it('stops when its view is gone', async () => {
    fault(toEnroll, { kind: 'hang' })
    const leaving = new AbortController()
    const call = clientFor(0).call(listFactorsToEnroll, leaving.signal)
    await expect.poll(() => sandbox.requests.length).toBe(1)
    leaving.abort()
    await expect(call).rejects.toHaveProperty('name', 'AbortError')
    expect(sandbox.requests.length).toBe(1)
  })

  it('renews a refused access token once and asks again', async () => {
    const valid = tokens[0] ?? ''
    const refused: string[] = []
    const tenant = tenantOf(sandbox)
    const client = createClient({
      tenant,
      fetch: fetchFor(tenant),
      language: () => 'en',
      tokens: {
        current: () => Promise.resolve('stale'),
        replace: (token) => {
          refused.push(token)
          return Promise.resolve(valid)
        }
      }
    })
    await expect(client.call(listFactorsToEnroll)).resolves.toHaveLength(4)
    expect(refused).toEqual(['stale'])
  })

  it('does not take a refusal of the renewed token for the end of the session', async () => {
    fault(toEnroll, { kind: 'businessError', statusCode: 401, apiCode: 2020, message: 'Not logged in' })
    await expect(clientFor(0).call(listFactorsToEnroll)).rejects.toMatchObject({
      code: 'rejected',
      facts: { status: 401 }
    })
    expect(sandbox.requests.length).toBe(2)
  })
})

describe('the factor lists', () => {
  it('show the address or number of a factor, masked', async () => {
    const list = await createFactors(clientFor(1), noMemory, noSnapshot).handlers['factors:listEnrolled'](undefined)
    expect(list.map(({ factorType, target }) => [factorType, target])).toEqual([
      ['SMS', '+44 ••••• 0142'],
      ['EMAIL', 'b•••r@fernhill.example']
    ])
    expect(list.map(({ factorId }) => factorId)).toContainEqual(expect.stringContaining('|email'))
  })

  it('leave out what they cannot read of a profile, but not the factor', async () => {
    fault(enrolled, {
      kind: 'data',
      value: [
        { factorId: 'a', factorType: 'EMAIL', profile: { email: 7 } },
        { factorId: 'b', factorType: 'OTP', profile: null },
        { factorId: 'c', factorType: 'FACE', profile: '{"email":"b@x.example"}' },
        { factorId: 'd', factorType: 'SMS', profile: [] }
      ]
    })
    await expect(
      createFactors(clientFor(1), noMemory, noSnapshot).handlers['factors:listEnrolled'](undefined)
    ).resolves.toEqual([
      { factorId: 'a', factorType: 'EMAIL' },
      { factorId: 'b', factorType: 'OTP' },
      { factorId: 'c', factorType: 'FACE' },
      { factorId: 'd', factorType: 'SMS' }
    ])
  })

  it('asked for ahead answer the first question, and only that one', async () => {
    const factors = createFactors(clientFor(1), noMemory, noSnapshot)
    factors.askAhead()
    await factors.handlers['factors:listToEnroll'](undefined)
    await factors.handlers['factors:listEnrolled'](undefined)
    expect(sandbox.requests.length).toBe(2)
    await factors.handlers['factors:listToEnroll'](undefined)
    expect(sandbox.requests.length).toBe(3)
  })

  it('asked for ahead in vain fail for the caller that asks', async () => {
    const factors = createFactors(clientFor(1), noMemory, noSnapshot)
    fault(toEnroll, { kind: 'businessError', statusCode: 403, message: 'No' })
    factors.askAhead()
    await expect(factors.handlers['factors:listToEnroll'](undefined)).rejects.toMatchObject({ code: 'rejected' })
  })

  it('asked for ahead are forgotten when the view goes', async () => {
    const factors = createFactors(clientFor(1), noMemory, noSnapshot)
    factors.askAhead()
    void factors.handlers['factors:stopLoading'](undefined)
    await expect(factors.handlers['factors:listToEnroll'](undefined)).resolves.toBeInstanceOf(Array)
  })

  it('stop loading when the view goes, and load again for the next', async () => {
    const handlers = createFactors(clientFor(0), noMemory, noSnapshot).handlers
    fault(toEnroll, { kind: 'hang', times: 1 })
    const abandoned = handlers['factors:listToEnroll'](undefined)
    await expect.poll(() => sandbox.requests.length).toBe(1)
    void handlers['factors:stopLoading'](undefined)
    await expect(abandoned).rejects.toHaveProperty('name', 'AbortError')
    await expect(handlers['factors:listToEnroll'](undefined)).resolves.toHaveLength(4)
  })
})
