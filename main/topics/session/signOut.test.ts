import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import type { Sandbox } from '../../../sandbox'
import { AppError } from '../../ground/errors'
import { inMemory } from '../../vault/memory'
import { createCredentialStore } from '../../identity/credentials/credentialStore'
import type { Session } from '../../identity/sessionInterface'
import { freshPlace, lockable, signInTo, startSession } from './session.testing'
import { tenantOf } from '../../identity/tenant.testing'

let sandbox: Sandbox
let profile: string
let entries: Map<string, string>
beforeEach(async () => {
  ;({ sandbox, profile, entries } = await freshPlace())
})

const start = (vault = inMemory(entries)): Promise<Session> => startSession(sandbox, profile, vault)
const signIn = (session: Session): Promise<void> => signInTo(session, sandbox)
const calls = (path: string): number => sandbox.requests.filter((request) => request.path === path).length

it('revokes the session, deletes every entry, and the next start knows nothing of it', async () => {
  const session = await start()
  await signIn(session)
  await session.signOut()
  expect(session.state()).toEqual({ phase: 'signedOut' })
  expect(entries.size).toBe(0)
  expect(calls('/oidc/token/revocation')).toBe(1)
  await expect(session.tokens.current()).rejects.toMatchObject({ code: 'signedOut' })
  expect((await start()).state()).toEqual({ phase: 'signedOut' })
})

it('deletes even when the tenant is away', async () => {
  const session = await start()
  await signIn(session)
  sandbox.faults.set('/oidc/token/revocation', { kind: 'reset' })
  await session.signOut()
  expect(session.state()).toEqual({ phase: 'signedOut' })
  expect(entries.size).toBe(0)
})

it('reports a deletion that the keychain refused, and again at each start until one finds it open and finishes the deletion', async () => {
  const { vault, state } = lockable(entries)
  const session = await start(vault)
  await signIn(session)
  state.locked = true
  await session.signOut()
  expect(session.state()).toMatchObject({ phase: 'signedOut', failure: { code: 'keychainNotCleared' } })
  expect(entries.size).toBeGreaterThan(0)

  expect((await start(vault)).state()).toMatchObject({ failure: { code: 'keychainNotCleared' } })
  expect(entries.size).toBeGreaterThan(0)

  state.locked = false
  expect((await start(vault)).state()).toEqual({ phase: 'signedOut' })
  expect(entries.size).toBe(0)
})

it('checks a deletion in the keychain, and reports an entry that is still there', async () => {
  const session = await start({ ...inMemory(entries), delete: () => Promise.resolve(true) })
  await signIn(session)
  await session.signOut()
  expect(session.state()).toMatchObject({ phase: 'signedOut', failure: { code: 'keychainNotCleared' } })
  expect((await start()).state()).toEqual({ phase: 'signedOut' })
  expect(entries.size).toBe(0)
})

it('finishes the deletion when asked to, once the keychain is open', async () => {
  const { vault, state } = lockable(entries)
  const session = await start(vault)
  await signIn(session)
  state.locked = true
  await session.signOut()
  const later = await start(vault)
  await expect(later.retryKeychain()).rejects.toMatchObject({ code: 'keychainNotCleared' })
  state.locked = false
  await later.retryKeychain()
  expect(later.state()).toEqual({ phase: 'signedOut' })
  expect(entries.size).toBe(0)
})

it('does not ask a keychain that should hold nothing', async () => {
  const asked: string[] = []
  const noting = (name: string): Promise<never> => {
    asked.push(name)
    return Promise.reject(new AppError('keychainSilent'))
  }
  const goesToo = (): Promise<never> => noting('goes too')
  const vault = { get: noting, set: noting, delete: noting }
  const store = createCredentialStore(vault, join(profile, 'session.json'), tenantOf(sandbox), () => undefined, {
    goesToo
  })
  expect(await store.load()).toBe(null)
  await store.clear()
  expect(asked).toEqual([])
})

it('succeeds even if somebody else has deleted the entries', async () => {
  const session = await start()
  await signIn(session)
  entries.clear()
  await session.signOut()
  expect(session.state()).toEqual({ phase: 'signedOut' })
  expect(entries.size).toBe(0)
})

it('deletes from a keychain that is opened by its question for the password', async () => {
  const { vault, state } = lockable(entries)
  const session = await start({
    ...vault,
    set: (name, value) => {
      state.locked = false
      return vault.set(name, value)
    }
  })
  await signIn(session)
  state.locked = true
  await session.signOut()
  expect(session.state()).toEqual({ phase: 'signedOut' })
  expect(entries.size).toBe(0)
})
