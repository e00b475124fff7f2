import { z } from 'zod'
import { lockSettings, type LockSettings } from '../../contract/lock'
import { AppError } from '../errors'
import { readStored, writeStored } from '../storedFile'
import { verifier } from './verifier'

const storedPin = z.object({
  verifier,
  /** Wrong tries since the last right one. */
  failed: z.int().nonnegative(),
  /** No try before this moment, in ms since the epoch. */
  notBefore: z.number()
})
export type StoredPin = z.infer<typeof storedPin>

const lockContent = z.object({ v: z.literal(1), settings: lockSettings, pin: storedPin.nullable() })

const standard: LockSettings = { afterMinutes: 10, whenAway: true, touchId: false }

/** The file that says whether and how the window locks. */
export interface LockFile {
  settings(): LockSettings
  pin(): StoredPin | null
  /** There is a file, but damaged or of a newer version: whether it holds a PIN is not known. */
  unreadable(): boolean
  /** Whether a start of the app begins locked; a file that may hold a PIN counts as one. */
  locks(): boolean
  /** @throws AppError `lockNotWritten`; what was there before is still there then */
  write(change: { settings?: LockSettings; pin?: StoredPin | null }): Promise<void>
}

/** @param path the file, absolute */
export function openLockFile(path: string): LockFile {
  const stored = readStored(path, lockContent)
  let content = stored.state === 'present' ? stored.value : { v: 1 as const, settings: standard, pin: null }
  let unreadable = stored.state === 'unreadable'
  return {
    settings: () => content.settings,
    pin: () => content.pin,
    unreadable: () => unreadable,
    locks: () => unreadable || content.pin !== null,
    async write(change) {
      const next = { ...content, ...change }
      try {
        await writeStored(path, next)
      } catch (cause) {
        throw new AppError('lockNotWritten', { cause })
      }
      content = next
      unreadable = false
    }
  }
}
