import type { Channel } from '../../../contract'
import type { LockState } from '../../../contract/lock'
import { AppError } from '../../ground/errors'
import { createQueue } from '../../ground/queue'
import { createDataKey } from './dataKey'
import { createDoor, type Door } from './door'
import { createIdleWatch } from './idleWatch'
import { createKnownPin, type KnownPin } from './knownPin'
import type { LockFile } from './lockFile'
import type { Lock, LockParts, TouchId } from './lockInterface'
import { createPinCheck, type PinCheck } from './pinCheck'
import { createPinEntry } from './pinEntry'
import { createPinSetting } from './pinSetting'
import { createTouchIdKey } from './touchIdKey'
import { lockHandlers } from './handlers'
import { createUnlocking } from './unlocking'
import { standardCost } from './wrappedKey'

/** The channels that the lock screen needs. None of them reveals or changes more. */
const openWhileLocked = new Set<Channel>([
  'lock:read',
  'lock:unlock',
  'lock:unlockWithTouchId',
  'lock:signInAgain',
  'settings:read',
  'diagnostics:copyFailure'
])

/** Creates the lock of the window. With a PIN it begins locked, and while it is locked, main answers nothing else. */
export function createLock(parts: LockParts): Lock {
  const { file, keychain, cost = standardCost, locked: kept, touchId, onChanged, log } = parts
  const { vault, profile } = keychain
  const inTurn = createQueue()
  const pins = createPinCheck({ file, entry: createPinEntry(vault, cost), profile, cost, log })
  const known = createKnownPin({ file, pins, resetKeychain: keychain.reset, log })
  const touchIdKey = createTouchIdKey(vault)
  // The key is missing if the keychain says that a PIN is set, but no file did.
  const dataKey = createDataKey({ profile, isPinSet: known.isInKeychain, onMissing: () => door.closeUnasked() })
  const setting = createPinSetting({ file, pins, dataKey, touchIdKey, check, resealAll: () => kept.resealAll() })
  const idle = createIdleWatch({ idleSeconds: parts.idleSeconds, onIdle: lockUnattended })
  const door = createDoor(parts, { dropKey: () => dataKey.drop(), onTurned: watchIdle })
  const unlocking = createUnlocking(parts, { door, known, setting, dataKey, touchIdKey, check })

  const read = (): LockState => stateOf({ file, pins, known, door, touchId })

  function watchIdle(): void {
    idle.watch(door.isLocked() || !known.isSet() ? null : file.settings().afterMinutes)
  }

  function lockUnattended(): void {
    if (known.isSet()) door.closeUnasked()
  }

  async function lockNow(): Promise<void> {
    if (door.isLocked() || !known.isSet()) throw new AppError('invalidInput')
    const atStake = kept.atStake()
    if (atStake && !(await parts.confirmLoss(atStake))) return
    door.close()
  }

  /** Checks a PIN. Whether it is right or wrong, the window learns how many tries are left. */
  async function check(pin: string): Promise<Buffer | undefined> {
    try {
      await known.lookAfresh()
      return await pins.check(pin)
    } catch (error) {
      if (error instanceof AppError && error.code === 'pinAttemptsSpent') lockUnattended()
      throw error
    } finally {
      onChanged(read())
    }
  }

  return {
    isLocked: () => door.isLocked(),
    refuses: (channel) => door.isLocked() && !openWhileLocked.has(channel),
    away: () => {
      if (file.settings().whenAway) lockUnattended()
    },
    lockNow,
    async look() {
      await known.refresh()
      onChanged(read())
    },
    forgetPin: () => inTurn(() => setting.forget()),
    sealingOf: (account) => dataKey.sealingOf(account),
    handlers: lockHandlers({
      isLocked: () => door.isLocked(),
      lockNow,
      read,
      unlocking,
      setting,
      inTurn,
      async afterChange() {
        await known.refresh()
        watchIdle()
        onChanged(read())
      }
    })
  }
}

interface StateParts {
  file: LockFile
  pins: PinCheck
  known: KnownPin
  door: Door
  touchId: TouchId
}

/** Returns what the window may know of the lock. */
function stateOf({ file, pins, known, door, touchId }: StateParts): LockState {
  const attemptsLeft = pins.attemptsLeft()
  const retryAt = pins.retryAt()
  const onlySignIn = known.onlySignIn()
  const lost = door.lost()
  return {
    locked: door.isLocked(),
    pinSet: known.isSet(),
    settings: file.settings(),
    touchIdAvailable: touchId.available(),
    ...(attemptsLeft !== undefined && { attemptsLeft }),
    ...(retryAt !== undefined && { retryAt }),
    ...(onlySignIn && { onlySignIn }),
    ...(lost && { lost })
  }
}
