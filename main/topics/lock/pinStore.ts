import type { ErrorCode } from '../../../contract/result'
import { AppError } from '../../ground/errors'
import type { Log } from '../../log/log'
import type { FiledPin, LockFile } from './lockFile'
import type { PinContent, PinEntry } from './pinEntry'

/** A PIN that is set, and the place where it is kept. */
export type KeptPin = { in: 'keychain'; content: PinContent } | Extract<FiledPin, { in: 'file' }>

/** The place where the PIN is kept: the keychain, or the file on a computer without one. */
export interface PinStore {
  /** Returns the PIN that was last read or written. */
  known(): KeptPin | undefined
  /** Looks for the PIN as `PinCheck` does. */
  look(): Promise<KeptPin | 'gone' | undefined>
  /** Replaces the PIN in the place where it is kept. @throws AppError of the keychain, `lockNotWritten` */
  keep(kept: KeptPin): Promise<void>
  /** Keeps a new PIN. Resolves to false if no keychain took it and the file alone holds it. */
  keepNew(content: PinContent): Promise<boolean>
  /** Removes the PIN as `PinCheck` does. */
  remove(alongside: () => Promise<void>): Promise<void>
}

interface PinStoreParts {
  file: LockFile
  entry: PinEntry
  /** Hears of a PIN that is found while none was known. */
  onFound: (kept: KeptPin) => void
  log: Log
}

export function createPinStore({ file, entry, onFound, log }: PinStoreParts): PinStore {
  const filedAtStart = file.pin()
  let known: KeptPin | undefined
  if (filedAtStart?.in === 'file') remember(filedAtStart)

  function remember(kept: KeptPin): KeptPin {
    if (known?.in !== kept.in) onFound(kept)
    known = kept
    return kept
  }

  async function look(): Promise<KeptPin | 'gone' | undefined> {
    const filed = file.pin()
    const content = await entry.read().catch((error: unknown) => {
      if (filed?.in !== 'keychain' && isAbsent(error)) return undefined
      throw error
    })
    if (content) return remember({ in: 'keychain', content })
    if (filed?.in === 'file') return remember(filed)
    known = undefined
    if (!filed && !file.unreadable()) return undefined
    if (!(await entry.isGone())) throw new AppError('keychainLocked')
    return 'gone'
  }

  async function keep(kept: KeptPin): Promise<void> {
    if (kept.in === 'keychain') await entry.write(kept.content)
    else await file.write({ pin: kept })
    known = kept
  }

  async function keepNew(content: PinContent): Promise<boolean> {
    try {
      await keep({ in: 'keychain', content })
    } catch (error) {
      if (known?.in === 'keychain' || !isAbsent(error)) throw error
      await keep({ in: 'file', content })
      return false
    }
    // The keychain says that a PIN is set, whatever the file says.
    await file.write({ pin: { in: 'keychain' } }).catch((error: unknown) => log('lock-not-written', {}, error))
    return true
  }

  async function remove(alongside: () => Promise<void>): Promise<void> {
    const hasKeychain = await entry.read().then(
      () => true,
      (error: unknown) => file.pin()?.in === 'keychain' || !isAbsent(error)
    )
    const filed = file.pin()
    // The file is first. If this is interrupted, the keychain still says that a PIN is set, and the PIN still opens.
    await file.write({ pin: null, settings: { ...file.settings(), touchId: false } })
    try {
      if (hasKeychain) await alongside()
      if (hasKeychain) await entry.remove()
    } catch (error) {
      await file.write({ pin: filed }).catch((cause: unknown) => log('lock-not-written', {}, cause))
      throw error
    }
    known = undefined
  }

  return { known: () => known, look, keep, keepNew, remove }
}

const withoutKeychain = new Set<ErrorCode>(['keychainAbsent', 'keychainNoCollection'])

const isAbsent = (error: unknown): boolean => error instanceof AppError && withoutKeychain.has(error.code)
