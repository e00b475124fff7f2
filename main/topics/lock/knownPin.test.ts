import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ErrorCode } from '../../../contract/result'
import { AppError } from '../../ground/errors'
import { createKnownPin } from './knownPin'
import type { KeptPin } from './pinStore'

const content = { v: 1, gen: 1, salt: '', cost: 16, wrapped: '', complete: true, failed: 0, notBefore: 0 } as const
const inKeychain: KeptPin = { in: 'keychain', content }
const inFile: KeptPin = { in: 'file', content }

/** The answer of a look at the PIN. */
let found: KeptPin | 'gone' | undefined | AppError
let [locks, unreadable] = [false, false]
let attemptsLeft: number | undefined
const resetKeychain = vi.fn()
const log = vi.fn()
beforeEach(() => {
  ;[found, locks, unreadable, attemptsLeft] = [undefined, false, false, undefined]
  resetKeychain.mockReset()
  log.mockReset()
})

const look = vi.fn(() => (found instanceof AppError ? Promise.reject(found) : Promise.resolve(found)))
function start() {
  const unused = (): never => {
    throw new Error('not to be called')
  }
  return createKnownPin({
    file: { locks: () => locks, unreadable: () => unreadable, settings: unused, pin: unused, write: unused },
    pins: {
      look,
      attemptsLeft: () => attemptsLeft,
      check: unused,
      set: unused,
      setComplete: unused,
      remove: unused,
      retryAt: unused
    },
    resetKeychain,
    log
  })
}
const failure = (code: ErrorCode) => new AppError(code)

describe('the knowledge of the PIN', () => {
  it('begins with what the file says', () => {
    expect(start().isSet()).toBe(false)
    locks = true
    expect(start().isSet()).toBe(true)
    expect(start().onlySignIn()).toBeUndefined()
  })

  it.each([inKeychain, inFile])('follows a look that finds it', async (kept) => {
    const known = start()
    found = kept
    expect(await known.look()).toEqual(kept)
    expect([known.isSet(), known.onlySignIn()]).toEqual([true, undefined])
  })

  it('follows a look that finds none, although the file said otherwise', async () => {
    locks = true
    const known = start()
    await known.look()
    expect(known.isSet()).toBe(false)
  })

  it('counts a PIN that is gone as set, and tells it from a file that nobody can read', async () => {
    found = 'gone'
    const known = start()
    await known.look()
    expect([known.isSet(), known.onlySignIn()]).toEqual([true, 'gone'])
    unreadable = true
    await known.look()
    expect(known.onlySignIn()).toBe('unreadable')
    found = inKeychain
    await known.look()
    expect(known.onlySignIn()).toBeUndefined()
  })

  it.each(['keychainDamaged', 'keychainNewer'] as const)('counts a record that is %s as set', async (code) => {
    const known = start()
    found = failure(code)
    await expect(known.look()).rejects.toBe(found)
    expect([known.isSet(), known.onlySignIn()]).toEqual([true, 'unreadable'])
    expect(await known.isInKeychain()).toBe(true)
  })

  it.each(['keychainLocked', 'keychainSilent'] as const)(
    'learns nothing from a keychain that says %s',
    async (code) => {
      const known = start()
      found = failure(code)
      await expect(known.look()).rejects.toBe(found)
      expect([known.isSet(), known.onlySignIn()]).toEqual([false, undefined])
      await expect(known.isInKeychain()).rejects.toBe(found)
    }
  )

  it('names spent tries, unless nobody can read the PIN anyway', async () => {
    const known = start()
    attemptsLeft = 1
    expect(known.onlySignIn()).toBeUndefined()
    attemptsLeft = 0
    expect(known.onlySignIn()).toBe('attempts')
    found = 'gone'
    await known.look()
    expect(known.onlySignIn()).toBe('gone')
  })

  it('is not disturbed by a failure where it is only refreshed', async () => {
    locks = true
    const known = start()
    found = failure('keychainSilent')
    await expect(known.refresh()).resolves.toBeUndefined()
    expect(log.mock.calls).toEqual([['lock-unreadable', {}, found]])
    expect(known.isSet()).toBe(true)
    found = undefined
    await known.refresh()
    expect(known.isSet()).toBe(false)
  })

  it('looks once more with a new keychain only if the first look failed', async () => {
    const known = start()
    found = inKeychain
    await known.lookAfresh()
    expect(resetKeychain).not.toHaveBeenCalled()
    found = failure('keychainSilent')
    resetKeychain.mockImplementation(() => (found = inKeychain))
    await known.lookAfresh()
    expect(resetKeychain).toHaveBeenCalledTimes(1)
    resetKeychain.mockReset()
    found = failure('keychainLocked')
    await expect(known.lookAfresh()).rejects.toBe(found)
  })

  it.each([
    ['there', inKeychain, true],
    ['gone from there', 'gone', true],
    ['in the file', inFile, false],
    ['nowhere', undefined, false]
  ] as const)('says if the keychain holds it: %s', async (_where, kept, held) => {
    found = kept
    expect(await start().isInKeychain()).toBe(held)
  })

  it('ends with the PIN', async () => {
    found = 'gone'
    const known = start()
    await known.look()
    known.forget()
    expect([known.isSet(), known.onlySignIn()]).toEqual([false, undefined])
  })
})
