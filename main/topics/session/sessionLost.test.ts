import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Sandbox } from '../../../sandbox'
import { inMemory } from '../../vault/memory'
import { type NewRecord, readRecord, writeRecord } from '../../vault/record'
import type { Vault } from '../../vault/vault'
import { createCredentialStore } from '../../identity/credentials/credentialStore'
import { freshPlace, lockable, signInTo, startSession } from './session.testing'
import { leftToOriginal, marker } from '../../storage/marker'
import { tenantOf } from '../../identity/tenant.testing'

let sandbox: Sandbox
let profile: string
let entries: Map<string, string>
beforeEach(async () => {
  ;({ sandbox, profile, entries } = await freshPlace())
})

const start = (vault: Vault = inMemory(entries)) => startSession(sandbox, profile, vault)
const markerFile = (): string => join(profile, 'session.json')

async function signedInEarlier(): Promise<void> {
  const session = await start()
  await signInTo(session, sandbox)
  await session.end()
  sandbox.requests.clear()
}

/** Replaces the stored session by another, newer one. */
async function storeChanged(change: Partial<NewRecord>): Promise<void> {
  const stored = await readRecord(inMemory(entries))
  if (!stored) throw new Error('Nothing was stored.')
  const { v: _v, gen, ...own } = stored
  await writeRecord(inMemory(entries), { ...own, ...change }, gen)
}

describe('a session whose entries were deleted by somebody else', () => {
  it('is distinguished from one in a locked keyring, and the next sign-in is stored again', async () => {
    await signedInEarlier()
    entries.clear()
    const session = await start()
    expect(session.state()).toMatchObject({ phase: 'signedOut', failure: { code: 'keychainEmptied' } })
    expect(entries.size).toBe(0)
    await signInTo(session, sandbox)
    expect(session.state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
    expect((await start()).state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
  })

  it('is not given up while the keyring is locked', async () => {
    await signedInEarlier()
    const { vault, state } = lockable(entries)
    state.locked = true
    expect((await start(vault)).state()).toMatchObject({
      phase: 'keychainUnreadable',
      failure: { code: 'keychainLocked' }
    })
    state.locked = false
    expect((await start(vault)).state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
  })

  it('is found if the prompt for the keyring’s password opens it', async () => {
    await signedInEarlier()
    const { vault, state } = lockable(entries)
    state.locked = true
    const asking = {
      ...vault,
      set: (name: string, value: string) => {
        state.locked = false
        return vault.set(name, value)
      }
    }
    expect((await start(asking)).state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
  })
})

describe('a session in a copied folder', () => {
  it('asks for a sign-in at each start until somebody has signed in, and asks the keychain for nothing', async () => {
    await signedInEarlier()
    const original = marker.parse(JSON.parse(await readFile(markerFile(), 'utf8')))
    await writeFile(markerFile(), JSON.stringify(leftToOriginal(original)))
    const untouched = new Map(entries)
    for (let times = 0; times < 2; times++) {
      expect((await start()).state()).toMatchObject({ phase: 'signedOut', failure: { code: 'profileCopied' } })
    }
    expect(entries).toEqual(untouched)
    expect(sandbox.requests.filter(() => true)).toEqual([])
    const session = await start(inMemory())
    await signInTo(session, sandbox)
    expect(session.state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
  })
})

describe('a record of somebody else’s', () => {
  it.each([
    ['issuer', { iss: 'https://id.example.com/oidc' }],
    ['application', { client_id: 'another-app' }]
  ])('%s is not used at a start, and its token goes nowhere', async (_name, foreign) => {
    await signedInEarlier()
    await storeChanged(foreign)
    const session = await start()
    expect(session.state()).toMatchObject({ failure: { code: 'keychainDamaged' } })
    await expect(session.tokens.current()).rejects.toMatchObject({ code: 'signedOut' })
    expect(sandbox.requests.filter(() => true)).toEqual([])
  })

  it.each([
    ['issuer', { iss: 'https://id.example.com/oidc' }],
    ['application', { client_id: 'another-app' }]
  ])('%s, stored while this session runs, is not taken over', async (_name, foreign) => {
    await signedInEarlier()
    const store = createCredentialStore(inMemory(entries), markerFile(), tenantOf(sandbox), () => undefined)
    expect(await store.load()).not.toBeNull()
    await storeChanged(foreign)
    expect(await store.storedElsewhere()).toBeUndefined()
  })
})
