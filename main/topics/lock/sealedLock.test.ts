import { rm, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../ground/errors'
import type { Lock } from './lockInterface'
import {
  change,
  codeOf,
  locked,
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

describe('signing in again', () => {
  const signInAgain = async (lock: Lock) => codeOf(Promise.resolve(lock.handlers['lock:signInAgain'](undefined)))

  it('deletes everything that is stored of everybody, then removes the PIN and opens', async () => {
    const lock = await locked()
    expect(await signInAgain(lock)).toBe('done')
    expect(world.done).toEqual(['protected', 'discarded', 'unprotected', 'begun'])
    expect([...world.entries.keys()]).toEqual([])
    expect(state(start())).toMatchObject({ locked: false, pinSet: false })
    expect(await sealerOf(lock)).toBeUndefined()
  })

  it('opens nothing while something may still be stored, and can be asked for again', async () => {
    const lock = await locked()
    world.kept = new AppError('keychainNotCleared')
    expect(await signInAgain(lock)).toBe('keychainNotCleared')
    expect(lock.isLocked()).toBe(true)
    expect(world.done).toEqual(['protected'])
    expect(world.entries.has('pin')).toBe(true)
    world.kept = undefined
    expect(await signInAgain(lock)).toBe('done')
    expect(lock.isLocked()).toBe(false)
  })

  it('opens nothing while the keychain does not let go of the PIN', async () => {
    const lock = await locked()
    world.failing = new AppError('keychainSilent')
    expect(await signInAgain(lock)).toBe('keychainNotCleared')
    world.failing = undefined
    expect(lock.isLocked()).toBe(true)
    expect(state(start())).toMatchObject({ locked: true, pinSet: true })
    expect(await codeOf(unlock(lock, pin))).toBe('done')
  })

  it('opens nothing while the PIN is still there after the keychain said that it is deleted', async () => {
    const lock = await locked()
    world.clings = true
    expect(await signInAgain(lock)).toBe('keychainNotCleared')
    expect(lock.isLocked()).toBe(true)
    expect(world.entries.has('pin')).toBe(true)
    world.clings = false
    expect(await signInAgain(lock)).toBe('done')
    expect(lock.isLocked()).toBe(false)
  })

  it('opens nothing while the file still says that a PIN is set', async () => {
    const lock = await locked()
    await rm(world.folder, { recursive: true })
    expect(await signInAgain(lock)).toBe('lockNotWritten')
    expect(lock.isLocked()).toBe(true)
  })

  it.each(['', 'garbage', '{}', '{"v":3,"settings":{},"pin":null}', '{"v":1,"pin":null}'])(
    'is the only way past a file like %j if the keychain holds no PIN',
    async (content) => {
      await writeFile(world.path, content)
      const lock = start()
      expect(state(lock)).toMatchObject({ locked: true, pinSet: true })
      await lock.look()
      expect(state(lock)).toMatchObject({ locked: true, onlySignIn: 'unreadable' })
      expect(await codeOf(unlock(lock, pin))).toBe('invalidInput')
      expect(await signInAgain(lock)).toBe('done')
      expect(state(start())).toMatchObject({ locked: false, pinSet: false })
    }
  )

  it('is the only way on if the keychain no longer holds the PIN', async () => {
    const lock = await locked()
    world.entries.clear()
    await lock.look()
    expect(state(lock)).toMatchObject({ locked: true, onlySignIn: 'gone' })
    expect(await signInAgain(lock)).toBe('done')
  })
})

describe('a file that does not mention the PIN in the keychain', () => {
  it.each([
    ['missing', undefined],
    ['damaged', 'garbage'],
    ['of an older version, without a PIN', JSON.stringify({ v: 1, settings, pin: null })],
    ['foreign', JSON.stringify({ v: 2, settings, pin: null })]
  ])('means locked if it is %s, and the PIN opens', async (_what, content) => {
    await withPin()
    if (content === undefined) await rm(world.path)
    else await writeFile(world.path, content)
    const lock = start()
    expect(await codeOf(sealerOf(lock))).toBe('locked')
    expect(state(lock)).toMatchObject({ locked: true, pinSet: true })
    expect(lock.refuses('factors:listEnrolled')).toBe(true)
    expect(await codeOf(unlock(lock, wrong))).toBe('pinWrong')
    expect(state(lock)).toMatchObject({ attemptsLeft: 9 })
    expect(await codeOf(unlock(lock, pin))).toBe('done')
    expect(await sealerOf(lock)).toBeDefined()
  })

  it('means the keychain’s failure if the keychain cannot be read', async () => {
    await withPin()
    await rm(world.path)
    world.failing = new AppError('keychainSilent')
    const lock = start()
    expect(await codeOf(sealerOf(lock))).toBe('keychainSilent')
    world.failing = undefined
    expect(await codeOf(sealerOf(lock))).toBe('locked')
  })

  it('lets nobody set another PIN', async () => {
    await withPin()
    await rm(world.path)
    const lock = start()
    expect(await codeOf(Promise.resolve(lock.handlers['lock:setPin']({ pin: wrong })))).toBe('invalidInput')
    expect(await codeOf(sealerOf(lock))).toBe('locked')
    expect(await codeOf(unlock(lock, pin))).toBe('done')
  })
})

describe('the data key', () => {
  it('is in memory only while nothing is locked', async () => {
    const lock = await withPin()
    const sealer = await sealerOf(lock)
    expect(sealer?.open('x', sealer.seal('x', 'token'))).toBe('token')
    await lock.lockNow()
    await expect.poll(() => world.done).toContain('ended')
    expect(() => sealer?.seal('x', 'token')).toThrow(new AppError('locked'))
    await unlock(lock, pin)
    expect(sealer?.open('x', sealer.seal('x', 'token'))).toBe('token')
  })

  it('stays the same when the PIN changes, and only the PIN’s entry is written', async () => {
    const lock = await withPin()
    const sealed = (await sealerOf(lock))?.seal('x', 'token') ?? ''
    await lock.handlers['lock:setPin']({ current: pin, pin: '908172' })
    expect(world.done).toEqual([])
    expect([...world.entries.keys()]).toEqual(['pin'])
    const next = start()
    expect(await codeOf(unlock(next, pin))).toBe('pinWrong')
    expect(await codeOf(unlock(next, '908172'))).toBe('done')
    expect((await sealerOf(next))?.open('x', sealed)).toBe('token')
  })

  it('seals every account when a PIN is set, and the rest at the next unlock', async () => {
    const lock = start()
    await lock.handlers['lock:setPin']({ pin })
    expect(world.done).toEqual(['sealed'])
    const content = JSON.parse(Buffer.from(world.entries.get('pin') ?? '', 'base64url').toString()) as object
    world.entries.set('pin', Buffer.from(JSON.stringify({ ...content, complete: false })).toString('base64url'))
    world.done.length = 0
    await unlock(start(), pin)
    expect(world.done).toEqual(['protected', 'sealed', 'unprotected', 'begun'])
    world.done.length = 0
    await unlock(start(), pin)
    expect(world.done).toEqual(['protected', 'unprotected', 'begun'])
  })

  it('leaves every account readable before the PIN is removed', async () => {
    const lock = await withPin()
    await lock.handlers['lock:removePin']({ pin })
    expect(world.done).toEqual(['made readable'])
    expect(world.entries.size).toBe(0)
    expect(await sealerOf(lock)).toBeUndefined()
    expect(state(start())).toMatchObject({ locked: false, pinSet: false })
  })

  it('is kept for Touch ID in an entry of its own, only while that is turned on', async () => {
    const lock = await withPin(true)
    expect(await change(lock, { touchId: true })).toBe('done')
    expect([...world.entries.keys()].sort()).toEqual(['pin', 'touchIdKey'])
    expect(await change(lock, { touchId: false })).toBe('done')
    expect([...world.entries.keys()]).toEqual(['pin'])
    await change(lock, { touchId: true })
    await lock.handlers['lock:removePin']({ pin })
    expect(world.entries.size).toBe(0)
  })
})
