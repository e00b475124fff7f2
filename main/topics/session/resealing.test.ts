import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { AppError } from '../../ground/errors'
import { inMemory } from '../../vault/memory'
import { createSealer, type Sealing } from '../../vault/sealing'
import type { Vault } from '../../vault/vault'
import type { Credential } from '../../identity/credentials/credential'
import { createCredentialStore } from '../../identity/credentials/credentialStore'
import type { CredentialStore } from '../../identity/credentials/credentialStoreInterface'
import { anyTenant } from '../../identity/tokens.testing'

const ada: Credential = {
  sub: 'ada',
  refreshToken: 'refresh-token-of-ada',
  accessToken: 'access-token-of-ada',
  accessTokenUsableUntil: Date.now() + 3_600_000
}
const dataKey = randomBytes(32)

let folder: string
let marker: string
let entries: Map<string, string>
/** True if a PIN is set. */
let pinSet: boolean
beforeEach(async () => {
  folder = await temporaryFolder()
  marker = join(folder, 'session.json')
  entries = new Map()
  pinSet = false
})

const sealer = createSealer(() => dataKey, 'profile', 'account')
const sealing: Sealing = {
  opener: () => Promise.resolve(sealer),
  sealer: () => Promise.resolve(pinSet ? sealer : undefined)
}

/** Returns the store at a start of the app. A second call is the next start. */
const start = (vault: Vault = inMemory(entries)): CredentialStore =>
  createCredentialStore(vault, marker, anyTenant, () => undefined, { sealing })

/** Returns true if anybody who reads the keychain sees the refresh token. */
const isReadable = (): boolean =>
  [...entries.values()].some((text) => Buffer.from(text, 'base64url').toString().includes(ada.refreshToken))

async function stored(): Promise<CredentialStore> {
  const store = start()
  await store.save(ada)
  return store
}

it('seals what was stored before there was a PIN, and makes it readable again when the PIN goes', async () => {
  const store = await stored()
  expect(isReadable()).toBe(true)
  pinSet = true
  await store.reseal()
  expect(isReadable()).toBe(false)
  expect((await start().load())?.credential).toEqual(ada)
  pinSet = false
  await start().reseal()
  expect(isReadable()).toBe(true)
  expect((await start().load())?.credential).toEqual(ada)
})

it('still knows of a refresh whose answer was lost, wherever it was cut off', async () => {
  const store = await stored()
  await store.refreshBegins()
  const [markerBefore, entriesBefore] = [await readFile(marker), [...entries]]
  pinSet = true
  for (let changes = 0; ; changes++) {
    await writeFile(marker, markerBefore)
    entries = new Map(entriesBefore)
    let left = changes
    const memory = inMemory(entries)
    const step = <T>(change: () => Promise<T>): Promise<T> =>
      left-- > 0 ? change() : Promise.reject(new AppError('keychainSilent'))
    const killed: Vault = {
      get: (name) => memory.get(name),
      set: (name, value) => step(() => memory.set(name, value)),
      delete: (name) => step(() => memory.delete(name))
    }
    const done = await start(killed)
      .reseal()
      .then(
        () => true,
        () => false
      )
    expect(await start().load()).toMatchObject({ credential: ada, refreshPending: true })
    if (done) break
  }
})

it('touches neither what is to be cleared nor what cannot be read', async () => {
  const store = await stored()
  await store.clearBegins()
  const before = new Map(entries)
  pinSet = true
  await start().reseal()
  expect(entries).toEqual(before)
  entries.set('head', 'garbage')
  await writeFile(marker, JSON.stringify({ ...JSON.parse(await readFile(marker, 'utf8')), state: 'stored' }))
  await start().reseal()
  expect(entries.get('head')).toBe('garbage')
})

it('deletes what is stored without looking at it, at a start that has read nothing', async () => {
  await stored()
  await start().discard()
  expect(entries.size).toBe(0)
  expect(await start().load()).toBeNull()
})

it('reports a session that the keychain did not delete, and never reads it again', async () => {
  await stored()
  const memory = inMemory(entries)
  const stuck = { ...memory, delete: () => Promise.reject(new AppError('keychainLocked')) }
  await expect(start(stuck).discard()).rejects.toEqual(new AppError('keychainNotCleared'))
  await expect(start(stuck).load()).rejects.toEqual(new AppError('keychainNotCleared'))
  expect(await start().load()).toBeNull()
  expect(entries.size).toBe(0)
})
