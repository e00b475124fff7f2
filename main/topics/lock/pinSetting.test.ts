import { writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../ground/errors'
import type { Lock } from './lockInterface'
import {
  change,
  codeOf,
  pin,
  sealerOf,
  settings,
  start,
  state,
  unlock,
  useWorld,
  withPin,
  world,
  wrong
} from './lock.testing'

useWorld()

const setPin = async (lock: Lock, next = pin, current?: string) =>
  codeOf(Promise.resolve(lock.handlers['lock:setPin']({ pin: next, ...(current !== undefined && { current }) })))
const removePin = async (lock: Lock) => codeOf(Promise.resolve(lock.handlers['lock:removePin']({ pin })))

/** The PIN’s entry in the keychain. */
const kept = (): unknown => JSON.parse(Buffer.from(world.entries.get('pin') ?? '', 'base64url').toString())

describe('setting a PIN', () => {
  it('is complete once every account is sealed, and tells the window', async () => {
    const lock = start()
    expect(await setPin(lock)).toBe('done')
    expect(kept()).toMatchObject({ gen: 1, complete: true })
    expect(world.told.at(-1)).toMatchObject({ pinSet: true, locked: false })
  })

  it('stays incomplete if not every account could be sealed', async () => {
    const lock = start()
    world.sealing = new AppError('keychainSilent')
    expect(await setPin(lock)).toBe('keychainSilent')
    expect(kept()).toMatchObject({ complete: false })
    expect(world.told.at(-1)).toMatchObject({ pinSet: true })
    world.sealing = undefined
    expect(await setPin(lock, '908172', pin)).toBe('done')
    expect(kept()).toMatchObject({ gen: 2, complete: true })
    expect(world.done).toEqual(['sealed'])
  })

  it('needs the one that is set', async () => {
    const lock = await withPin()
    expect(await setPin(lock, wrong)).toBe('invalidInput')
    expect(await codeOf(unlock(start(), pin))).toBe('done')
  })

  it('is refused if the PIN that the file speaks of is gone', async () => {
    const lock = await withPin()
    world.entries.clear()
    expect(await setPin(lock, wrong, pin)).toBe('invalidInput')
    expect(await setPin(lock, wrong)).toBe('invalidInput')
    expect(world.entries.size).toBe(0)
  })

  it('without a keychain seals nothing, and can be changed there', async () => {
    world.failing = new AppError('keychainAbsent')
    const lock = start()
    expect(await setPin(lock)).toBe('done')
    expect(await setPin(lock, '908172', pin)).toBe('done')
    expect(world.done).toEqual([])
    const next = start()
    expect(await codeOf(unlock(next, pin))).toBe('pinWrong')
    expect(await codeOf(unlock(next, '908172'))).toBe('done')
    expect(await sealerOf(next)).toBeUndefined()
  })
})

describe('removing a PIN', () => {
  it('makes everything readable first, and forgets what the window knew of the PIN', async () => {
    const lock = await withPin()
    expect(await removePin(lock)).toBe('done')
    expect(world.done).toEqual(['made readable'])
    expect(state(lock)).toMatchObject({ pinSet: false, locked: false })
    expect(await setPin(lock)).toBe('done')
    expect(await sealerOf(lock)).toBeDefined()
  })

  it('keeps the PIN and seals again if something could not be made readable', async () => {
    const lock = await withPin()
    world.sealing = new AppError('keychainSilent')
    expect(await removePin(lock)).toBe('keychainSilent')
    world.sealing = undefined
    expect(kept()).toMatchObject({ complete: false })
    expect(await sealerOf(lock)).toBeDefined()
    expect(state(lock)).toMatchObject({ pinSet: true })
    world.done.length = 0
    await unlock(start(), pin)
    expect(world.done).toEqual(['protected', 'sealed', 'unprotected', 'begun'])
  })

  it('makes nothing readable where nothing is sealed', async () => {
    world.failing = new AppError('keychainAbsent')
    const lock = start()
    await setPin(lock)
    expect(await removePin(lock)).toBe('done')
    expect(world.done).toEqual([])
    expect(state(start())).toMatchObject({ locked: false, pinSet: false })
  })

  it('ends the wait of the PIN that was removed', async () => {
    const lock = await withPin()
    for (let tries = 0; tries < 3; tries++) await change(lock, {}, wrong)
    expect(state(lock).retryAt).toBeDefined()
    await lock.forgetPin()
    expect(state(lock).retryAt).toBeUndefined()
    expect(state(lock).attemptsLeft).toBeUndefined()
    expect(world.entries.size).toBe(0)
  })
})

describe('changing the settings', () => {
  it('is not possible without a PIN', async () => {
    expect(await change(start(), { afterMinutes: 1 })).toBe('invalidInput')
  })

  it('takes the key for Touch ID away only if it was turned on', async () => {
    const lock = await withPin(true)
    world.entries.set('touchIdKey', 'of another version')
    await change(lock, { touchId: false })
    expect(world.entries.has('touchIdKey')).toBe(true)
    for (let times = 0; times < 2; times++) await change(lock, { touchId: true })
    expect(world.entries.get('touchIdKey')).toMatch(/^[\w-]{43}$/)
    await change(lock, { touchId: false })
    expect(world.entries.has('touchIdKey')).toBe(false)
    await change(lock, { afterMinutes: 5 })
    expect([...world.entries.keys()]).toEqual(['pin'])
  })

  it('keeps no key for Touch ID where there is none', async () => {
    world.failing = new AppError('keychainAbsent')
    const lock = start(true)
    await setPin(lock)
    expect(await change(lock, { touchId: true })).toBe('done')
    expect(await change(lock, { touchId: false })).toBe('done')
    expect(world.entries.size).toBe(0)
    expect(state(lock).settings.touchId).toBe(false)
  })

  it('takes effect at once', async () => {
    const lock = await withPin()
    expect(await change(lock, { afterMinutes: 60, whenAway: false })).toBe('done')
    expect(world.told.at(-1)?.settings).toEqual({ ...settings, afterMinutes: 60, whenAway: false })
    lock.away()
    expect(lock.isLocked()).toBe(false)
  })
})

describe('a look at the PIN', () => {
  it('tells the window what has changed, and fails for nobody', async () => {
    await withPin()
    const lock = start()
    world.failing = new AppError('keychainSilent')
    await lock.look()
    expect(world.told.at(-1)).toMatchObject({ locked: true, pinSet: true })
    expect(world.logged).toEqual(['lock-unreadable'])
    world.failing = undefined
    world.entries.set('pin', 'garbage')
    await lock.look()
    expect(world.told.at(-1)).toMatchObject({ onlySignIn: 'unreadable' })
  })

  it('finds that none is set although a damaged file locked the window, once a new one is written', async () => {
    await writeFile(world.path, 'garbage')
    const lock = start()
    expect(state(lock)).toMatchObject({ locked: true, settings })
    await lock.look()
    expect(world.told.at(-1)).toMatchObject({ onlySignIn: 'unreadable' })
  })
})
