import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { type Sandbox, startSandbox } from '../../../sandbox'
import { AppError } from '../../ground/errors'
import { inMemory } from '../../vault/memory'
import { readRecord } from '../../vault/record'
import type { Vault } from '../../vault/vault'
import { discoverOidc } from '../../identity/oidc/oidc'
import { fetchFor, signedIn, tenantOf } from '../../identity/tenant.testing'
import { expired, tokensOf } from '../../identity/tokens.testing'

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
  expect(sandbox.refreshTokenReuses()).toBe(0)
  sandbox.faults.clear()
  sandbox.requests.clear()
})
afterAll(() => sandbox.close())

/** Starts a process on the profile and keychain that both share. */
const processOf = (vault: Vault = inMemory(entries)) => {
  const tenant = tenantOf(sandbox)
  return tokensOf({ tenant, profile, vault, oidc: () => discoverOidc(tenant, fetchFor(tenant)) })
}

/** Resolves to two processes that have read a session whose access token is over. */
async function both() {
  await processOf().store.save(expired(await signedIn(sandbox)))
  const [one, other] = [processOf(), processOf()]
  expect([await one.start(), await other.start()]).toEqual([true, true])
  sandbox.requests.clear()
  return { one, other }
}

const calls = (path: string): number => sandbox.requests.filter((request) => request.path === path).length

it('renew a session once: the other one uses what is stored then', async () => {
  const { one, other } = await both()
  const given = await Promise.all(
    [one, other].flatMap(({ tokens }) => Array.from({ length: 50 }, () => tokens.current()))
  )
  expect(new Set(given).size).toBe(1)
  expect(calls('/oidc/token')).toBe(1)
})

it('go on from each other’s refresh tokens', async () => {
  const { one, other } = await both()
  for (const { tokens } of [one, other, one, one, other]) {
    const refused = await tokens.current()
    expect(await tokens.replace(refused)).not.toBe(refused)
  }
  expect([...one.ended, ...other.ended]).toEqual([])
})

it('end together where one of them signs out', async () => {
  const { one, other } = await both()
  await one.tokens.forget()
  await one.store.clear()
  await expect(other.tokens.current()).rejects.toMatchObject({ code: 'sessionEnded' })
  expect(other.ended).toHaveLength(1)
  expect(calls('/oidc/token')).toBe(0)
})

it('do not take another person’s session for their own', async () => {
  const { one, other } = await both()
  await one.store.save(await signedIn(sandbox, 1))
  await expect(other.tokens.current()).rejects.toBeInstanceOf(AppError)
  expect(other.ended).toHaveLength(1)
  await expect(other.tokens.current()).rejects.toMatchObject({ code: 'signedOut' })
})

it('keep what they have where the keychain is locked meanwhile', async () => {
  const { one } = await both()
  const locked: Vault = {
    get: () => Promise.resolve(null),
    set: () => Promise.reject(new AppError('keychainLocked')),
    delete: () => Promise.resolve(false)
  }
  let isLocked = false
  const real = inMemory(entries)
  const other = processOf({
    get: (name) => (isLocked ? locked : real).get(name),
    set: (name, value) => (isLocked ? locked : real).set(name, value),
    delete: (name) => (isLocked ? locked : real).delete(name)
  })
  expect(await other.start()).toBe(true)
  isLocked = true
  await other.tokens.current()
  expect(other.keepings).toMatchObject([{ keptIn: 'unsaved' }])
  // Neither this process at its next start nor the other one may use the stored session.
  isLocked = false
  expect(await processOf().start()).toBe(false)
  expect(one.ended).toEqual([])
})

it('leave a whole record in every order of writes', async () => {
  const { one, other } = await both()
  const first = await signedIn(sandbox)
  await Promise.allSettled([one.store.save(first), other.store.clear(), one.store.save(first), other.store.clear()])
  const record = await readRecord(inMemory(entries))
  expect([undefined, first.refreshToken]).toContain(record?.rt)
})
