import type { Channel } from '../../contract'
import type { LockState } from '../../contract/lock'
import type { Handlers } from '../bridge/serve'
import { AppError } from '../errors'
import { createQueue } from '../inTurn'
import { inBackground } from '../log'
import { createIdleWatch } from './idleWatch'
import type { LockFile } from './lockFile'
import { createPinCheck } from './pinCheck'

export type LockHandlers = Pick<Handlers, Extract<keyof Handlers, `lock:${string}`>>

/** What is nowhere but in memory. */
export type AtStake = NonNullable<LockState['lost']>

/** What is locked away: everything that main holds of the people who are signed in. */
export interface Locked {
  /** What locking now would lose. */
  atStake(): AtStake | undefined
  /** Drops all of it from memory; what is stored stays. */
  end(): Promise<void>
  /** Begins anew with what is stored, in a new page. */
  begin(): void
  /** Signs everybody out on this computer. @throws AppError `keychainNotCleared`, where a session may still be stored */
  signOutAll(): Promise<void>
}

/** The fingerprint reader of this computer. */
export interface TouchId {
  available(): boolean
  /** Rejects where no finger of this computer's user was shown. */
  prompt(): Promise<void>
}

interface LockParts {
  file: LockFile
  locked: Locked
  /** Ends the page's process, with all it shows and remembers, and begins a new one. */
  renewPage: () => void
  /** Keeps the window out of screenshots and the task switcher, where the system can. */
  protectScreen: (on: boolean) => void
  /** Asks outside of the page whether to lock although something would be lost. */
  confirmLoss: (atStake: AtStake) => Promise<boolean>
  touchId: TouchId
  /** How long nobody has touched a key or the mouse, in s. */
  idleSeconds: () => number
  onChanged: (state: LockState) => void
}

export interface Lock {
  isLocked(): boolean
  /** Whether a call on this channel is refused now. */
  readonly refuses: (channel: Channel) => boolean
  /** Nobody may be in front of the computer any more. */
  readonly away: () => void
  /** At the person's wish. @throws AppError `invalidInput` where no PIN is set */
  lockNow(): Promise<void>
  handlers: LockHandlers
}

/** What the lock screen needs, and nothing that tells or changes more. */
const openWhileLocked = new Set<Channel>([
  'lock:read',
  'lock:unlock',
  'lock:unlockWithTouchId',
  'lock:signInAgain',
  'settings:read',
  'diagnostics:copyFailure'
])

/** The lock of the window. With a PIN it begins locked; while locked, nothing but it is to be had of main. */
export function createLock(parts: LockParts): Lock {
  const { file, locked: kept, renewPage, protectScreen, confirmLoss, touchId, idleSeconds, onChanged } = parts
  const inTurn = createQueue()
  const pinCheck = createPinCheck(file)
  const idle = createIdleWatch({ idleSeconds, onIdle: lockUnattended })
  let isLocked = file.locks()
  let lost: AtStake | undefined
  let ended: Promise<void> = Promise.resolve()
  if (isLocked) protectScreen(true)

  function read(): LockState {
    const attemptsLeft = pinCheck.attemptsLeft()
    const retryAt = pinCheck.retryAt()
    const onlySignIn = file.unreadable() ? 'unreadable' : attemptsLeft === 0 ? 'attempts' : undefined
    return {
      locked: isLocked,
      pinSet: file.pin() !== null,
      settings: file.settings(),
      touchIdAvailable: touchId.available(),
      ...(attemptsLeft !== undefined && { attemptsLeft }),
      ...(retryAt !== undefined && { retryAt }),
      ...(onlySignIn && { onlySignIn }),
      ...(lost && { lost })
    }
  }

  function watchIdle(): void {
    idle.watch(isLocked || !file.pin() ? null : file.settings().afterMinutes)
  }

  /** From here on every call is refused: the page is renewed before what it showed is put away. */
  function lock(): void {
    if (isLocked) return
    isLocked = true
    watchIdle()
    protectScreen(true)
    renewPage()
    ended = kept.end()
    inBackground('not-ended', ended)
  }

  function lockUnattended(): void {
    if (isLocked || !file.pin()) return
    lost = kept.atStake()
    lock()
  }

  async function lockNow(): Promise<void> {
    if (isLocked || !file.pin()) throw new AppError('invalidInput')
    const atStake = kept.atStake()
    if (atStake && !(await confirmLoss(atStake))) return
    lock()
  }

  async function open(): Promise<void> {
    await ended.catch(() => undefined)
    isLocked = false
    lost = undefined
    protectScreen(false)
    watchIdle()
    kept.begin()
  }

  /** Whatever comes of it, the window learns how many tries are left. */
  async function check(pin: string): Promise<void> {
    try {
      await pinCheck.check(pin)
    } catch (error) {
      if (error instanceof AppError && error.code === 'pinAttemptsSpent' && !isLocked) lockUnattended()
      throw error
    } finally {
      onChanged(read())
    }
  }

  const whileLocked = (work: () => Promise<void>) =>
    inTurn(async () => {
      if (!isLocked) throw new AppError('invalidInput')
      await work()
    })

  async function unlockWithTouchId(): Promise<void> {
    if (read().onlySignIn || !file.settings().touchId || !touchId.available()) throw new AppError('invalidInput')
    try {
      await touchId.prompt()
    } catch (cause) {
      throw new AppError('touchIdRefused', { cause })
    }
    await open()
  }

  async function signInAgain(): Promise<void> {
    await ended.catch(() => undefined)
    await kept.signOutAll()
    await file.write({ pin: null })
    await open()
  }

  async function changed(work: Promise<void>): Promise<void> {
    await work
    watchIdle()
    onChanged(read())
  }

  async function setPin(current: string | undefined, pin: string): Promise<void> {
    if (file.pin()) await check(current ?? '')
    await changed(pinCheck.set(pin))
  }

  async function removePin(pin: string): Promise<void> {
    await check(pin)
    await changed(file.write({ pin: null }))
  }

  return {
    isLocked: () => isLocked,
    refuses: (channel) => isLocked && !openWhileLocked.has(channel),
    away: () => {
      if (file.settings().whenAway) lockUnattended()
    },
    lockNow,
    handlers: {
      'lock:read': read,
      'lock:unlock': ({ pin }) =>
        whileLocked(async () => {
          await check(pin)
          await open()
        }),
      'lock:unlockWithTouchId': () => whileLocked(unlockWithTouchId),
      'lock:signInAgain': () => whileLocked(signInAgain),
      'lock:lockNow': lockNow,
      'lock:setPin': ({ current, pin }) => inTurn(() => setPin(current, pin)),
      'lock:removePin': ({ pin }) => inTurn(() => removePin(pin)),
      'lock:change': (settings) => changed(file.write({ settings }))
    }
  }
}
