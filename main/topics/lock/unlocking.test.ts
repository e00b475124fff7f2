import { describe, expect, it, vi } from 'vitest'
import { AppError } from '../../ground/errors'
import type { Lock } from './lockInterface'
import {
  change,
  codeOf,
  locked,
  passTime,
  pin,
  sealerOf,
  start,
  state,
  unlock,
  useWorld,
  withPin,
  world,
  wrong
} from './lock.testing'

useWorld()

const byFinger = async (lock: Lock) => codeOf(Promise.resolve(lock.handlers['lock:unlockWithTouchId'](undefined)))
const setPin = async (lock: Lock, current?: string) =>
  codeOf(Promise.resolve(lock.handlers['lock:setPin']({ pin, ...(current !== undefined && { current }) })))

/** Resolves to a lock at the next start, which Touch ID may open. */
async function forFinger(touchId = true): Promise<Lock> {
  await change(await withPin(true), { touchId: true })
  world.finger = true
  world.done.length = 0
  return start(touchId)
}

/** Resolves to a locked window whose earlier run has ended, with its timers. */
async function lockedAlone(): Promise<Lock> {
  const lock = await locked()
  vi.clearAllTimers()
  return lock
}

describe('an open window', () => {
  it('is opened in no way, and an open one changes nothing', async () => {
    const lock = await withPin(true)
    world.finger = true
    expect(await codeOf(unlock(lock, pin))).toBe('invalidInput')
    expect(await byFinger(lock)).toBe('invalidInput')
    expect(await codeOf(Promise.resolve(lock.handlers['lock:signInAgain'](undefined)))).toBe('invalidInput')
    expect(world.done).toEqual([])
    expect(world.entries.has('pin')).toBe(true)
  })
})

describe('a locked window', () => {
  it('takes no change and no further lock', async () => {
    const lock = await locked()
    expect(await change(lock, { afterMinutes: 1 })).toBe('locked')
    expect(await setPin(lock, pin)).toBe('locked')
    expect(await codeOf(Promise.resolve(lock.handlers['lock:removePin']({ pin })))).toBe('locked')
    expect(await codeOf(lock.lockNow())).toBe('invalidInput')
    expect(await codeOf(Promise.resolve(lock.handlers['lock:lockNow'](undefined)))).toBe('invalidInput')
    expect(state(start()).settings.afterMinutes).toBe(10)
    expect(state(start()).attemptsLeft).toBeUndefined()
  })

  it('tells the page after each PIN how many tries are left, and until when it has to wait', async () => {
    const lock = await locked()
    world.told.length = 0
    for (let tries = 1; tries <= 3; tries++) await codeOf(unlock(lock, wrong))
    expect(world.told.map(({ attemptsLeft }) => attemptsLeft)).toEqual([9, 8, 7])
    expect(state(lock).retryAt).toBe(Date.now() + 30_000)
    await expect(unlock(lock, pin)).rejects.toMatchObject({
      code: 'pinTooSoon',
      facts: { retryAt: Date.now() + 30_000 }
    })
    passTime(30_000)
    expect(state(lock).retryAt).toBeUndefined()
    await unlock(lock, pin)
    expect(world.told.at(-1)).not.toHaveProperty('attemptsLeft')
  })

  it('opens by a PIN although not every account could be sealed, and logs that', async () => {
    const lock = start()
    world.sealing = new AppError('keychainSilent')
    expect(await setPin(lock)).toBe('keychainSilent')
    const next = start()
    await unlock(next, pin)
    expect(next.isLocked()).toBe(false)
    expect(world.logged).toEqual(['not-sealed'])
    world.sealing = undefined
    world.done.length = 0
    await unlock(start(), pin)
    expect(world.done).toEqual(['protected', 'sealed', 'unprotected', 'begun'])
  })

  it('is tried with a new keychain before a person has to type the PIN again', async () => {
    const lock = await locked()
    world.failing = new AppError('keychainSilent')
    world.reset = () => (world.failing = undefined)
    await unlock(lock, pin)
    expect(lock.isLocked()).toBe(false)
  })

  it('starts the keychain anew before it deletes everything', async () => {
    const lock = await locked()
    world.reset = () => world.done.push('reset')
    await lock.handlers['lock:signInAgain'](undefined)
    expect(world.done).toEqual(['protected', 'reset', 'discarded', 'unprotected', 'begun'])
    expect(state(lock)).toMatchObject({ locked: false, pinSet: false })
  })

  it('does not lock again by itself while it is locked', async () => {
    const lock = await lockedAlone()
    world.atStake = 'session'
    world.idleSeconds = 3_600
    passTime(3_600_000)
    lock.away()
    expect(world.done).toEqual(['protected'])
    expect(state(lock).lost).toBeUndefined()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('watches for an idle computer from the moment it opens', async () => {
    const lock = await lockedAlone()
    await unlock(lock, pin)
    expect(vi.getTimerCount()).toBe(1)
    world.idleSeconds = 600
    passTime(600_000)
    expect(lock.isLocked()).toBe(true)
  })
})

describe('Touch ID', () => {
  it('opens with the key that is kept for it', async () => {
    const lock = await forFinger()
    expect(state(lock).touchIdAvailable).toBe(true)
    expect(await byFinger(lock)).toBe('done')
    expect(lock.isLocked()).toBe(false)
    expect(await sealerOf(lock)).toBeDefined()
  })

  it('is not asked on a computer without it, although the file says that it is on', async () => {
    const lock = await forFinger(false)
    expect(state(lock).touchIdAvailable).toBe(false)
    expect(await byFinger(lock)).toBe('invalidInput')
    expect(lock.isLocked()).toBe(true)
  })

  it('is not asked if the PIN is gone', async () => {
    const lock = await forFinger()
    world.entries.delete('pin')
    expect(await byFinger(lock)).toBe('invalidInput')
    expect(lock.isLocked()).toBe(true)
  })

  it('refuses with the reason of the system', async () => {
    const lock = await forFinger()
    world.finger = false
    await expect(lock.handlers['lock:unlockWithTouchId'](undefined)).rejects.toMatchObject({
      code: 'touchIdRefused',
      cause: { message: 'no' }
    })
  })

  it('opens nothing without the key for what is sealed', async () => {
    const lock = await forFinger()
    world.entries.delete('touchIdKey')
    expect(await byFinger(lock)).toBe('touchIdRefused')
    expect(lock.isLocked()).toBe(true)
  })

  it('opens without a key where nothing is sealed, because there is no keychain', async () => {
    world.failing = new AppError('keychainAbsent')
    const before = start(true)
    await setPin(before)
    expect(await change(before, { touchId: true })).toBe('done')
    const lock = start(true)
    world.finger = true
    world.reset = () => undefined
    expect(state(lock)).toMatchObject({ locked: true, settings: { touchId: true } })
    world.failing = undefined
    expect(await byFinger(lock)).toBe('done')
    expect(lock.isLocked()).toBe(false)
  })
})
