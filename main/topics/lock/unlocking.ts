import { AppError } from '../../ground/errors'
import type { DataKey } from './dataKey'
import type { Door } from './door'
import type { KnownPin } from './knownPin'
import type { LockParts } from './lockInterface'
import type { PinSetting } from './pinSetting'
import type { TouchIdKey } from './touchIdKey'

/** The three ways out of a locked window. They are called one at a time, and only while it is locked. */
export interface Unlocking {
  /** @throws AppError of `PinCheck` */
  withPin(pin: string): Promise<void>
  /** @throws AppError `touchIdRefused`, `invalidInput` if no finger opens */
  withTouchId(): Promise<void>
  /** Deletes the PIN and everything it protected. @throws AppError `keychainNotCleared`; the window stays locked then */
  bySignIn(): Promise<void>
}

type UnlockingParts = Pick<LockParts, 'file' | 'keychain' | 'locked' | 'touchId' | 'log'>

/** The parts of the lock that opening needs. */
interface UnlockingNeeds {
  door: Door
  known: KnownPin
  setting: PinSetting
  dataKey: DataKey
  touchIdKey: TouchIdKey
  /** Checks a PIN and tells the window how many tries are left. */
  check: (pin: string) => Promise<Buffer | undefined>
}

export function createUnlocking(parts: UnlockingParts, needs: UnlockingNeeds): Unlocking {
  const { file, keychain, locked: kept, touchId, log } = parts
  const { door, known, setting, dataKey, touchIdKey, check } = needs

  async function openWith(key: Buffer | undefined): Promise<void> {
    await door.ended()
    if (key) {
      await dataKey.hold(key)
      await setting.complete().catch((error: unknown) => log('not-sealed', {}, error))
    }
    door.open()
  }

  async function promptTouchId(): Promise<void> {
    try {
      await touchId.prompt()
    } catch (cause) {
      throw new AppError('touchIdRefused', { cause })
    }
  }

  return {
    withPin: async (pin) => openWith(await check(pin)),
    async withTouchId() {
      await known.lookAfresh()
      if (known.onlySignIn() || !file.settings().touchId || !touchId.available()) throw new AppError('invalidInput')
      await promptTouchId()
      const found = await known.look()
      const key = await touchIdKey.read()
      const isKeyExpected = found !== undefined && found !== 'gone' && found.in === 'keychain'
      if (!key && isKeyExpected) throw new AppError('touchIdRefused')
      await openWith(key)
    },
    async bySignIn() {
      await door.ended()
      keychain.reset()
      await kept.discardAll()
      await setting.forget()
      known.forget()
      door.open()
    }
  }
}
