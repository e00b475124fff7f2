import { AppError } from '../../ground/errors'
import { createSealer, type Sealing } from '../../vault/sealing'

/** The one key that seals every account's entries in the keychain. It is in memory while a PIN is set and nothing is locked. */
export interface DataKey {
  /**
   * Takes the key over once `stored` has resolved to true, which means that the keychain holds it. Until then, callers that
   * ask for a sealer wait. Resolves as `stored` does.
   */
  hold(key: Buffer, stored?: Promise<boolean>): Promise<boolean>
  held(): Buffer | undefined
  /** Lets new entries be written readable, or no longer. */
  leaveReadable(on: boolean): void
  /** Forgets the key and overwrites its bytes. */
  drop(): void
  /** Returns how the entries of one account are sealed. */
  sealingOf(account: string): Sealing
}

interface DataKeyParts {
  /** The name of the profile that everything sealed belongs to. */
  profile: string
  /** Resolves to true if the keychain says that a PIN is set. @throws AppError of the keychain */
  isPinSet: () => Promise<boolean>
  /** Is called if a PIN is set, but the key is not here. */
  onMissing: () => void
}

export function createDataKey({ profile, isPinSet, onMissing }: DataKeyParts): DataKey {
  let key: Buffer | undefined
  let readable = false
  let drops = 0
  let arriving: Promise<unknown> = Promise.resolve()

  async function isHeld(): Promise<boolean> {
    await arriving
    if (key) return true
    if (!(await isPinSet())) return false
    onMissing()
    throw new AppError('locked')
  }

  return {
    hold(next, stored = Promise.resolve(true)) {
      const before = drops
      const held = stored.then((inKeychain) => {
        if (!inKeychain || drops !== before) return inKeychain
        if (key !== next) key?.fill(0)
        key = next
        return inKeychain
      })
      arriving = held.catch(() => undefined)
      return held
    },
    held: () => key,
    leaveReadable: (on) => {
      readable = on
    },
    drop() {
      drops++
      key?.fill(0)
      key = undefined
    },
    sealingOf(account) {
      const sealer = createSealer(() => key, profile, account)
      return {
        opener: async () => ((await isHeld()) ? sealer : undefined),
        sealer: async () => ((await isHeld()) && !readable ? sealer : undefined)
      }
    }
  }
}
