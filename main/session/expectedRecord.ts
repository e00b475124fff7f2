import type { ErrorCode } from '../../contract/result'
import { AppError } from '../errors'
import { ensureOpen } from '../vault/erase'
import { readRecord, type Record as VaultRecord } from '../vault/record'
import type { Sealing } from '../vault/sealing'
import type { Vault } from '../vault/vault'

const withoutKeychain = new Set<ErrorCode>(['keychainAbsent', 'keychainNoCollection'])

/**
 * Reads the stored record; `null` where none had to be there.
 *
 * @throws AppError `keychainEmptied` where there is none although there must be one, and those of the vault
 */
export async function readExpected(vault: Vault, sealing: Sealing, isCertain: boolean): Promise<VaultRecord | null> {
  const found = await readRecord(vault, sealing).catch((error: unknown) => {
    // Storing was cut off, most likely for want of a keychain: nobody is kept from signing in.
    if (!isCertain && error instanceof AppError && withoutKeychain.has(error.code)) return null
    throw error
  })
  if (found || !isCertain) return found
  await ensureOpen(vault)
  const opened = await readRecord(vault, sealing)
  if (!opened) throw new AppError('keychainEmptied')
  return opened
}
