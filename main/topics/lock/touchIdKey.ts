import { keyBytes } from '../../vault/aesGcm'
import type { Vault } from '../../vault/vault'
import { removeEntry } from './pinEntry'

/**
 * The data key as it is, in an entry of its own, for people who unlock with Touch ID. Their entries in the keychain are then
 * protected by the keychain alone.
 */
export interface TouchIdKey {
  read(): Promise<Buffer | undefined>
  keep(dataKey: Buffer): Promise<void>
  /** @throws AppError `keychainNotCleared` */
  remove(): Promise<void>
}

const entryName = 'touchIdKey'

export function createTouchIdKey(vault: Vault): TouchIdKey {
  return {
    async read() {
      const bytes = Buffer.from((await vault.get(entryName)) ?? '', 'base64url')
      return bytes.length === keyBytes ? bytes : undefined
    },
    keep: (dataKey) => vault.set(entryName, dataKey.toString('base64url')),
    remove: () => removeEntry(vault, entryName)
  }
}
