import type { ErrorCode } from '../../contract/result'
import { AppError } from '../ground/errors'
import { ensureOpen, erase } from '../vault/erase'
import { createSealedKey } from '../vault/sealedKey'
import type { Sealing } from '../vault/sealing'
import type { Vault } from '../vault/vault'

/** The key of an account's memory. It is read once, and held until the account ends. */
export interface MemoryKey {
  /** Resolves to the key, or to undefined if an open keychain holds none. @throws AppError of the vault, or `locked` */
  read(): Promise<Buffer | undefined>
  /** Resolves to the key, which is made if there is none. It is called by one process at a time. @throws as `read` does */
  readOrMake(): Promise<Buffer>
  readonly reseal: () => Promise<void>
  /** Makes sure that the key is gone. @throws AppError of the vault */
  delete(): Promise<void>
  /** Overwrites the key in memory. Later calls reject with `locked`. */
  end(): void
}

/** The entry of the key beside those of the session. */
const entry = 'memoryKey'

/** @param unusable returns why the keychain is not to be asked at present, because that may ask the person for a password */
export function createMemoryKey(vault: Vault, sealing: Sealing, unusable: () => ErrorCode | undefined): MemoryKey {
  const keys = createSealedKey(vault, sealing, entry)
  let held: Buffer | undefined
  let ended = false

  /** Asks again after the keychain has shown that it is open, because a locked one finds nothing either. */
  async function find(): Promise<Buffer | undefined> {
    const found = await keys.read()
    if (found) return found
    await ensureOpen(vault)
    return keys.read()
  }

  function hold(key: Buffer | undefined): Buffer | undefined {
    if (!ended) return (held = key)
    key?.fill(0)
    throw new AppError('locked')
  }

  async function read(): Promise<Buffer | undefined> {
    if (ended) throw new AppError('locked')
    const failed = unusable()
    if (!held && failed) throw new AppError(failed)
    return held ?? hold(await find())
  }

  return {
    read,
    async readOrMake() {
      const known = await read()
      if (known) return known
      const made = await keys.make()
      hold(made)
      return made
    },
    reseal: keys.reseal,
    async delete() {
      held?.fill(0)
      held = undefined
      await erase(vault, () => keys.delete())
    },
    end() {
      ended = true
      held?.fill(0)
      held = undefined
    }
  }
}
