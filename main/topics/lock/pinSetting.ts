import { randomBytes } from 'node:crypto'
import type { LockSettings } from '../../../contract/lock'
import { AppError } from '../../ground/errors'
import { keyBytes } from '../../vault/aesGcm'
import type { DataKey } from './dataKey'
import type { LockFile } from './lockFile'
import type { PinCheck } from './pinCheck'
import type { TouchIdKey } from './touchIdKey'

/** Sets, changes and removes the PIN, and with it the way everything is sealed. Its methods are called one at a time. */
export interface PinSetting {
  /** @param current is needed if a PIN is set @throws AppError of `PinCheck` or the keychain */
  set(current: string | undefined, pin: string): Promise<void>
  remove(pin: string): Promise<void>
  change(pin: string, settings: LockSettings): Promise<void>
  /** Seals the entries that an earlier run, or an older version, left readable. */
  complete(): Promise<void>
  /** Deletes the PIN and every copy of the data key, so that nobody can open what it sealed. */
  forget(): Promise<void>
}

interface PinSettingParts {
  file: LockFile
  pins: PinCheck
  dataKey: DataKey
  touchIdKey: TouchIdKey
  /** Checks a PIN and tells the window how many tries are left. */
  check: (pin: string) => Promise<Buffer | undefined>
  /** Seals everything that is stored of every account in the way that is now required. */
  resealAll: () => Promise<void>
}

export function createPinSetting({ file, pins, dataKey, touchIdKey, check, resealAll }: PinSettingParts): PinSetting {
  async function set(current: string | undefined, pin: string): Promise<void> {
    const kept = await pins.look()
    if (kept === 'gone') throw new AppError('invalidInput')
    if (!kept) return store(pin, newDataKey(), false)
    if (current === undefined) throw new AppError('invalidInput')
    const key = (await checked(current)) ?? newDataKey()
    await store(pin, key, kept.in === 'keychain' && kept.content.complete)
  }

  async function store(pin: string, key: Buffer, isComplete: boolean): Promise<void> {
    if (await dataKey.hold(key, pins.set(pin, key, isComplete))) await complete()
  }

  async function checked(pin: string): Promise<Buffer | undefined> {
    const key = await check(pin)
    if (key) await dataKey.hold(key)
    return key
  }

  async function complete(): Promise<void> {
    const kept = await pins.look()
    if (kept === undefined || kept === 'gone' || kept.in === 'file' || kept.content.complete) return
    await resealAll()
    await pins.setComplete(true)
  }

  async function remove(pin: string): Promise<void> {
    try {
      if (await checked(pin)) await unsealAll()
      await forget()
      dataKey.drop()
    } finally {
      dataKey.leaveReadable(false)
    }
  }

  /**
   * Makes everything readable. If it is interrupted, the PIN is still set, and the next unlock seals again what is readable
   * by then.
   */
  async function unsealAll(): Promise<void> {
    await pins.setComplete(false)
    dataKey.leaveReadable(true)
    await resealAll()
  }

  const forget = (): Promise<void> => pins.remove(() => touchIdKey.remove())

  async function change(pin: string, settings: LockSettings): Promise<void> {
    const key = await checked(pin)
    if (key && settings.touchId) await touchIdKey.keep(key)
    if (key && !settings.touchId && file.settings().touchId) await touchIdKey.remove()
    await file.write({ settings })
  }

  return { set, remove, change, complete, forget }
}

const newDataKey = (): Buffer => randomBytes(keyBytes)
