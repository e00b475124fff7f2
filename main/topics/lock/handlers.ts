import { AppError } from '../../ground/errors'
import type { Lock } from './lockInterface'
import type { PinSetting } from './pinSetting'
import type { Unlocking } from './unlocking'

interface LockHandlersParts extends Pick<Lock, 'isLocked' | 'lockNow'> {
  read: Lock['handlers']['lock:read']
  unlocking: Unlocking
  setting: PinSetting
  inTurn: (work: () => Promise<void>) => Promise<void>
  /** Finds out what is set now and tells the window. Never rejects. */
  afterChange: () => Promise<void>
}

export function lockHandlers(parts: LockHandlersParts): Lock['handlers'] {
  const { isLocked, lockNow, read, unlocking, setting, inTurn, afterChange } = parts

  const whileLocked = (work: () => Promise<void>) =>
    inTurn(async () => {
      if (!isLocked()) throw new AppError('invalidInput')
      await work()
    })

  /** Runs a change, and tells the window what is set now even if it failed. */
  const changing = (work: () => Promise<void>) =>
    inTurn(async () => {
      if (isLocked()) throw new AppError('locked')
      try {
        await work()
      } finally {
        await afterChange()
      }
    })

  return {
    'lock:read': read,
    'lock:unlock': ({ pin }) => whileLocked(() => unlocking.withPin(pin)),
    'lock:unlockWithTouchId': () => whileLocked(() => unlocking.withTouchId()),
    'lock:signInAgain': () => whileLocked(() => unlocking.bySignIn()),
    'lock:lockNow': () => lockNow(),
    'lock:setPin': ({ current, pin }) => changing(() => setting.set(current, pin)),
    'lock:removePin': ({ pin }) => changing(() => setting.remove(pin)),
    'lock:change': ({ pin, settings }) => changing(() => setting.change(pin, settings))
  }
}
