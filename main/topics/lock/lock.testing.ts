import { join } from 'node:path'
import { afterEach, beforeEach, vi } from 'vitest'
import { type LockSettings, lockState, type LockState } from '../../../contract/lock'
import { AppError } from '../../ground/errors'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { inMemory } from '../../vault/memory'
import type { Vault } from '../../vault/vault'
import { createLock } from './lock'
import { openLockFile } from './lockFile'
import type { AtStake, Lock } from './lockInterface'

export const pin = '735519'
export const wrong = '735518'
export const settings: LockSettings = { afterMinutes: 10, whenAway: true, touchId: false }
const cost = 2 ** 4

/** The surroundings of the lock, new for each test. */
class World {
  folder = ''
  /** The path of the lock's file. */
  path = ''
  /** The profile's entries in the keychain. */
  readonly entries = new Map<string, string>()
  /** The failure of the keychain, if it fails. */
  failing: AppError | undefined
  /** True if the keychain is read, but takes nothing. */
  full = false
  /** True if the keychain claims to delete, but does not. */
  clings = false
  /** Is called when the keychain starts again. */
  reset: () => void = () => undefined
  /** The failure to seal what is stored or to make it readable, if it fails. */
  sealing: AppError | undefined
  /** The failure to delete what is locked away, if it fails. */
  kept: AppError | undefined
  /** The lock's calls to what it locks away, in order. */
  readonly done: string[] = []
  readonly told: LockState[] = []
  /** The events in the log. */
  readonly logged: string[] = []
  idleSeconds = 0
  atStake: AtStake | undefined
  /** True if the person agrees to lose something. */
  agrees = false
  /** True if the person shows a finger. */
  finger = false
}

export let world = new World()

/** Sets the surroundings up for each test. It is called once in a test file. */
export function useWorld(): void {
  beforeEach(async () => {
    world = new World()
    world.folder = await temporaryFolder()
    world.path = join(world.folder, 'lock.json')
    vi.useFakeTimers({ toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })
}

const memory = (): Vault => inMemory(world.entries)
const vault: Vault = {
  get: (name) => (world.failing ? Promise.reject(world.failing) : memory().get(name)),
  set(name, value) {
    if (world.failing) return Promise.reject(world.failing)
    return world.full ? Promise.reject(new AppError('keychainUnusable')) : memory().set(name, value)
  },
  delete(name) {
    if (world.failing) return Promise.reject(world.failing)
    return world.clings ? Promise.resolve(true) : memory().delete(name)
  }
}

/** Returns the lock at a start of the app. A second call is the next start. */
export function start(touchId = false): Lock {
  const log = (what: string) => () => void world.done.push(what)
  const lock = createLock({
    file: openLockFile(world.path, cost),
    cost,
    keychain: { vault, profile: 'Holdfast/profile', reset: () => world.reset() },
    locked: {
      atStake: () => world.atStake,
      end: () => Promise.resolve().then(log('ended')),
      begin: log('begun'),
      discardAll: () => (world.kept ? Promise.reject(world.kept) : Promise.resolve().then(log('discarded'))),
      async resealAll() {
        if (world.sealing) throw world.sealing
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
    onChanged: (state) => world.told.push(lockState.parse(state)),
    log: (event) => world.logged.push(event)
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

/** Passes every wait, without a second passing in reality. */
export function passTime(ms: number): void {
  vi.advanceTimersByTime(ms)
}
