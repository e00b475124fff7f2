import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../ground/temporaryFolder.testing'
import { type Sandbox, startSandbox } from '../../sandbox'
import { AppError } from '../ground/errors'
import { inMemory } from '../vault/memory'
import type { Vault } from '../vault/vault'
import { discoverOidc, type Oidc } from './oidc/oidc'
import { fetchFor, signedIn, tenantOf } from './tenant.testing'
import { asStored, expired, RotatingEndpoint, tokensOf } from './tokens.testing'

let sandbox: Sandbox
let profile: string
let entries: Map<string, string>
beforeAll(async () => {
  sandbox = await startSandbox()
})
beforeEach(async () => {
  profile = await temporaryFolder()
  entries = new Map()
})
afterEach(() => {
  sandbox.faults.clear()
  sandbox.requests.clear()
})
afterAll(() => sandbox.close())

function setUp(vault: Vault = inMemory(entries), oidc?: Oidc) {
  const tenant = tenantOf(sandbox)
  const provider = () => (oidc ? Promise.resolve(oidc) : discoverOidc(tenant, fetchFor(tenant)))
  return tokensOf({ tenant, profile, vault, oidc: provider })
}

const tokenCalls = (): number => sandbox.requests.filter(({ path }) => path === '/oidc/token').length

describe('the access token', () => {
  it('is used as long as it lives', async () => {
    const { tokens } = setUp()
    const credential = await signedIn(sandbox)
    tokens.resume(credential, asStored)
    expect(await tokens.current()).toBe(credential.accessToken)
  })

  it('is renewed once, however many ask for it', async () => {
    const { tokens, store } = setUp()
    const credential = await signedIn(sandbox)
    tokens.resume(expired(credential), asStored)
    sandbox.requests.clear()
    const answers = await Promise.allSettled(Array.from({ length: 100 }, () => tokens.current()))
    const given = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : 'refused'))
    expect(new Set(given).size).toBe(1)
    expect(given[0]).not.toBe(credential.accessToken)
    expect(tokenCalls()).toBe(1)
    expect((await store.load())?.credential.accessToken).toBe(given[0])
  })

  it('is replaced once, however many were refused with it', async () => {
    const { tokens } = setUp()
    const { accessToken, ...rest } = await signedIn(sandbox)
    tokens.resume({ accessToken, ...rest }, asStored)
    sandbox.requests.clear()
    const given = await Promise.all(Array.from({ length: 100 }, () => tokens.replace(accessToken)))
    given.push(await tokens.replace(accessToken))
    expect(new Set(given).size).toBe(1)
    expect(tokenCalls()).toBe(1)
  })

  it('is given to nobody before its refresh token is stored', async () => {
    const order: string[] = []
    const real = inMemory(entries)
    const slow: Vault = {
      ...real,
      set: async (name, value) => {
        await new Promise((resolve) => setImmediate(resolve))
        await real.set(name, value)
        order.push(`stored ${name}`)
      }
    }
    const { tokens } = setUp(slow)
    tokens.resume(expired(await signedIn(sandbox)), asStored)
    await tokens.current().then(() => order.push('given'))
    expect(order.at(-2)).toBe('stored head')
    expect(order.at(-1)).toBe('given')
  })
})

describe('a refresh that fails', () => {
  it.each(['reset', 'notJson', 'truncatedJson'] as const)('by %s keeps the session', async (kind) => {
    const { tokens, ended } = setUp()
    tokens.resume(expired(await signedIn(sandbox)), asStored)
    sandbox.faults.set('/oidc/token', { kind })
    await expect(tokens.current()).rejects.toBeInstanceOf(AppError)
    expect(ended).toEqual([])
  })

  it('is tried again, one after the other, and then succeeds', async () => {
    const { tokens } = setUp()
    tokens.resume(expired(await signedIn(sandbox)), asStored)
    sandbox.requests.clear()
    sandbox.faults.set('/oidc/token', { kind: 'status', status: 503, times: 2 })
    await expect(tokens.current()).resolves.toEqual(expect.any(String))
    expect(tokenCalls()).toBe(3)
  })

  it.each([
    ['a 503', { kind: 'status', status: 503, times: 3 }, 'serverFault'],
    ['a captive portal', { kind: 'notJson', times: 1 }, 'captivePortal']
  ] as const)(
    'by %s is no doubt, so a tenant that calls every refresh token inactive ends no session',
    async (_name, fault, code) => {
      const { tokens, ended } = setUp()
      tokens.resume(expired(await signedIn(sandbox)), asStored)
      sandbox.faults.set('/oidc/token/introspection', { kind: 'json', body: { active: false } })
      sandbox.faults.set('/oidc/token', fault)
      await expect(tokens.current()).rejects.toMatchObject({ code })
      await expect(tokens.current()).resolves.toEqual(expect.any(String))
      expect(ended).toEqual([])
    }
  )

  it('with invalid_grant ends the session: the server signed it out', async () => {
    const { tokens, ended } = setUp()
    tokens.resume({ ...(await signedIn(sandbox)), refreshToken: 'unknown', accessTokenUsableUntil: 0 }, asStored)
    await expect(tokens.current()).rejects.toMatchObject({ code: 'sessionEnded' })
    expect(ended).toMatchObject([{ code: 'sessionEnded' }])
    await expect(tokens.current()).rejects.toMatchObject({ code: 'signedOut' })
  })

  it('with invalid_grant after a lost answer says that it could not be renewed', async () => {
    const { tokens, ended } = setUp()
    tokens.resume(expired(await signedIn(sandbox)), asStored)
    sandbox.faults.set('/oidc/token', { kind: 'lostAnswer', times: 1 })
    await expect(tokens.current()).rejects.toMatchObject({ code: 'sessionNotRenewed' })
    expect(ended).toHaveLength(1)
  })

  it('remembers a lost answer across a restart', async () => {
    const before = setUp()
    const credential = await signedIn(sandbox)
    await before.store.save(expired(credential))
    await before.store.refreshBegins()
    await (await discoverOidc(tenantOf(sandbox), fetchFor(tenantOf(sandbox)))).refresh(credential)

    const after = setUp()
    const loaded = await after.store.load()
    expect(loaded?.refreshPending).toBe(true)
    if (loaded) after.tokens.resume(loaded.credential, loaded)
    await expect(after.tokens.current()).rejects.toMatchObject({ code: 'sessionNotRenewed' })
  })

  it('does not forget a lost answer when asked to store what is stored already', async () => {
    const before = setUp()
    await before.store.save(expired(await signedIn(sandbox)))
    await before.store.refreshBegins()

    const after = setUp()
    const loaded = await after.store.load()
    if (loaded) after.tokens.resume(loaded.credential, loaded)
    await after.tokens.save()
    expect(await setUp().store.load()).toMatchObject({ refreshPending: true })
  })
})

describe('a refresh that cannot be stored', () => {
  it('is used all the same, says so, and is stored later', async () => {
    let full = true
    const real = inMemory(entries)
    const { tokens, keepings } = setUp({
      ...real,
      set: (name, value) => (full ? Promise.reject(new AppError('keychainLocked')) : real.set(name, value))
    })
    tokens.resume(expired(await signedIn(sandbox)), asStored)
    const token = await tokens.current()
    expect(keepings).toMatchObject([{ keptIn: 'unsaved', cause: { code: 'keychainLocked' } }])
    expect(await tokens.current()).toBe(token)
    full = false
    await tokens.save()
    expect(keepings.at(-1)).toEqual({ keptIn: 'keychain' })
  })
})

it('has nothing to store while nobody is signed in', async () => {
  const { tokens, keepings } = setUp()
  await tokens.save()
  expect([keepings, entries.size]).toEqual([[], 0])
})

it('tries by itself to store what could not be stored', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  let full = true
  const real = inMemory(entries)
  const { tokens, store, keepings } = setUp(
    {
      ...real,
      set: (name, value) => (full ? Promise.reject(new AppError('keychainLocked')) : real.set(name, value))
    },
    new RotatingEndpoint().asOidc()
  )
  tokens.resume({ sub: 'u', refreshToken: 'rt-0', accessToken: '', accessTokenUsableUntil: 0 }, asStored)
  await tokens.current()
  full = false
  vi.runAllTimers()
  vi.useRealTimers()
  await expect.poll(() => keepings.at(-1)).toEqual({ keptIn: 'keychain' })
  expect((await store.load())?.credential.refreshToken).toBe('rt-1')
})

it('revokes what a refresh gave after the person has signed out', async () => {
  const endpoint = new RotatingEndpoint()
  const revoked: string[] = []
  let asked = (): void => undefined
  let answer = (): void => undefined
  const reached = new Promise<void>((resolve) => (asked = resolve))
  const answered = new Promise<void>((resolve) => (answer = resolve))
  const { tokens } = setUp(inMemory(entries), {
    ...endpoint.asOidc(),
    refresh: (old) => {
      asked()
      return answered.then(() => endpoint.refresh(old))
    },
    revoke: (refreshToken) => Promise.resolve(void revoked.push(refreshToken))
  })
  tokens.resume({ sub: 'u', refreshToken: 'rt-0', accessToken: '', accessTokenUsableUntil: 0 }, asStored)
  const asking = tokens.current()
  await reached
  await tokens.forget()
  answer()
  await expect(asking).rejects.toMatchObject({ code: 'signedOut' })
  expect(revoked).toEqual(['rt-1'])
})

it('leaves nothing stored and says nothing more when the person signs out while a refresh is being stored', async () => {
  const real = inMemory(entries)
  let storing = (): void => undefined
  let goOn = (): void => undefined
  const reached = new Promise<void>((resolve) => (storing = resolve))
  const gate = new Promise<void>((resolve) => (goOn = resolve))
  const { tokens, store, keepings } = setUp({
    ...real,
    set: async (name, value) => {
      storing()
      await gate
      await real.set(name, value)
    }
  })
  tokens.resume(expired(await signedIn(sandbox)), asStored)
  const asking = tokens.current()
  await reached
  await tokens.forget()
  const cleared = store.clear()
  goOn()
  await Promise.allSettled([asking, cleared])
  expect(entries.size).toBe(0)
  expect(keepings).toEqual([])
})
