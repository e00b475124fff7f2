import { randomBytes } from 'node:crypto'
import { keyBytes } from './aesGcm'
import type { Sealing } from './sealing'
import type { Vault } from './vault'

/** The key that opens an account's sealed files of one kind, in the keychain. Each call fails as the vault does. */
export interface SealedKey {
  read(): Promise<Buffer | undefined>
  /** Replaces the key by a new one. */
  make(): Promise<Buffer>
  /** Writes the key anew, sealed as it has to be from now on. */
  readonly reseal: () => Promise<void>
  /** Resolves to true if there was a key. */
  delete(): Promise<boolean>
}

const sealedPrefix = 'sealed:'

/** @param entry the entry of the key beside those of the session: 32 bytes as base64url, behind a prefix if it is sealed */
export function createSealedKey(vault: Vault, sealing: Sealing, entry: string): SealedKey {
  async function read(): Promise<Buffer | undefined> {
    const [found, opener] = await Promise.all([vault.get(entry), sealing.opener()])
    if (found === null) return undefined
    const text = found.startsWith(sealedPrefix) ? opener?.open(entry, found.slice(sealedPrefix.length)) : found
    const bytes = Buffer.from(text ?? '', 'base64url')
    return bytes.length === keyBytes ? bytes : undefined
  }

  async function write(value: Buffer): Promise<void> {
    const sealer = await sealing.sealer()
    const text = value.toString('base64url')
    await vault.set(entry, sealer ? sealedPrefix + sealer.seal(entry, text) : text)
  }

  return {
    read,
    async make() {
      const made = randomBytes(keyBytes)
      await write(made)
      return made
    },
    async reseal() {
      const known = await read()
      if (known) await write(known)
    },
    delete: () => vault.delete(entry)
  }
}
