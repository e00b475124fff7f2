import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ErrorCode } from '../../../contract/result'
import { AppError } from '../../ground/errors'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { inMemory } from '../../vault/memory'
import type { Vault } from '../../vault/vault'
import { type FiledPin, openLockFile } from './lockFile'
import { createPinEntry, type PinContent } from './pinEntry'
import { createPinStore } from './pinStore'

const cost = 2 ** 4
const base64 = (bytes: number): string => Buffer.alloc(bytes, 1).toString('base64')
const content: PinContent = {
  v: 1,
  gen: 1,
  salt: base64(16),
  cost,
  wrapped: base64(60),
  complete: true,
  failed: 0,
  notBefore: 0
}
const inKeychain = { in: 'keychain', content } as const
const inFile = { in: 'file', content } as const
const settings = { afterMinutes: 5, whenAway: true, touchId: true }
const nothing = (): Promise<void> => Promise.resolve()

let folder: string
let path: string
let entries: Map<string, string>
/** The failure of the keychain, if it fails. */
let failing: AppError | undefined
beforeEach(async () => {
  folder = await temporaryFolder()
  path = join(folder, 'lock.json')
  entries = new Map()
  failing = undefined
})

const answer = <T>(work: () => Promise<T>): Promise<T> => (failing ? Promise.reject(failing) : work())
const vault: Vault = {
  get: (name) => answer(() => inMemory(entries).get(name)),
  set: (name, value) => answer(() => inMemory(entries).set(name, value)),
  delete: (name) => answer(() => inMemory(entries).delete(name))
}
const entry = createPinEntry(vault, cost)

/** Returns the store at a start of the app, the file, and the PINs that it found. */
function start() {
  const file = openLockFile(path, cost)
  const onFound = vi.fn()
  const log = vi.fn()
  return { store: createPinStore({ file, entry, onFound, log }), file, onFound, log }
}
const fileSays = (pin: FiledPin | null) => openLockFile(path, cost).write({ pin, settings })
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : error)
  )

describe('looking for the PIN', () => {
  it('finds none where there never was one, in the keychain or without one', async () => {
    expect(await start().store.look()).toBeUndefined()
    for (const code of ['keychainAbsent', 'keychainNoCollection'] satisfies ErrorCode[]) {
      failing = new AppError(code)
      expect(await start().store.look()).toBeUndefined()
    }
  })

  it('finds that of the keychain, whatever the file says', async () => {
    await entry.write(content)
    for (const filed of [
      null,
      { in: 'keychain' },
      { in: 'file', content: { ...content, gen: 7 } }
    ] satisfies (FiledPin | null)[]) {
      await fileSays(filed)
      const { store } = start()
      expect(await store.look()).toEqual(inKeychain)
      expect(store.known()).toEqual(inKeychain)
    }
  })

  it('knows that of the file from the start, with or without a keychain', async () => {
    await fileSays(inFile)
    for (failing of [undefined, new AppError('keychainAbsent')]) {
      const { store, onFound } = start()
      expect(store.known()).toEqual(inFile)
      expect(await store.look()).toEqual(inFile)
      expect(onFound.mock.calls).toEqual([[inFile]])
    }
  })

  it('tells of a find once, and again when the PIN turns up in another place', async () => {
    await fileSays(inFile)
    const { store, onFound } = start()
    await store.look()
    await entry.write(content)
    await store.look()
    await store.look()
    expect(onFound.mock.calls).toEqual([[inFile], [inKeychain]])
  })

  it('says that it is gone only if the keychain is open', async () => {
    await fileSays({ in: 'keychain' })
    const { store } = start()
    expect(await store.look()).toBe('gone')
    expect(store.known()).toBeUndefined()
    await entry.write(content)
    await store.look()
    failing = new AppError('keychainAbsent')
    expect(await codeOf(store.look())).toBe('keychainAbsent')
    expect(store.known()).toEqual(inKeychain)
  })

  it('says that the keyring is locked if the PIN turns up when it is asked to store something', async () => {
    await fileSays({ in: 'keychain' })
    const file = openLockFile(path, cost)
    const late = { ...entry, read: () => Promise.resolve(undefined), isGone: () => Promise.resolve(false) }
    expect(await codeOf(createPinStore({ file, entry: late, onFound: vi.fn(), log: vi.fn() }).look())).toBe(
      'keychainLocked'
    )
  })

  it('takes no failure but an absent keychain for an answer', async () => {
    for (const filed of [null, inFile]) {
      await fileSays(filed)
      failing = new AppError('keychainSilent')
      expect(await codeOf(start().store.look())).toBe('keychainSilent')
    }
  })
})

describe('keeping the PIN', () => {
  it('replaces it where it is', async () => {
    const { store, file } = start()
    await store.keep(inKeychain)
    expect(store.known()).toEqual(inKeychain)
    expect(await entry.read()).toEqual(content)
    expect(file.pin()).toBeNull()
    entries.clear()
    await store.keep(inFile)
    expect(store.known()).toEqual(inFile)
    expect(file.pin()).toEqual(inFile)
    expect([...entries]).toEqual([])
  })

  it('prefers the keychain, and keeps a new one in the file only without any', async () => {
    const { store, file } = start()
    expect(await store.keepNew(content)).toBe(true)
    expect([store.known(), file.pin()]).toEqual([inKeychain, { in: 'keychain' }])
    await fileSays(null)
    for (const code of ['keychainAbsent', 'keychainNoCollection'] satisfies ErrorCode[]) {
      failing = new AppError(code)
      const without = start()
      expect(await without.store.keepNew(content)).toBe(false)
      expect([without.store.known(), without.file.pin()]).toEqual([inFile, inFile])
    }
  })

  it('keeps nothing anywhere if the keychain fails, or if it is absent but held the PIN before', async () => {
    const { store, file } = start()
    failing = new AppError('keychainSilent')
    expect(await codeOf(store.keepNew(content))).toBe('keychainSilent')
    expect([store.known(), file.pin()]).toEqual([undefined, null])
    failing = undefined
    await store.keepNew(content)
    failing = new AppError('keychainAbsent')
    expect(await codeOf(store.keepNew({ ...content, gen: 2 }))).toBe('keychainAbsent')
    expect([store.known(), file.pin()]).toEqual([inKeychain, { in: 'keychain' }])
  })

  it('believes the keychain even if the file could not be written', async () => {
    const { store, log } = start()
    await rm(folder, { recursive: true })
    expect(await store.keepNew(content)).toBe(true)
    expect(log.mock.calls).toEqual([['lock-not-written', {}, new AppError('lockNotWritten')]])
    expect(store.known()).toEqual(inKeychain)
  })
})

describe('removing the PIN', () => {
  it('takes it from the file and the keychain, with Touch ID and what depends on it', async () => {
    await entry.write(content)
    await fileSays({ in: 'keychain' })
    const { store, file } = start()
    await store.look()
    const alongside = vi.fn(nothing)
    await store.remove(alongside)
    expect(alongside).toHaveBeenCalledTimes(1)
    expect([...entries]).toEqual([])
    expect([store.known(), file.pin()]).toEqual([undefined, null])
    expect(file.settings()).toEqual({ ...settings, touchId: false })
  })

  it('asks no keychain where there is none and the file alone kept it', async () => {
    await fileSays(inFile)
    failing = new AppError('keychainAbsent')
    const { store, file } = start()
    const alongside = vi.fn(nothing)
    await store.remove(alongside)
    expect(alongside).not.toHaveBeenCalled()
    expect([store.known(), file.pin()]).toEqual([undefined, null])
  })

  it('is done where none is set and there is no keychain', async () => {
    failing = new AppError('keychainAbsent')
    const { store, file } = start()
    await store.remove(nothing)
    expect(file.pin()).toBeNull()
  })

  it.each([
    ['kept it and is absent now', { in: 'keychain' }, 'keychainAbsent'],
    ['fails otherwise', inFile, 'keychainSilent']
  ] as const)('fails if the keychain %s, and the file says again that it is set', async (_how, filed, code) => {
    await fileSays(filed)
    failing = new AppError(code)
    const { store, file } = start()
    expect(await codeOf(store.remove(nothing))).toBe('keychainNotCleared')
    expect(file.pin()).toEqual(filed)
  })

  it('fails if what depends on it stays, and the PIN stays too', async () => {
    await entry.write(content)
    await fileSays({ in: 'keychain' })
    const { store, file } = start()
    await store.look()
    const stays = new AppError('keychainNotCleared')
    await expect(store.remove(() => Promise.reject(stays))).rejects.toBe(stays)
    expect(await entry.read()).toEqual(content)
    expect([store.known(), file.pin()]).toEqual([inKeychain, { in: 'keychain' }])
  })

  it('tells the first failure if the file cannot be put back either', async () => {
    await entry.write(content)
    await fileSays({ in: 'keychain' })
    const stays = new AppError('keychainNotCleared')
    const { store, log } = start()
    const failure = store.remove(async () => {
      await rm(folder, { recursive: true })
      throw stays
    })
    await expect(failure).rejects.toBe(stays)
    expect(log.mock.calls).toEqual([['lock-not-written', {}, new AppError('lockNotWritten')]])
  })
})
