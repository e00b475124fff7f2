import { scryptSync } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { describe, expect, it, vi } from 'vitest'
import { AppError } from '../../ground/errors'
import { inMemory } from '../../vault/memory'
import { createDataKey } from './dataKey'
import type { Lock } from './lockInterface'
import { change, codeOf, pin, sealerOf, settings, start, state, unlock, useWorld, world, wrong } from './lock.testing'
import { openLockFile } from './lockFile'
import { createPinCheck } from './pinCheck'
import { createPinEntry } from './pinEntry'
import { createPinSetting } from './pinSetting'
import type { KeptPin } from './pinStore'

useWorld()

const cost = 2 ** 4
const setPin = async (lock: Lock, next = pin, current?: string) =>
  codeOf(Promise.resolve(lock.handlers['lock:setPin']({ pin: next, ...(current !== undefined && { current }) })))
const filed = async (): Promise<unknown> => JSON.parse(await readFile(world.path, 'utf8'))

/** Returns the check of PINs alone, over a keychain that may take nothing, and what it logs. */
function checkOver(takes = true) {
  const refused = (): Promise<never> => Promise.reject(new AppError('keychainSilent'))
  const vault = { ...inMemory(world.entries), ...(!takes && { set: refused }) }
  const log = vi.fn()
  const file = openLockFile(world.path, cost)
  const check = createPinCheck({ file, entry: createPinEntry(vault, cost), profile: 'Holdfast/profile', cost, log })
  return { check, log }
}

it('opens by a PIN as an earlier version keeps it in the keychain', async () => {
  const content = {
    v: 1,
    gen: 1,
    salt: 'PbYapI+FFevqgffgdJmy6Q==',
    cost,
    wrapped: 'YCcJefuXLPEUWcZcrHsJZGlE2JtwnL7NqdfWeMDWk572ci1hjjI335ABofjvrzzygrLybzxfqlc+VYG3',
    complete: true,
    failed: 0,
    notBefore: 0
  }
  world.entries.set('pin', Buffer.from(JSON.stringify(content)).toString('base64url'))
  expect(await checkOver().check.check(pin)).toHaveLength(32)
})

it('says with a wrong PIN when the next one is accepted', async () => {
  const { check } = checkOver()
  await check.set(pin, Buffer.alloc(32, 1), true)
  for (let tries = 1; tries <= 2; tries++)
    await expect(check.check(wrong)).rejects.toMatchObject({ code: 'pinWrong', facts: { retryAt: undefined } })
  await expect(check.check(wrong)).rejects.toMatchObject({
    code: 'pinWrong',
    facts: { retryAt: Date.now() + 30_000 }
  })
})

describe('a PIN in the file alone', () => {
  /** Sets a PIN on a computer without a keychain. */
  async function withoutKeychain(): Promise<Lock> {
    world.failing = new AppError('keychainAbsent')
    const lock = start()
    await setPin(lock)
    return lock
  }

  it('opens although a keychain that has appeared takes nothing, and stays where it is', async () => {
    await withoutKeychain()
    const { check, log } = checkOver(false)
    expect(await check.check(pin)).toBeUndefined()
    expect(log.mock.calls).toEqual([['pin-not-moved', {}, new AppError('keychainSilent')]])
    expect(await filed()).toMatchObject({ pin: { in: 'file', content: { failed: 0 } } })
  })

  it('moves with any change that needs it, and its key is there from then on', async () => {
    const lock = await withoutKeychain()
    world.failing = undefined
    expect(await change(lock, { afterMinutes: 5 })).toBe('done')
    expect([...world.entries.keys()]).toEqual(['pin'])
    expect(await sealerOf(lock)).toBeDefined()
    expect(lock.isLocked()).toBe(false)
  })

  it('has no accounts to note anything about', async () => {
    const none = checkOver().check
    await none.setComplete(true)
    expect([...world.entries.keys()]).toEqual([])
    await withoutKeychain()
    const before = await filed()
    const { check } = checkOver()
    await check.look()
    await check.setComplete(true)
    expect(await filed()).toEqual(before)
  })

  it('of an older version is replaced by one in the keychain, with the keychain’s way to seal', async () => {
    const salt = Buffer.alloc(16, 3)
    const hash = scryptSync(pin, salt, 32, { N: cost, r: 8, p: 1 })
    const verifier = { salt: salt.toString('base64'), hash: hash.toString('base64'), cost }
    world.full = true
    await writeFile(world.path, JSON.stringify({ v: 1, settings, pin: { verifier, failed: 0, notBefore: 0 } }))
    const lock = start()
    await unlock(lock, pin)
    expect(world.logged).toEqual(['pin-not-moved'])
    world.full = false
    expect(await setPin(lock, '908172', pin)).toBe('done')
    expect(world.done.filter((what) => what === 'sealed')).toHaveLength(1)
    expect(await codeOf(unlock(start(), '908172'))).toBe('done')
  })
})

describe('what an earlier run left readable', () => {
  it.each([undefined, 'gone', { in: 'file', content: { complete: false } }] as (KeptPin | 'gone' | undefined)[])(
    'is sealed by no PIN that is not in the keychain: %j',
    async (kept) => {
      const resealAll = vi.fn(() => Promise.resolve())
      const unused = (): never => {
        throw new Error('not to be called')
      }
      const pins = { ...checkOver().check, look: () => Promise.resolve(kept), setComplete: unused }
      const dataKey = createDataKey({ profile: 'profile', isPinSet: unused, onMissing: unused })
      const touchIdKey = { read: unused, keep: unused, remove: unused }
      const file = openLockFile(world.path, cost)
      const setting = createPinSetting({ file, pins, dataKey, touchIdKey, check: unused, resealAll })
      await setting.complete()
      expect(resealAll).not.toHaveBeenCalled()
    }
  )
})

it('watches for an idle computer no longer once it is locked, or once the PIN is gone', async () => {
  const lock = start()
  await setPin(lock)
  expect(vi.getTimerCount()).toBe(1)
  await lock.handlers['lock:removePin']({ pin })
  expect(vi.getTimerCount()).toBe(0)
  await setPin(lock)
  lock.away()
  expect(vi.getTimerCount()).toBe(0)
})

it('tells the window only of tries and waits that there are', async () => {
  const lock = start()
  await setPin(lock)
  const told = lock.handlers['lock:read'](undefined)
  expect(Object.keys(await told).sort()).toEqual(['locked', 'pinSet', 'settings', 'touchIdAvailable'])
  await change(lock, {}, wrong)
  expect(state(lock)).toMatchObject({ attemptsLeft: 9 })
})
