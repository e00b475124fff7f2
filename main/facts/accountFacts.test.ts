import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox'
import { fetchFor, signedIn, tenantOf } from '../identity/tenant.testing'
import { type Client, createClient } from '../tenant/client'
import {
  getProfile,
  getSecurityInfo,
  listEnrolledFactors,
  listFactorsToEnroll,
  listWebauthnCredentials
} from '../tenant/operations'
import { type AccountFacts, createAccountFacts } from './accountFacts'

const lin = 2
let sandbox: Sandbox
let accessToken: string
let now: number
let facts: AccountFacts
let client: Client

beforeAll(async () => {
  sandbox = await startSandbox()
  accessToken = (await signedIn(sandbox, lin)).accessToken
})
afterAll(() => sandbox.close())
beforeEach(() => {
  sandbox.faults.clear()
  sandbox.requests.clear()
  now = 1_000_000
  facts = createAccountFacts(() => now)
  const tenant = tenantOf(sandbox)
  const token = (): Promise<string> => Promise.resolve(accessToken)
  client = createClient({
    tenant,
    fetch: fetchFor(tenant),
    tokens: { current: token, replace: token },
    language: () => 'en',
    wait: () => Promise.resolve(),
    watch: facts.watch
  })
})

const securityPath = '/api/v3/get-security-info'

describe('the facts of an account', () => {
  it('come from whatever was asked, each with its field, its time and its request', async () => {
    expect(facts.known()).toEqual({})
    for (const operation of [listEnrolledFactors, listFactorsToEnroll, listWebauthnCredentials, getProfile])
      await client.call<unknown>(operation)
    const requestId = await new Promise((resolve) => {
      sandbox.faults.set(securityPath, {
        kind: 'rewrite',
        change(answer) {
          resolve(answer['requestId'])
          return answer
        }
      })
      void client.call(getSecurityInfo)
    })
    await expect.poll(() => facts.isKnown('security')).toBe(true)
    expect(facts.known()).toMatchObject({
      active: { value: ['OTP', 'SMS', 'EMAIL', 'FACE'], source: 'active', field: 'factorType', readAt: now },
      offered: { value: [] },
      passkeys: { value: 2 },
      score: { value: { kind: 'number', value: 100 }, source: 'security', field: 'securityScore', requestId },
      passwordSet: { value: true, requestId },
      passwordLevel: { value: 2, field: 'passwordSecurityLevel' },
      emailBound: { value: true, field: 'emailBinded' },
      phoneBound: { value: true, field: 'phoneBinded' },
      emailVerified: { value: true, source: 'profile' }
    })
  })

  it('are absent if the tenant does not tell them, and none is guessed', async () => {
    sandbox.faults.set(securityPath, { kind: 'data', value: {} })
    await client.call(getSecurityInfo)
    const { score, ...others } = facts.known()
    expect(score?.value).toEqual({ kind: 'absent' })
    expect(Object.values(others).filter(Boolean)).toEqual([])
  })

  it('are absent with the failure if they could not be read', async () => {
    sandbox.faults.set(securityPath, { kind: 'businessError', statusCode: 403, message: 'No' })
    await expect(client.call(getSecurityInfo)).rejects.toThrow()
    expect(facts.known().score).toBeUndefined()
    expect(facts.failureOf('security')).toMatchObject({ code: 'rejected' })
    expect(facts.isKnown('security')).toBe(false)
  })

  it('stay beside a later failure, which the next answer clears', async () => {
    await client.call(getSecurityInfo)
    sandbox.faults.set(securityPath, { kind: 'businessError', statusCode: 403, message: 'No', times: 1 })
    await expect(client.call(getSecurityInfo)).rejects.toThrow()
    expect([facts.known().score?.readAt, facts.failureOf('security')?.code]).toEqual([now, 'rejected'])
    await client.call(getSecurityInfo)
    expect(facts.failureOf('security')).toBeUndefined()
  })

  it('are those of the latest request, even if an earlier one is answered after it', () => {
    const early = facts.watch(securityPath)
    const late = facts.watch(securityPath)
    late({ data: { securityScore: 80 } })
    early({ data: { securityScore: 10 } })
    expect(facts.known().score?.value).toEqual({ kind: 'number', value: 80 })
  })

  it('are not taken from an answer to an earlier session', () => {
    const late = facts.watch(securityPath)
    facts.forget()
    late({ data: { securityScore: 10 } })
    expect(facts.known()).toEqual({})
  })

  it('say that the tenant has no passkeys at all', () => {
    facts.lack('passkeys')
    expect(facts.known().passkeys).toMatchObject({ value: null, readAt: now })
  })
})

describe('an answer of the moment', () => {
  const calls = (): number => sandbox.requests.filter(({ path }) => path === securityPath).length

  it('is not asked for again', async () => {
    const ask = () => client.call(getSecurityInfo)
    await Promise.all([ask(), facts.ensure('security', ask)])
    await facts.ensure('security', ask)
    expect(calls()).toBe(1)
    now += 3_000
    await facts.ensure('security', ask)
    expect(calls()).toBe(2)
    await facts.ensure('security', ask, 0)
    expect(calls()).toBe(3)
  })

  it('may be a failure', async () => {
    sandbox.faults.set(securityPath, { kind: 'businessError', statusCode: 403, message: 'No' })
    for (let time = 0; time < 2; time++) await facts.ensure('security', () => client.call(getSecurityInfo))
    expect(calls()).toBe(1)
  })

  it('is asked for if the request before it was aborted', async () => {
    const leaving = new AbortController()
    sandbox.faults.set(securityPath, { kind: 'hang', times: 1 })
    const left = client.call(getSecurityInfo, leaving.signal).catch(() => undefined)
    const ensured = facts.ensure('security', () => client.call(getSecurityInfo))
    await expect.poll(calls).toBe(1)
    leaving.abort()
    await Promise.all([left, ensured])
    expect(facts.isKnown('security')).toBe(true)
  })

  it('is a failure too where the request was never made', async () => {
    await facts.ensure(
      'security',
      vi.fn(() => Promise.reject(new Error('gone')))
    )
    expect(facts.failureOf('security')).toMatchObject({ code: 'unexpected' })
  })
})
