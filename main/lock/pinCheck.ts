import { randomBytes } from 'node:crypto'
import type { ErrorCode } from '../../contract/result'
import { AppError } from '../errors'
import { log } from '../log'
import { keyBytes } from '../vault/aesGcm'
import type { FiledPin, LockFile } from './lockFile'
import { isOlderPin } from './olderPin'
import type { PinContent, PinEntry } from './pinEntry'
import { unwrapKey, wrapKey } from './wrappedKey'

/** Wrong tries after which only a new sign-in helps. */
const mostAttempts = 10
const freeAttempts = 3
const firstWaitMs = 30_000

/** A PIN that is set, and where it is kept. */
export type KeptPin = { in: 'keychain'; content: PinContent } | Extract<FiledPin, { in: 'file' }>

/** Looks at PINs: a few in all, and more and more slowly, across restarts too. To be called one at a time. */
export interface PinCheck {
  /**
   * Resolves with the PIN that counts: the keychain's, else the one in the file; `undefined` where none is set, and `gone` where
   * the keychain is open and no longer holds the one that the file speaks of.
   *
   * @throws AppError `keychainDamaged`, `keychainNewer`, or that of a keychain that cannot be read
   */
  look(): Promise<KeptPin | 'gone' | undefined>
  /**
   * Resolves with the data key; `undefined` where no keychain holds it, so that it must seal nothing.
   *
   * @throws AppError `pinWrong`, `pinTooSoon`, `pinAttemptsSpent`, `invalidInput` where no PIN is set, or as `look` does
   */
  check(pin: string): Promise<Buffer | undefined>
  /** Sets or replaces the PIN. Resolves with false where no keychain took it and the file alone holds it. */
  set(pin: string, dataKey: Buffer, complete: boolean): Promise<boolean>
  /** Notes whether every account is sealed. @throws AppError of the keychain */
  setComplete(complete: boolean): Promise<void>
  /**
   * Deletes the PIN.
   *
   * @param alongside deletes what the keychain must not hold without it
   * @throws AppError `keychainNotCleared`, `lockNotWritten`; the PIN is still set then
   */
  remove(alongside: () => Promise<void>): Promise<void>
  /** When the next try is looked at, in ms since the epoch; `undefined` where it is now. */
  retryAt(): number | undefined
  /** `undefined` while no try was wrong. */
  attemptsLeft(): number | undefined
}

interface PinCheckParts {
  file: LockFile
  entry: PinEntry
  /** Names the profile that the data key belongs to. */
  profile: string
  /** scrypt's, of what is written. */
  cost: number
  /** ms since the epoch */
  now?: () => number
  /** ms that nobody can set back */
  monotonic?: () => number
}

export function createPinCheck(parts: PinCheckParts): PinCheck {
  const { file, entry, profile, cost, now = Date.now, monotonic = () => performance.now() } = parts
  const filedAtStart = file.pin()
  let known: KeptPin | undefined = filedAtStart?.in === 'file' ? filedAtStart : undefined
  let openAt = monotonic() + remainingOf(known, now())

  const contextOf = (gen: number): string => JSON.stringify(['holdfast-data-key/1', profile, gen])

  function remember(kept: KeptPin): KeptPin {
    if (known?.in !== kept.in) openAt = Math.max(openAt, monotonic() + remainingOf(kept, now()))
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

  async function count(kept: KeptPin, failed: number): Promise<void> {
    const wait = waitAfter(failed)
    await keep(withTries(kept, failed, now() + wait))
    openAt = monotonic() + wait
  }

  function retryAt(): number | undefined {
    const remaining = openAt - monotonic()
    return remaining > 0 ? now() + remaining : undefined
  }

  async function check(pin: string): Promise<Buffer | undefined> {
    const kept = await look()
    if (!kept || kept === 'gone') throw new AppError('invalidInput')
    if (left(triesOf(kept)) === 0) throw new AppError('pinAttemptsSpent')
    const waiting = retryAt()
    if (waiting !== undefined) throw new AppError('pinTooSoon', { retryAt: waiting })
    // Counted before it is looked at: whoever kills the program in between has had the try all the same.
    const failed = triesOf(kept) + 1
    await count(kept, failed)
    const dataKey = await open(kept, pin)
    if (dataKey === undefined) {
      if (left(failed) === 0) throw new AppError('pinAttemptsSpent')
      throw new AppError('pinWrong', { retryAt: retryAt() })
    }
    await count(kept, 0)
    if (kept.in === 'keychain') return dataKey
    return (await moveIntoKeychain(pin, dataKey)) ? dataKey : undefined
  }

  /** Resolves with the data key, made now where an older version set the PIN; `undefined` for a wrong PIN. */
  async function open(kept: KeptPin, pin: string): Promise<Buffer | undefined> {
    if ('content' in kept) return unwrapKey(pin, kept.content, contextOf(kept.content.gen))
    return (await isOlderPin(kept.older, pin)) ? newDataKey() : undefined
  }

  /** A keychain that takes nothing now is asked again at the next right PIN. */
  async function moveIntoKeychain(pin: string, dataKey: Buffer): Promise<boolean> {
    try {
      return await set(pin, dataKey, false)
    } catch (error) {
      log('pin-not-moved', {}, error)
      return false
    }
  }

  async function set(pin: string, dataKey: Buffer, complete: boolean): Promise<boolean> {
    const gen = known && 'content' in known ? known.content.gen + 1 : 1
    const wrapped = await wrapKey(pin, dataKey, contextOf(gen), cost)
    const content: PinContent = { v: 1, gen, ...wrapped, complete, failed: 0, notBefore: 0 }
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
    // The file first: cut off in between, the keychain still says that a PIN is set, and the PIN still opens.
    await file.write({ pin: null, settings: { ...file.settings(), touchId: false } })
    try {
      if (hasKeychain) await alongside()
      if (hasKeychain) await entry.remove()
    } catch (error) {
      await file.write({ pin: filed }).catch((cause: unknown) => log('lock-not-written', {}, cause))
      throw error
    }
    known = undefined
    openAt = monotonic()
  }

  return {
    look,
    check,
    set,
    async setComplete(complete) {
      if (known?.in === 'keychain') await keep({ ...known, content: { ...known.content, complete } })
    },
    remove,
    retryAt,
    attemptsLeft() {
      const failed = known ? triesOf(known) : 0
      return failed > 0 ? left(failed) : undefined
    }
  }
}

const newDataKey = (): Buffer => randomBytes(keyBytes)

const left = (failed: number): number => Math.max(0, mostAttempts - failed)

/** ms; 30 s after the third wrong try, then double each time. */
const waitAfter = (failed: number): number => (failed < freeAttempts ? 0 : firstWaitMs * 2 ** (failed - freeAttempts))

const countsOf = (kept: KeptPin): Pick<PinContent, 'failed' | 'notBefore'> =>
  'content' in kept ? kept.content : kept.older

const triesOf = (kept: KeptPin): number => countsOf(kept).failed

function withTries(kept: KeptPin, failed: number, notBefore: number): KeptPin {
  return 'content' in kept
    ? { ...kept, content: { ...kept.content, failed, notBefore } }
    : { ...kept, older: { ...kept.older, failed, notBefore } }
}

/** What is left of a wait that began in an earlier run, in ms. Where the clock was set back since, it begins anew. */
function remainingOf(kept: KeptPin | undefined, now: number): number {
  if (!kept) return 0
  const { failed, notBefore } = countsOf(kept)
  return Math.max(0, Math.min(notBefore - now, waitAfter(failed)))
}

const withoutKeychain = new Set<ErrorCode>(['keychainAbsent', 'keychainNoCollection'])

const isAbsent = (error: unknown): boolean => error instanceof AppError && withoutKeychain.has(error.code)
