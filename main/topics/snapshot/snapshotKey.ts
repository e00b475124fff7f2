import { randomBytes } from 'node:crypto'
import { keyBytes } from '../../vault/aesGcm'
import type { Sealing } from '../../vault/sealing'
import type { Vault } from '../../vault/vault'

/** The key that opens the file, in the keychain. Each call fails as the vault does. */
export interface SnapshotKey {
  read(): Promise<Buffer | undefined>
  /** Replaces the key by a new one. */
  make(): Promise<Buffer>
  /** Writes the key anew, sealed as it has to be from now on. */
  readonly reseal: () => Promise<void>
  delete(): Promise<void>
}

/** The entry of the key beside those of the session: 32 bytes as base64url, behind a prefix if it is sealed. */
const keyEntry = 'snapshotKey'
const sealedPrefix = 'sealed:'

export function createSnapshotKey(vault: Vault, sealing: Sealing): SnapshotKey {
  async function read(): Promise<Buffer | undefined> {
    const [found, opener] = await Promise.all([vault.get(keyEntry), sealing.opener()])
    if (found === null) return undefined
    const text = found.startsWith(sealedPrefix) ? opener?.open(keyEntry, found.slice(sealedPrefix.length)) : found
    const bytes = Buffer.from(text ?? '', 'base64url')
    return bytes.length === keyBytes ? bytes : undefined
  }

  async function write(value: Buffer): Promise<void> {
    const sealer = await sealing.sealer()
    const text = value.toString('base64url')
    await vault.set(keyEntry, sealer ? sealedPrefix + sealer.seal(keyEntry, text) : text)
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
    async delete() {
      await vault.delete(keyEntry)
    }
  }
}
