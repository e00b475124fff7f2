import type { LockState } from '../../../contract/lock'
import type { ErrorCode } from '../../../contract/result'
import { AppError } from '../../ground/errors'
import type { Log } from '../../log/log'
import type { LockFile } from './lockFile'
import type { PinCheck } from './pinCheck'
import type { KeptPin } from './pinStore'

/** The result of the last look at the PIN. Until the first one, the file is believed. */
export interface KnownPin {
  isSet(): boolean
  /** Returns the reason why no PIN opens anything any more, or `undefined` while one may. */
  onlySignIn(): LockState['onlySignIn']
  /** Looks for the PIN where it is kept. @throws AppError as `PinCheck` does */
  look(): Promise<KeptPin | 'gone' | undefined>
  /** Looks, and logs a failure. Never rejects. */
  refresh(): Promise<void>
  /** Looks as `look` does, and once more with a new keychain if the first look failed. */
  lookAfresh(): Promise<void>
  /** Resolves to true if the keychain says that a PIN is set. @throws AppError of the keychain */
  readonly isInKeychain: () => Promise<boolean>
  /** Forgets the PIN, because none is set any more. */
  forget(): void
}

interface KnownPinParts {
  file: LockFile
  pins: PinCheck
  resetKeychain: () => void
  log: Log
}

/** The failures of a PIN's record that is there but cannot be read. */
const unreadable = new Set<ErrorCode>(['keychainDamaged', 'keychainNewer'])

export function createKnownPin({ file, pins, resetKeychain, log }: KnownPinParts): KnownPin {
  let isSet = file.locks()
  let problem: LockState['onlySignIn']

  /** Looks for the PIN. One that nobody can read counts as set. */
  async function look(): Promise<KeptPin | 'gone' | undefined> {
    try {
      const found = await pins.look()
      problem = found === 'gone' ? (file.unreadable() ? 'unreadable' : 'gone') : undefined
      isSet = found !== undefined
      return found
    } catch (error) {
      if (error instanceof AppError && unreadable.has(error.code)) problem = 'unreadable'
      if (problem) isSet = true
      throw error
    }
  }

  return {
    isSet: () => isSet,
    onlySignIn: () => problem ?? (pins.attemptsLeft() === 0 ? 'attempts' : undefined),
    look,
    async refresh() {
      await look().catch((error: unknown) => log('lock-unreadable', {}, error))
    },
    async lookAfresh() {
      try {
        await look()
      } catch {
        // Somebody may have unlocked the keychain since it failed.
        resetKeychain()
        await look()
      }
    },
    async isInKeychain() {
      try {
        const found = await look()
        return found === 'gone' || found?.in === 'keychain'
      } catch (error) {
        if (problem) return true
        throw error
      }
    },
    forget() {
      isSet = false
      problem = undefined
    }
  }
}
