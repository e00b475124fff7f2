import { z } from 'zod'
import { lockSettings, type LockSettings } from '../../../contract/lock'
import { AppError } from '../../ground/errors'
import { createQueue } from '../../ground/queue'
import { readStored, writeStored } from '../../storage/storedFile'
import { olderPin, type OlderPin } from './olderPin'
import { pinContent, type PinContent } from './pinEntry'
import { standardCost } from './wrappedKey'

/** The place of the PIN: the keychain or, on a computer without one, this file. */
export type FiledPin = { in: 'keychain' } | { in: 'file'; content: PinContent } | { in: 'file'; older: OlderPin }

const standard: LockSettings = { afterMinutes: 10, whenAway: true, touchId: false }

/**
 * The file that says whether to begin locked, and how the window locks. If it contradicts the keychain, the keychain is
 * right.
 */
export interface LockFile {
  settings(): LockSettings
  pin(): FiledPin | null
  /** Returns true if there is a file that is damaged or of a newer version, so that nobody knows whether a PIN is set. */
  unreadable(): boolean
  /** Returns true if a start of the app begins locked. A file that may say so counts as one that does. */
  locks(): boolean
  /** @throws AppError `lockNotWritten`; the earlier content is still there then */
  write(change: { settings?: LockSettings; pin?: FiledPin | null }): Promise<void>
}

interface Content {
  settings: LockSettings
  pin: FiledPin | null
}

/**
 * @param path of the file, absolute
 * @param leastCost of scrypt; this program writes no file with a lower one
 */
export function openLockFile(path: string, leastCost = standardCost): LockFile {
  const stored = readStored(path, contentOf(leastCost))
  let content = stored.state === 'present' ? stored.value : { settings: standard, pin: null }
  let unreadable = stored.state === 'unreadable'
  const inTurn = createQueue()

  async function write(change: Partial<Content>): Promise<void> {
    const next = { ...content, ...change }
    try {
      await writeStored(path, { v: 2, ...next })
    } catch (cause) {
      throw new AppError('lockNotWritten', { cause })
    }
    content = next
    unreadable = false
  }

  return {
    settings: () => content.settings,
    pin: () => content.pin,
    unreadable: () => unreadable,
    locks: () => unreadable || content.pin !== null,
    write: (change) => inTurn(() => write(change))
  }
}

function contentOf(leastCost: number): z.ZodType<Content> {
  const pin = z.union([
    z.object({ in: z.literal('keychain') }),
    z.object({ in: z.literal('file'), content: pinContent(leastCost) }),
    z.object({ in: z.literal('file'), older: olderPin(leastCost) })
  ])
  const older = z
    .object({ v: z.literal(1), settings: lockSettings, pin: olderPin(leastCost).nullable() })
    .transform(({ settings, pin: kept }): Content => ({ settings, pin: kept && { in: 'file', older: kept } }))
  return z.union([z.object({ v: z.literal(2), settings: lockSettings, pin: pin.nullable() }), older])
}
