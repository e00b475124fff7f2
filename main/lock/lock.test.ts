import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Channel, contract } from '../../contract'
import { lockState, type LockState } from '../../contract/lock'
import { AppError } from '../errors'
import { type AtStake, createLock, type Lock } from './lock'
import { type LockFile, openLockFile } from './lockFile'

// What makes PINs costly to try makes these tests slow.
vi.setConfig({ testTimeout: 60_000 })

const pin = '735519'
const wrong = '735518'

let folder: string
let path: string
/** What the lock did to what it locks away, in order. */
let done: string[]
let told: LockState[]
let idleSeconds: number
let atStake: AtStake | undefined
let agrees: boolean
let finger: boolean

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-lock-'))
  path = join(folder, 'lock.json')
  done = []
  told = []
  idleSeconds = 0
  atStake = undefined
  agrees = false
  finger = false
  vi.useFakeTimers({ toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout'] })
})
afterEach(async () => {
  vi.useRealTimers()
  await rm(folder, { recursive: true })
})

/** The lock at a start of the app; a second call is the next start. */
function start(touchId = false, file?: LockFile): Lock {
  const log = (what: string) => () => void done.push(what)
  return createLock({
    file: file ?? openLockFile(path),
    locked: {
      atStake: () => atStake,
      end: () => Promise.resolve().then(log('ended')),
      begin: log('begun'),
      signOutAll: () => Promise.resolve().then(log('signed out'))
    },
    renewPage: log('page renewed'),
    protectScreen: (on) => done.push(on ? 'protected' : 'unprotected'),
    confirmLoss: (what) => {
      done.push(`asked about ${what}`)
      return Promise.resolve(agrees)
    },
    touchId: { available: () => touchId, prompt: () => (finger ? Promise.resolve() : Promise.reject(new Error('no'))) },
    idleSeconds: () => idleSeconds,
    onChanged: (state) => told.push(lockState.parse(state))
  })
}

const state = (lock: Lock): LockState => lockState.parse(lock.handlers['lock:read'](undefined))
const unlock = async (lock: Lock, entered: string) => lock.handlers['lock:unlock']({ pin: entered })
const codeOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : error)
  )

async function withPin(touchId = false): Promise<Lock> {
  const lock = start(touchId)
  await lock.handlers['lock:setPin']({ pin })
  return lock
}

async function locked(): Promise<Lock> {
  await withPin()
  done.length = 0
  return start()
}

/** Waits out whatever wait there is, without a second passing in this world. */
function passTime(ms: number): void {
  vi.advanceTimersByTime(ms)
}

describe('a lock without a PIN', () => {
  it('is open, writes no file and has nothing to lock with', async () => {
    const lock = start()
    expect(state(lock)).toMatchObject({ locked: false, pinSet: false })
    expect(await readdir(folder)).toEqual([])
    lock.away()
    expect(await codeOf(lock.lockNow())).toBe('invalidInput')
    expect(done).toEqual([])
  })
})

describe('locking', () => {
  it('renews the page, drops what is in memory and keeps the screen out of pictures', async () => {
    const lock = await withPin()
    await lock.lockNow()
    await expect.poll(() => done).toEqual(['protected', 'page renewed', 'ended'])
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

  it('comes when the computer is left, unless the person wants it otherwise', async () => {
    const lock = await withPin()
    await lock.handlers['lock:change']({ afterMinutes: null, whenAway: false, touchId: false })
    lock.away()
    expect(lock.isLocked()).toBe(false)
    await lock.handlers['lock:change']({ afterMinutes: null, whenAway: true, touchId: false })
    lock.away()
    expect(lock.isLocked()).toBe(true)
  })

  it('comes after the minutes without input, and looks only when that could be', async () => {
    const lock = await withPin()
    await lock.handlers['lock:change']({ afterMinutes: 5, whenAway: true, touchId: false })
    expect(vi.getTimerCount()).toBe(1)
    idleSeconds = 100
    passTime(5 * 60_000)
    expect(lock.isLocked()).toBe(false)
    passTime(199_000)
    idleSeconds = 300
    expect(lock.isLocked()).toBe(false)
    passTime(1_000)
    expect(lock.isLocked()).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('asks first where the person locks and something would be lost', async () => {
    const lock = await withPin()
    atStake = 'session'
    await lock.lockNow()
    expect(lock.isLocked()).toBe(false)
    agrees = true
    await lock.lockNow()
    expect(lock.isLocked()).toBe(true)
    expect(done.filter((what) => what.startsWith('asked'))).toEqual(['asked about session', 'asked about session'])
  })

  it('does not wait for an answer where it comes by itself, and says what was lost until it is opened', async () => {
    const lock = await withPin()
    atStake = 'recoveryCode'
    lock.away()
    expect(state(lock)).toMatchObject({ locked: true, lost: 'recoveryCode' })
    await unlock(lock, pin)
    expect(state(lock).lost).toBeUndefined()
  })
})

describe('unlocking', () => {
  it('begins anew with the right PIN, typed with full-width digits too', async () => {
    const lock = await locked()
    expect(done).toEqual(['protected'])
    await unlock(lock, '７３５５１９')
    expect(done).toEqual(['protected', 'unprotected', 'begun'])
    expect(state(lock)).toMatchObject({ locked: false, pinSet: true })
  })

  it('waits until what was there before is put away', async () => {
    const lock = await withPin()
    await lock.lockNow()
    await unlock(lock, pin)
    expect(done).toEqual(['protected', 'page renewed', 'ended', 'unprotected', 'begun'])
  })

  it('takes Touch ID only where the person turned it on', async () => {
    const before = await withPin(true)
    const lock = start(true)
    finger = true
    const byFinger = async (one: Lock) => codeOf(Promise.resolve(one.handlers['lock:unlockWithTouchId'](undefined)))
    expect(await byFinger(lock)).toBe('invalidInput')
    await before.handlers['lock:change']({ afterMinutes: null, whenAway: true, touchId: true })
    const next = start(true)
    finger = false
    expect(await byFinger(next)).toBe('touchIdRefused')
    finger = true
    expect(await byFinger(next)).toBe('done')
    expect(next.isLocked()).toBe(false)
  })
})

describe('signing in again', () => {
  it('signs everybody out, then takes the PIN away and opens', async () => {
    const lock = await locked()
    await lock.handlers['lock:signInAgain'](undefined)
    expect(done).toEqual(['protected', 'signed out', 'unprotected', 'begun'])
    expect(state(start())).toMatchObject({ locked: false, pinSet: false })
  })

  it('opens nothing while the PIN cannot be taken away', async () => {
    const lock = await locked()
    await rm(folder, { recursive: true })
    expect(await codeOf(Promise.resolve(lock.handlers['lock:signInAgain'](undefined)))).toBe('lockNotWritten')
    expect(lock.isLocked()).toBe(true)
    folder = await mkdtemp(join(tmpdir(), 'holdfast-lock-'))
  })

  it.each(['', 'garbage', '{}', '{"v":2,"settings":{},"pin":null}', '{"v":1,"pin":null}'])(
    'is the only way past a file like %j',
    async (content) => {
      await writeFile(path, content)
      const lock = start()
      expect(state(lock)).toMatchObject({ locked: true, onlySignIn: 'unreadable' })
      expect(await codeOf(unlock(lock, pin))).toBe('invalidInput')
      await lock.handlers['lock:signInAgain'](undefined)
      expect(state(start())).toMatchObject({ locked: false, pinSet: false })
    }
  )

  it('is the only way past any other damage of the file', async () => {
    await withPin()
    const whole = await readFile(path)
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
        await writeFile(path, whole.subarray(0, length))
        expect(state(start())).toMatchObject({ locked: true, onlySignIn: 'unreadable' })
      }),
      { numRuns: 50 }
    )
  })
})

describe('the PIN', () => {
  it('is kept as a salted hash, in a file that only its owner reads', async () => {
    await withPin()
    const first = await readFile(path, 'utf8')
    expect(first).not.toContain(pin)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    await rm(path)
    await withPin()
    expect(await readFile(path, 'utf8')).not.toBe(first)
  })

  it('changes and goes only for who knows it, and wrong ones are counted there too', async () => {
    const lock = await withPin()
    const change = async (current: string) =>
      codeOf(Promise.resolve(lock.handlers['lock:setPin']({ current, pin: wrong })))
    expect(await change('0000')).toBe('pinWrong')
    expect(await codeOf(Promise.resolve(lock.handlers['lock:removePin']({ pin: '0000' })))).toBe('pinWrong')
    expect(told.at(-1)).toMatchObject({ attemptsLeft: 8 })
    expect(await change(pin)).toBe('done')
    await lock.handlers['lock:removePin']({ pin: wrong })
    expect(state(start())).toMatchObject({ locked: false, pinSet: false })
  })

  it('that was tried too often locks the window', async () => {
    const file = openLockFile(path)
    const lock = start(false, file)
    await lock.handlers['lock:setPin']({ pin })
    const stored = file.pin()
    await file.write({ pin: stored && { ...stored, failed: 9 } })
    expect(await codeOf(Promise.resolve(lock.handlers['lock:removePin']({ pin: wrong })))).toBe('pinAttemptsSpent')
    expect(state(lock)).toMatchObject({ locked: true, onlySignIn: 'attempts' })
  })
})
