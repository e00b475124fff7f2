import type { Channel } from '../../contract'
import type { LockState } from '../../contract/lock'
import type { ErrorCode } from '../../contract/result'
import { AppError } from '../errors'
import { createQueue } from '../inTurn'
import { inBackground, log } from '../log'
import { createDataKey } from './dataKey'
import { createIdleWatch } from './idleWatch'
import type { AtStake, Lock, LockParts } from './lockInterface'
import { createPinCheck, type KeptPin } from './pinCheck'
import { createPinEntry } from './pinEntry'
import { createPinSetting } from './pinSetting'
import { createTouchIdKey } from './touchIdKey'
import { standardCost } from './wrappedKey'

/** What the lock screen needs, and nothing that tells or changes more. */
const openWhileLocked = new Set<Channel>([
  'lock:read',
  'lock:unlock',
  'lock:unlockWithTouchId',
  'lock:signInAgain',
  'settings:read',
  'diagnostics:copyFailure'
])

/** What is kept of the PIN is there, and nobody can tell what it says. */
const unreadable = new Set<ErrorCode>(['keychainDamaged', 'keychainNewer'])

/** The lock of the window. With a PIN it begins locked; while locked, nothing but it is to be had of main. */
export function createLock(parts: LockParts): Lock {
  const { file, keychain, cost = standardCost, locked: kept, renewPage, protectScreen, confirmLoss } = parts
  const { touchId, idleSeconds, onChanged } = parts
  const { vault, profile } = keychain
  const inTurn = createQueue()
  const pins = createPinCheck({ file, entry: createPinEntry(vault, cost), profile, cost })
  const touchIdKey = createTouchIdKey(vault)
  const dataKey = createDataKey({ profile, isPinSet: isPinInKeychain, onMissing: lockUnopened })
  const setting = createPinSetting({ file, pins, dataKey, touchIdKey, check, resealAll: () => kept.resealAll() })
  const idle = createIdleWatch({ idleSeconds, onIdle: lockUnattended })
  let isLocked = file.locks()
  let pinSet = isLocked
  let problem: LockState['onlySignIn']
  let lost: AtStake | undefined
  let ended: Promise<void> = Promise.resolve()
  if (isLocked) protectScreen(true)

  function read(): LockState {
    const attemptsLeft = pins.attemptsLeft()
    const retryAt = pins.retryAt()
    const onlySignIn = problem ?? (attemptsLeft === 0 ? 'attempts' : undefined)
    return {
      locked: isLocked,
      pinSet,
      settings: file.settings(),
      touchIdAvailable: touchId.available(),
      ...(attemptsLeft !== undefined && { attemptsLeft }),
      ...(retryAt !== undefined && { retryAt }),
      ...(onlySignIn && { onlySignIn }),
      ...(lost && { lost })
    }
  }

  /** A PIN that nobody can read counts as one that is set. */
  async function lookAtPin(): Promise<KeptPin | 'gone' | undefined> {
    try {
      const found = await pins.look()
      problem = found === 'gone' ? (file.unreadable() ? 'unreadable' : 'gone') : undefined
      pinSet = found !== undefined
      return found
    } catch (error) {
      if (error instanceof AppError && unreadable.has(error.code)) problem = 'unreadable'
      if (problem) pinSet = true
      throw error
    }
  }

  async function isPinInKeychain(): Promise<boolean> {
    try {
      const found = await lookAtPin()
      return found === 'gone' || found?.in === 'keychain'
    } catch (error) {
      if (problem) return true
      throw error
    }
  }

  async function look(): Promise<void> {
    await lookAtPin().catch((error: unknown) => log('lock-unreadable', {}, error))
    onChanged(read())
  }

  function watchIdle(): void {
    idle.watch(isLocked || !pinSet ? null : file.settings().afterMinutes)
  }

  /** From here on every call is refused: the page is renewed before what it showed is put away. */
  function lock(): void {
    if (isLocked) return
    isLocked = true
    watchIdle()
    protectScreen(true)
    renewPage()
    // What is on its way into the keychain is sealed first.
    ended = kept.end().finally(() => dataKey.drop())
    inBackground('not-ended', ended)
  }

  /** The keychain says that a PIN is set, which no file told. */
  function lockUnopened(): void {
    if (isLocked) return
    lost = kept.atStake()
    lock()
  }

  function lockUnattended(): void {
    if (isLocked || !pinSet) return
    lost = kept.atStake()
    lock()
  }

  async function lockNow(): Promise<void> {
    if (isLocked || !pinSet) throw new AppError('invalidInput')
    const atStake = kept.atStake()
    if (atStake && !(await confirmLoss(atStake))) return
    lock()
  }

  async function open(key?: Buffer): Promise<void> {
    await ended.catch(() => undefined)
    if (key) {
      await dataKey.hold(key)
      await setting.complete().catch((error: unknown) => log('not-sealed', {}, error))
    }
    isLocked = false
    lost = undefined
    protectScreen(false)
    watchIdle()
    kept.begin()
  }

  /** Whatever comes of it, the window learns how many tries are left. */
  async function check(pin: string): Promise<Buffer | undefined> {
    try {
      await lookAfresh()
      return await pins.check(pin)
    } catch (error) {
      if (error instanceof AppError && error.code === 'pinAttemptsSpent' && !isLocked) lockUnattended()
      throw error
    } finally {
      onChanged(read())
    }
  }

  /** Somebody may have opened the keychain since it failed. */
  async function lookAfresh(): Promise<void> {
    try {
      await lookAtPin()
    } catch {
      keychain.reset()
      await lookAtPin()
    }
  }

  const whileLocked = (work: () => Promise<void>) =>
    inTurn(async () => {
      if (!isLocked) throw new AppError('invalidInput')
      await work()
    })

  async function unlockWithTouchId(): Promise<void> {
    await lookAfresh()
    if (read().onlySignIn || !file.settings().touchId || !touchId.available()) throw new AppError('invalidInput')
    try {
      await touchId.prompt()
    } catch (cause) {
      throw new AppError('touchIdRefused', { cause })
    }
    const found = await lookAtPin()
    const key = await touchIdKey.read()
    if (!key && found !== undefined && found !== 'gone' && found.in === 'keychain') throw new AppError('touchIdRefused')
    await open(key)
  }

  async function signInAgain(): Promise<void> {
    await ended.catch(() => undefined)
    keychain.reset()
    await kept.discardAll()
    await setting.forget()
    pinSet = false
    problem = undefined
    await open()
  }

  /** Whatever comes of it, the window learns what is set now. */
  const changing = (work: () => Promise<void>) =>
    inTurn(async () => {
      if (isLocked) throw new AppError('locked')
      try {
        await work()
      } finally {
        await lookAtPin().catch((error: unknown) => log('lock-unreadable', {}, error))
        watchIdle()
        onChanged(read())
      }
    })

  return {
    isLocked: () => isLocked,
    refuses: (channel) => isLocked && !openWhileLocked.has(channel),
    away: () => {
      if (file.settings().whenAway) lockUnattended()
    },
    lockNow,
    look,
    sealingOf: (account) => dataKey.sealingOf(account),
    handlers: {
      'lock:read': read,
      'lock:unlock': ({ pin }) =>
        whileLocked(async () => {
          await open(await check(pin))
        }),
      'lock:unlockWithTouchId': () => whileLocked(unlockWithTouchId),
      'lock:signInAgain': () => whileLocked(signInAgain),
      'lock:lockNow': lockNow,
      'lock:setPin': ({ current, pin }) => changing(() => setting.set(current, pin)),
      'lock:removePin': ({ pin }) => changing(() => setting.remove(pin)),
      'lock:change': ({ pin, settings }) => changing(() => setting.change(pin, settings))
    }
  }
}
