import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError } from '../../ground/errors'
import { locked } from '../../vault/locked.testing'
import { inMemory } from '../../vault/memory'
import type { Vault } from '../../vault/vault'
import { createPinEntry, type PinContent } from './pinEntry'
import { createTouchIdKey } from './touchIdKey'

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
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const entryOver = (entries: Map<string, string>) => createPinEntry(inMemory(entries), cost)
const read = (text: string) => entryOver(new Map([['pin', text]])).read()
const silent = new AppError('keychainSilent')
const failing: Vault = {
  get: () => Promise.reject(silent),
  set: () => Promise.reject(silent),
  delete: () => Promise.reject(silent)
}

describe('the entry of the PIN', () => {
  it('comes back as it was written, and is read as earlier versions wrote it', async () => {
    const entries = new Map<string, string>()
    expect(await entryOver(entries).read()).toBeUndefined()
    await entryOver(entries).write(content)
    expect([...entries]).toEqual([['pin', encode(content)]])
    expect(await entryOver(entries).read()).toEqual(content)
  })

  it.each([
    ['is no JSON', 'garbage', expect.any(SyntaxError) as unknown],
    ['is no object', encode('text'), expect.any(z.ZodError) as unknown],
    ['has no version', encode({ ...content, v: undefined }), expect.any(z.ZodError) as unknown],
    ['has the version 0', encode({ ...content, v: 0 }), expect.any(z.ZodError) as unknown],
    ['has a generation below zero', encode({ ...content, gen: -1 }), expect.any(z.ZodError) as unknown],
    ['counts tries below zero', encode({ ...content, failed: -1 }), expect.any(z.ZodError) as unknown]
  ])('is damaged if it %s, and says why', async (_how, text, cause) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'keychainDamaged', cause })
  })

  it('of a later version is told from a damaged one', async () => {
    await expect(read(encode({ v: 2 }))).rejects.toMatchObject({ code: 'keychainNewer' })
  })

  it('is gone only if the keychain is open and does not hold it', async () => {
    expect(await entryOver(new Map()).isGone()).toBe(true)
    expect(await entryOver(new Map([['pin', 'x']])).isGone()).toBe(false)
    await expect(createPinEntry(locked, cost).isGone()).rejects.toMatchObject({ code: 'keychainLocked' })
  })

  it('is removed for certain, or not reported as removed', async () => {
    const entries = new Map([['pin', 'x']])
    await entryOver(entries).remove()
    expect([...entries]).toEqual([])
    const clinging: Vault = { ...inMemory(new Map([['pin', 'x']])), delete: () => Promise.resolve(true) }
    await expect(createPinEntry(clinging, cost).remove()).rejects.toMatchObject({
      code: 'keychainNotCleared',
      cause: { code: 'keychainNotCleared' }
    })
    await expect(createPinEntry(failing, cost).remove()).rejects.toMatchObject({
      code: 'keychainNotCleared',
      cause: silent
    })
  })
})

describe('the key for Touch ID', () => {
  it('comes back as it was kept, until it is removed', async () => {
    const entries = new Map<string, string>()
    const touchIdKey = createTouchIdKey(inMemory(entries))
    expect(await touchIdKey.read()).toBeUndefined()
    await touchIdKey.keep(Buffer.alloc(32, 251))
    expect([...entries]).toEqual([['touchIdKey', Buffer.alloc(32, 251).toString('base64url')]])
    expect(await touchIdKey.read()).toEqual(Buffer.alloc(32, 251))
    await touchIdKey.remove()
    expect([...entries]).toEqual([])
    expect(await touchIdKey.read()).toBeUndefined()
  })

  it.each([0, 31, 33])('is none if it has %i bytes', async (length) => {
    const entries = new Map([['touchIdKey', Buffer.alloc(length, 1).toString('base64url')]])
    expect(await createTouchIdKey(inMemory(entries)).read()).toBeUndefined()
  })

  it('is not reported as removed while it is there', async () => {
    await expect(createTouchIdKey(failing).remove()).rejects.toMatchObject({ code: 'keychainNotCleared' })
  })
})
