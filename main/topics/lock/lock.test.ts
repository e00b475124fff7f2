import { readdir, rm } from 'node:fs/promises'
import { describe, expect, it, vi } from 'vitest'
import { type Channel, contract } from '../../../contract'
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

describe('a lock without a PIN', () => {
  it('is open, writes no file and cannot be locked', async () => {
    const lock = start()
    expect(state(lock)).toMatchObject({ locked: false, pinSet: false })
    expect(await readdir(world.folder)).toEqual([])
    lock.away()
    expect(await codeOf(lock.lockNow())).toBe('invalidInput')
    expect(world.done).toEqual([])
  })
})

describe('locking', () => {
  it('renews the page, drops what is in memory and keeps the screen out of pictures', async () => {
    const lock = await withPin()
    await lock.lockNow()
    await expect.poll(() => world.done).toEqual(['protected', 'page renewed', 'ended'])
    expect(lock.isLocked()).toBe(true)
  })

  it('closes every channel but those of the lock screen', async () => {
    const lock = await locked()
    const open = Object.keys(contract).filter((channel) => !lock.refuses(channel as Channel))
    expect(open.sort()).toEqual([
      'diagnostics:copyFailure',
      'lock:read',
      'lock:signInAgain',
      'lock:unlock',
      'lock:unlockWithTouchId',
      'settings:read'
    ])
    await unlock(lock, pin)
    expect(Object.keys(contract).filter((channel) => lock.refuses(channel as Channel))).toEqual([])
  })

  it('happens when the computer is left, unless the person turned that off', async () => {
    const lock = await withPin()
    await change(lock, { afterMinutes: null, whenAway: false, touchId: false })
    lock.away()
    expect(lock.isLocked()).toBe(false)
    await change(lock, { afterMinutes: null, whenAway: true, touchId: false })
    lock.away()
    expect(lock.isLocked()).toBe(true)
  })

  it('happens after the minutes without input, and checks only when that may be true', async () => {
    const lock = await withPin()
    await change(lock, { afterMinutes: 5 })
    expect(vi.getTimerCount()).toBe(1)
    world.idleSeconds = 100
    passTime(5 * 60_000)
    expect(lock.isLocked()).toBe(false)
    passTime(199_000)
    world.idleSeconds = 300
    expect(lock.isLocked()).toBe(false)
    passTime(1_000)
    expect(lock.isLocked()).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('asks first if the person locks and something would be lost', async () => {
    const lock = await withPin()
    world.atStake = 'session'
    await lock.lockNow()
    expect(lock.isLocked()).toBe(false)
    world.agrees = true
    await lock.lockNow()
    expect(lock.isLocked()).toBe(true)
    expect(world.done.filter((what) => what.startsWith('asked'))).toEqual([
      'asked about session',
      'asked about session'
    ])
  })

  it('does not wait for an answer if it happens by itself, and names the loss until the window opens', async () => {
    const lock = await withPin()
    world.atStake = 'recoveryCode'
    lock.away()
    expect(state(lock)).toMatchObject({ locked: true, lost: 'recoveryCode' })
    await unlock(lock, pin)
    expect(state(lock).lost).toBeUndefined()
  })
})

describe('unlocking', () => {
  it('loads the page again with the right PIN, typed with full-width digits too', async () => {
    const lock = await locked()
    expect(world.done).toEqual(['protected'])
    await unlock(lock, '７３５５１９')
    expect(world.done).toEqual(['protected', 'unprotected', 'begun'])
    expect(state(lock)).toMatchObject({ locked: false, pinSet: true })
  })

  it('waits until everything from before has ended', async () => {
    const lock = await withPin()
    await lock.lockNow()
    await unlock(lock, pin)
    expect(world.done).toEqual(['protected', 'page renewed', 'ended', 'unprotected', 'begun'])
  })

  it('takes Touch ID only if the person turned it on', async () => {
    const before = await withPin(true)
    const lock = start(true)
    world.finger = true
    const byFinger = async (one: Lock) => codeOf(Promise.resolve(one.handlers['lock:unlockWithTouchId'](undefined)))
    expect(await byFinger(lock)).toBe('invalidInput')
    await change(before, { afterMinutes: null, whenAway: true, touchId: true })
    const next = start(true)
    world.finger = false
    expect(await byFinger(next)).toBe('touchIdRefused')
    world.finger = true
    expect(await byFinger(next)).toBe('done')
    expect(next.isLocked()).toBe(false)
  })
})

describe('the PIN', () => {
  it('is required for every change of the settings, and wrong ones are counted', async () => {
    const lock = await withPin()
    expect(await change(lock, { afterMinutes: null }, wrong)).toBe('pinWrong')
    expect(state(lock)).toMatchObject({ attemptsLeft: 9, settings: { afterMinutes: 10 } })
    expect(await change(lock, { afterMinutes: 60 })).toBe('done')
    expect(state(start())).toMatchObject({ settings: { afterMinutes: 60 } })
  })

  it('changes and goes only for a person who knows it, and wrong ones are counted there too', async () => {
    const lock = await withPin()
    const setPin = async (current: string) =>
      codeOf(Promise.resolve(lock.handlers['lock:setPin']({ current, pin: wrong })))
    expect(await setPin('0000')).toBe('pinWrong')
    expect(await codeOf(Promise.resolve(lock.handlers['lock:removePin']({ pin: '0000' })))).toBe('pinWrong')
    expect(world.told.at(-1)).toMatchObject({ attemptsLeft: 8 })
    expect(await setPin(pin)).toBe('done')
    await lock.handlers['lock:removePin']({ pin: wrong })
    expect(state(start())).toMatchObject({ locked: false, pinSet: false })
  })

  it('that was tried too often locks the window, which then opens for no finger either', async () => {
    const lock = await withPin(true)
    await change(lock, { touchId: true })
    const wait = () => passTime(Math.max(0, (state(lock).retryAt ?? 0) - Date.now()))
    for (let tries = 0; tries < 9; tries++) {
      expect(await codeOf(Promise.resolve(lock.handlers['lock:removePin']({ pin: wrong })))).toBe('pinWrong')
      wait()
    }
    expect(await codeOf(Promise.resolve(lock.handlers['lock:removePin']({ pin: wrong })))).toBe('pinAttemptsSpent')
    expect(state(lock)).toMatchObject({ locked: true, onlySignIn: 'attempts' })
    world.finger = true
    for (const one of [lock, start(true)]) {
      expect(await codeOf(Promise.resolve(one.handlers['lock:unlockWithTouchId'](undefined)))).toBe('invalidInput')
      expect(one.isLocked()).toBe(true)
    }
  })

  it('is not reported as saved if the keychain does not take it', async () => {
    const lock = start()
    world.failing = new AppError('keychainLocked')
    expect(await codeOf(Promise.resolve(lock.handlers['lock:setPin']({ pin })))).toBe('keychainLocked')
    world.failing = undefined
    expect(await sealerOf(lock)).toBeUndefined()
    expect(state(start())).toMatchObject({ locked: false, pinSet: false })
  })

  it('is saved, and its tries never go back, under a stream of changes of the settings', async () => {
    for (let run = 0; run < 15; run++) {
      await rm(world.path, { force: true })
      world.entries.clear()
      const lock = start()
      const stream = (entered: string) =>
        Array.from({ length: 5 }, (_, step) => change(lock, { afterMinutes: 1 + step }, entered))
      const before = stream(pin)
      const saving = codeOf(Promise.resolve(lock.handlers['lock:setPin']({ pin })))
      const results = await Promise.all([
        ...before,
        saving,
        ...stream(pin),
        change(lock, {}, wrong),
        ...stream(wrong).slice(0, 1)
      ])
      expect(results.filter((code) => code === 'done')).toHaveLength(6)
      const next = start()
      expect(await codeOf(sealerOf(next))).toBe('locked')
      expect(state(next)).toMatchObject({ locked: true, pinSet: true, attemptsLeft: 8, settings: { afterMinutes: 5 } })
    }
  })
})
