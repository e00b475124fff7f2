import { randomBytes } from 'node:crypto'
import { AppError } from '../../ground/errors'
import type { Log } from '../../log/log'
import { keyBytes } from '../../vault/aesGcm'
import type { LockFile } from './lockFile'
import { isOlderPin } from './olderPin'
import type { PinEntry } from './pinEntry'
import { createPinStore, type KeptPin } from './pinStore'
import { attemptsAfter, createWait, triesOf, withTries } from './tries'
import { unwrapKey, wrapKey } from './wrappedKey'

/** Checks PINs: a limited number, and more and more slowly, across restarts too. Its methods are called one at a time. */
export interface PinCheck {
  /**
   * Resolves to the PIN in force: the keychain's, else the one in the file. Resolves to `undefined` if none is set, and to
   * `gone` if the keychain is open and no longer holds the one that the file refers to.
   *
   * @throws AppError `keychainDamaged`, `keychainNewer`, or that of a keychain that cannot be read
   */
  look(): Promise<KeptPin | 'gone' | undefined>
  /**
   * Resolves to the data key, or to `undefined` if no keychain holds it, so that it must seal nothing.
   *
   * @throws AppError `pinWrong`, `pinTooSoon`, `pinAttemptsSpent`, `invalidInput` if no PIN is set, or as `look` does
   */
  check(pin: string): Promise<Buffer | undefined>
  /** Sets or replaces the PIN. Resolves to false if no keychain took it and the file alone holds it. */
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
  /** Returns when the next try is accepted, in ms since the epoch, or `undefined` if it is now. */
  retryAt(): number | undefined
  /** Returns `undefined` while no try was wrong. */
  attemptsLeft(): number | undefined
}

interface PinCheckParts {
  file: LockFile
  entry: PinEntry
  /** The name of the profile that the data key belongs to. */
  profile: string
  /** The cost of scrypt for what is written. */
  cost: number
  /** ms since the epoch */
  now?: () => number
  /** ms that nobody can set back */
  monotonic?: () => number
  log: Log
}

export function createPinCheck(parts: PinCheckParts): PinCheck {
  const { file, entry, profile, cost, log, now = Date.now, monotonic = () => performance.now() } = parts
  const wait = createWait(now, monotonic)
  const store = createPinStore({ file, entry, log, onFound: (kept) => wait.resume(kept) })

  const contextOf = (gen: number): string => JSON.stringify(['holdfast-data-key/1', profile, gen])

  const count = (kept: KeptPin, failed: number): Promise<void> =>
    wait.begin(failed, (notBefore) => store.keep(withTries(kept, failed, notBefore)))

  async function check(pin: string): Promise<Buffer | undefined> {
    const kept = await store.look()
    if (!kept || kept === 'gone') throw new AppError('invalidInput')
    if (attemptsAfter(triesOf(kept)) === 0) throw new AppError('pinAttemptsSpent')
    const waiting = wait.until()
    if (waiting !== undefined) throw new AppError('pinTooSoon', { retryAt: waiting })
    // The try is counted before the PIN is checked, so that killing the program in between does not save it.
    const failed = triesOf(kept) + 1
    await count(kept, failed)
    const dataKey = await open(kept, pin)
    if (dataKey === undefined) {
      if (attemptsAfter(failed) === 0) throw new AppError('pinAttemptsSpent')
      throw new AppError('pinWrong', { retryAt: wait.until() })
    }
    await count(kept, 0)
    if (kept.in === 'keychain') return dataKey
    return (await moveIntoKeychain(pin, dataKey)) ? dataKey : undefined
  }

  /** Resolves to the data key, which is made now if an older version set the PIN, or to `undefined` for a wrong PIN. */
  async function open(kept: KeptPin, pin: string): Promise<Buffer | undefined> {
    if ('content' in kept) return unwrapKey(pin, kept.content, contextOf(kept.content.gen))
    return (await isOlderPin(kept.older, pin)) ? newDataKey() : undefined
  }

  /** Moves the PIN into the keychain. A keychain that takes nothing now is asked again at the next right PIN. */
  async function moveIntoKeychain(pin: string, dataKey: Buffer): Promise<boolean> {
    try {
      return await set(pin, dataKey, false)
    } catch (error) {
      log('pin-not-moved', {}, error)
      return false
    }
  }

  async function set(pin: string, dataKey: Buffer, complete: boolean): Promise<boolean> {
    const known = store.known()
    const gen = known && 'content' in known ? known.content.gen + 1 : 1
    const wrapped = await wrapKey(pin, dataKey, contextOf(gen), cost)
    return store.keepNew({ v: 1, gen, ...wrapped, complete, failed: 0, notBefore: 0 })
  }

  return {
    look: () => store.look(),
    check,
    set,
    async setComplete(complete) {
      const known = store.known()
      if (known?.in === 'keychain') await store.keep({ ...known, content: { ...known.content, complete } })
    },
    async remove(alongside) {
      await store.remove(alongside)
      wait.end()
    },
    retryAt: () => wait.until(),
    attemptsLeft() {
      const known = store.known()
      const failed = known ? triesOf(known) : 0
      return failed > 0 ? attemptsAfter(failed) : undefined
    }
  }
}

const newDataKey = (): Buffer => randomBytes(keyBytes)
