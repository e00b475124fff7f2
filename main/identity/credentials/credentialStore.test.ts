import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../ground/errors'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { inMemory } from '../../vault/memory'
import type { Vault } from '../../vault/vault'
import { anyTenant } from '../tokens.testing'
import type { Credential } from './credential'
import { createCredentialStore } from './credentialStore'

const ada: Credential = { sub: 'ada', refreshToken: 'rt-1', accessToken: 'at-1', accessTokenUsableUntil: 4e12 }
const renewed: Credential = { ...ada, refreshToken: 'rt-2', accessToken: 'at-2' }
const refused = new AppError('keychainSilent')

let path: string
let entries: Map<string, string>
let logged: unknown[][]
beforeEach(async () => {
  path = join(await temporaryFolder(), 'session.json')
  entries = new Map()
  logged = []
})
afterEach(() => vi.restoreAllMocks())

interface Place {
  vault?: Vault
  goesToo?: () => Promise<void>
  tenant?: typeof anyTenant
}

/** Returns the store of one process. Each further call is another process, or the next start. */
const start = ({ vault = inMemory(entries), goesToo, tenant = anyTenant }: Place = {}) =>
  createCredentialStore(vault, path, tenant, (event, _facts, error) => logged.push([event, error]), {
    ...(goesToo && { goesToo })
  })
const loaded = () => start().load()

async function stored(credential = ada, vouched?: boolean) {
  const store = start()
  await store.save(credential, vouched)
  return store
}

const markerText = async (): Promise<object> => JSON.parse(await readFile(path, 'utf8')) as object
const isWritten = (): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false
  )
/** Fails whatever is asked of it. */
const silent: Vault = {
  get: () => Promise.reject(refused),
  set: () => Promise.reject(refused),
  delete: () => Promise.reject(refused)
}

describe('a stored session', () => {
  it('is there at the next start, and was not being renewed', async () => {
    await stored()
    expect(await loaded()).toEqual({ credential: ada, refreshPending: false, usedUp: false, vouched: false })
    await stored(ada, true)
    expect(await loaded()).toMatchObject({ vouched: true })
  })

  it('has an access token of unknown life if the server named none, or the clock was set back', async () => {
    await stored({ ...ada, accessTokenUsableUntil: Infinity })
    expect(await loaded()).toMatchObject({ credential: { accessTokenUsableUntil: 0 } })
    await stored()
    vi.spyOn(Date, 'now').mockReturnValue(1_000)
    expect(await loaded()).toMatchObject({ credential: { accessToken: 'at-1', accessTokenUsableUntil: 0 } })
  })

  it('is not looked for in the keychain where none is expected', async () => {
    expect(await start({ vault: silent }).load()).toBeNull()
    await start({ vault: silent }).clear()
    await start({ vault: silent }).reseal()
    await start({ vault: silent }).clearBegins()
    expect(await isWritten()).toBe(false)
  })

  it('is that of another tenant or application, which nobody may use', async () => {
    await stored()
    const tenant = { ...anyTenant, appId: 'another' }
    await expect(start({ tenant }).load()).rejects.toMatchObject({ code: 'keychainDamaged' })
    const elsewhere = { ...anyTenant, issuer: 'https://other.example/oidc' }
    await expect(start({ tenant: elsewhere }).load()).rejects.toMatchObject({ code: 'keychainDamaged' })
  })

  it('belongs to the folder that this one was copied from', async () => {
    await stored()
    await writeFile(path, JSON.stringify({ ...(await markerText()), state: 'copied' }))
    await expect(loaded()).rejects.toMatchObject({ code: 'profileCopied' })
    await stored(renewed)
    expect(await loaded()).toMatchObject({ credential: renewed })
  })

  it('was deleted behind our back, or only cannot be looked for', async () => {
    await stored()
    await expect(start({ vault: silent }).load()).rejects.toBe(refused)
    entries.clear()
    await expect(loaded()).rejects.toMatchObject({ code: 'keychainEmptied' })
  })

  it('may not have arrived where there is no keychain', async () => {
    await stored()
    await writeFile(path, JSON.stringify({ ...(await markerText()), state: 'storing' }))
    for (const code of ['keychainAbsent', 'keychainNoCollection'] as const) {
      expect(await start({ vault: { ...silent, get: () => Promise.reject(new AppError(code)) } }).load()).toBeNull()
    }
    await expect(start({ vault: silent }).load()).rejects.toBe(refused)
    expect(await loaded()).toMatchObject({ credential: ada })
  })

  it('is newer than its marker after a crash, and goes on from there', async () => {
    await stored()
    const before = await readFile(path)
    await stored(renewed)
    await writeFile(path, before)
    const store = start()
    expect(await store.load()).toMatchObject({ credential: renewed })
    expect(await store.storedElsewhere()).toBeUndefined()
  })
})

describe('a refresh', () => {
  it('whose answer was lost is known at the next start, until its tokens are stored', async () => {
    const store = await stored()
    await store.refreshBegins()
    expect(await loaded()).toMatchObject({ refreshPending: true, usedUp: false })
    await store.save(renewed)
    expect(await loaded()).toMatchObject({ credential: renewed, refreshPending: false })
  })

  it('of a session that is not stored is not noted', async () => {
    await start().refreshBegins()
    expect(await isWritten()).toBe(false)
  })

  it('whose tokens could not be stored has used up the stored one', async () => {
    await (await stored()).refreshBegins()
    const store = start({ vault: { ...inMemory(entries), set: () => Promise.reject(refused) } })
    await store.load()
    await expect(store.save(renewed)).rejects.toBe(refused)
    expect(await loaded()).toMatchObject({ credential: ada, refreshPending: true, usedUp: true })
  })

  it('that is refused is counted from start to start, until one succeeds', async () => {
    const store = await stored()
    await store.refreshBegins()
    expect(await store.refreshRefused()).toBe(1)
    const next = start()
    expect(await next.load()).toMatchObject({ refreshPending: false, usedUp: false })
    await next.refreshBegins()
    expect(await next.refreshRefused()).toBe(2)
    await next.save(renewed)
    expect(await next.refreshRefused()).toBe(1)
  })

  it('leaves the lock to the next process', async () => {
    const [one, other] = [await stored(), start()]
    vi.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValueOnce(0).mockReturnValue(90_000)
    expect(await one.alone(() => Promise.resolve('one'))).toBe('one')
    expect(await other.alone(() => Promise.resolve('other'))).toBe('other')
  })

  it.each([
    ['a refresh', 90_000, (store: ReturnType<typeof start>) => store.alone(() => Promise.resolve('done'))],
    ['a change of its sealing', 3_000, (store: ReturnType<typeof start>) => store.reseal()]
  ])('of another process that takes too long ends %s', async (_name, patience, begin) => {
    await stored()
    await start().alone(async () => {
      const now = vi.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValueOnce(patience)
      await expect(begin(start())).rejects.toMatchObject({ code: 'timedOut' })
      expect(now).toHaveBeenCalledTimes(2)
    })
  })
})

describe('another process', () => {
  it('has stored newer tokens of the same person, which count once', async () => {
    const [one, other] = [await stored(), start()]
    await other.load()
    expect(await one.storedElsewhere()).toBeUndefined()
    await other.save(renewed)
    expect(await one.storedElsewhere()).toEqual(renewed)
    expect(await one.storedElsewhere()).toBeUndefined()
  })

  it('has signed out, or has signed in somebody else', async () => {
    for (const act of [
      (other: ReturnType<typeof start>) => other.clear(),
      (other: ReturnType<typeof start>) => other.save({ ...ada, sub: 'ben' })
    ]) {
      const [one, other] = [await stored(), start()]
      await other.load()
      await act(other)
      expect(await one.storedElsewhere()).toBeNull()
      entries.set('head', 'untouched')
      await one.clear()
      expect(entries.get('head')).toBe('untouched')
      entries.clear()
    }
  })

  it('has changed nothing where the keychain is locked, or holds what is not ours', async () => {
    let vault: Vault = inMemory(entries)
    const one = start({
      vault: { get: (n) => vault.get(n), set: (n, v) => vault.set(n, v), delete: (n) => vault.delete(n) }
    })
    expect(await one.storedElsewhere()).toBeUndefined()
    await one.save(ada)
    vault = { ...silent, get: () => Promise.resolve(null) }
    expect([await one.storedElsewhere(), logged]).toEqual([undefined, []])
    vault = silent
    expect([await one.storedElsewhere(), logged]).toEqual([undefined, [['keychain-unreadable', refused]]])
    vault = inMemory(entries)
    const theirs = start({ tenant: { ...anyTenant, appId: 'another' } })
    await theirs.save({ ...ada, sub: 'ben' })
    await theirs.save({ ...ada, sub: 'ben' })
    expect(await one.storedElsewhere()).toBeUndefined()
  })
})

describe('a vouched session', () => {
  it('is known as such at the next start, without the end of a pending refresh', async () => {
    const store = await stored()
    await store.refreshBegins()
    await store.vouched()
    expect(await loaded()).toMatchObject({ vouched: true, refreshPending: true })
  })

  it('is not noted for what another process has stored since, nor where nothing is stored', async () => {
    const [one, other] = [await stored(), start()]
    await other.load()
    await other.save(renewed)
    await one.vouched()
    expect(await loaded()).toMatchObject({ credential: renewed, vouched: false })
    await other.clear()
    const before = await readFile(path)
    await other.vouched()
    await one.vouched()
    expect(await readFile(path)).toEqual(before)
  })
})

describe('a sign-out', () => {
  it('deletes the session and all that goes with it, and is finished by the next start if it was cut off', async () => {
    const goesToo = vi.fn(() => Promise.resolve())
    await (await stored()).clearBegins()
    expect(await start({ goesToo }).load()).toBeNull()
    expect([entries.size, goesToo.mock.calls.length]).toEqual([0, 1])
    expect(await markerText()).toMatchObject({ state: 'signedOut', refreshPending: null })
    expect(await start({ vault: silent }).load()).toBeNull()
  })

  it.each<[string, Place]>([
    ['the keychain is silent', { vault: silent }],
    ['something that goes with it stays', { goesToo: () => Promise.reject(refused) }]
  ])('is not done while %s, and says why', async (_name, place) => {
    await stored()
    const store = start(place)
    await expect(store.discard()).rejects.toMatchObject({ code: 'keychainNotCleared', cause: refused })
    expect(await markerText()).toMatchObject({ state: 'toBeCleared' })
  })

  it('is not done if the session is still there afterwards', async () => {
    await stored()
    const vault = { ...inMemory(entries), delete: () => Promise.resolve(true) }
    await expect(start({ vault }).discard()).rejects.toMatchObject({ code: 'keychainNotCleared' })
  })

  it('waits for a session that is being stored, which does not come back', async () => {
    const store = start()
    await Promise.all([store.save(ada), store.clear(), store.settled()])
    expect([entries.size, await loaded()]).toEqual([0, null])
  })
})

describe('a disk that takes nothing', () => {
  it('costs the lock and the marker, and not the session', async () => {
    path = join(path, 'absent', 'session.json')
    const store = start()
    await store.save(ada)
    expect(entries.has('head')).toBe(true)
    const events = logged.map(([event, error]) => [event, error instanceof Error])
    expect(events).toContainEqual(['lock-not-taken', true])
    expect(events).toContainEqual(['marker-not-written', true])
  })
})

it('a first session that could not be stored is expected by nobody', async () => {
  const store = start({ vault: { ...inMemory(entries), set: () => Promise.reject(refused) } })
  await expect(store.save(ada)).rejects.toBe(refused)
  expect(await markerText()).toMatchObject({ state: 'signedOut' })
  expect(await start({ vault: silent }).load()).toBeNull()
})
