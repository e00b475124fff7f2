import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, vi } from 'vitest'
import { type LockSettings, lockState, type LockState } from '../../contract/lock'
import { AppError } from '../errors'
import { inMemory } from '../vault/memory'
import type { Vault } from '../vault/vault'
import { createLock } from './lock'
import { openLockFile } from './lockFile'
import type { AtStake, Lock } from './lockInterface'

export const pin = '735519'
export const wrong = '735518'
export const settings: LockSettings = { afterMinutes: 10, whenAway: true, touchId: false }
const cost = 2 ** 4

/** What is around the lock, made anew for each test. */
class World {
  folder = ''
  /** Of the lock's file. */
  path = ''
  /** What the keychain holds of the profile. */
  readonly entries = new Map<string, string>()
  /** How the keychain fails, if it does. */
  failing: AppError | undefined
  /** True if the keychain says that it deletes, and does not. */
  clings = false
  /** How what is locked away fails to be deleted, if it does. */
  kept: AppError | undefined
  /** What the lock did to what it locks away, in order. */
  readonly done: string[] = []
  readonly told: LockState[] = []
  idleSeconds = 0
  atStake: AtStake | undefined
  /** Whether the person agrees to lose something. */
  agrees = false
  /** Whether the person shows a finger. */
  finger = false
}

export let world = new World()

/** To be called once in a file of tests. */
export function useWorld(): void {
  beforeEach(async () => {
    world = new World()
    world.folder = await mkdtemp(join(tmpdir(), 'holdfast-lock-'))
    world.path = join(world.folder, 'lock.json')
    vi.useFakeTimers({ toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout'] })
  })
  afterEach(async () => {
    vi.useRealTimers()
    await rm(world.folder, { recursive: true })
  })
}

const memory = (): Vault => inMemory(world.entries)
const vault: Vault = {
  get: (name) => (world.failing ? Promise.reject(world.failing) : memory().get(name)),
  set: (name, value) => (world.failing ? Promise.reject(world.failing) : memory().set(name, value)),
  delete(name) {
    if (world.failing) return Promise.reject(world.failing)
    return world.clings ? Promise.resolve(true) : memory().delete(name)
  }
}

/** The lock at a start of the app; a second call is the next start. */
export function start(touchId = false): Lock {
  const log = (what: string) => () => void world.done.push(what)
  const lock = createLock({
    file: openLockFile(world.path, cost),
    cost,
    keychain: { vault, profile: 'Holdfast/profile', reset: () => undefined },
    locked: {
      atStake: () => world.atStake,
      end: () => Promise.resolve().then(log('ended')),
      begin: log('begun'),
      discardAll: () => (world.kept ? Promise.reject(world.kept) : Promise.resolve().then(log('discarded'))),
      async resealAll() {
        const sealing = lock.sealingOf('account')
        world.done.push((await sealing.sealer()) ? 'sealed' : 'made readable')
      }
    },
    renewPage: log('page renewed'),
    protectScreen: (on) => world.done.push(on ? 'protected' : 'unprotected'),
    confirmLoss: (what) => {
      world.done.push(`asked about ${what}`)
      return Promise.resolve(world.agrees)
    },
    touchId: {
      available: () => touchId,
      prompt: () => (world.finger ? Promise.resolve() : Promise.reject(new Error('no')))
    },
    idleSeconds: () => world.idleSeconds,
    onChanged: (state) => world.told.push(lockState.parse(state))
  })
  return lock
}

export const state = (lock: Lock): LockState => lockState.parse(lock.handlers['lock:read'](undefined))
export const unlock = async (lock: Lock, entered: string) => lock.handlers['lock:unlock']({ pin: entered })
export const codeOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : error)
  )

export async function withPin(touchId = false): Promise<Lock> {
  const lock = start(touchId)
  await lock.handlers['lock:setPin']({ pin })
  world.done.length = 0
  return lock
}

export const change = async (lock: Lock, changed: Partial<LockSettings>, entered = pin) =>
  codeOf(Promise.resolve(lock.handlers['lock:change']({ pin: entered, settings: { ...settings, ...changed } })))
export const sealerOf = (lock: Lock) => lock.sealingOf('account').sealer()

export async function locked(): Promise<Lock> {
  await withPin()
  world.done.length = 0
  return start()
}

/** Waits out whatever wait there is, without a second passing in this world. */
export function passTime(ms: number): void {
  vi.advanceTimersByTime(ms)
}
