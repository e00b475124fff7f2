import type { ErrorCode } from '../../../contract/result'
import { AppError } from '../../ground/errors'
import { ensureOpen } from '../../vault/erase'
import { readRecord, type Record as VaultRecord } from '../../vault/record'
import type { Sealing } from '../../vault/sealing'
import type { Vault } from '../../vault/vault'

const withoutKeychain = new Set<ErrorCode>(['keychainAbsent', 'keychainNoCollection'])

/**
 * Resolves to the stored record, or to `null` if there is none and none has to be there.
 *
 * @throws AppError `keychainEmptied` if there is none although there must be one, and those of the vault
 */
export async function readExpected(vault: Vault, sealing: Sealing, isCertain: boolean): Promise<VaultRecord | null> {
  const found = await readRecord(vault, sealing).catch((error: unknown) => {
    // Storing was interrupted, most likely because there is no keychain, so the person may still sign in.
    if (!isCertain && error instanceof AppError && withoutKeychain.has(error.code)) return null
    throw error
  })
  if (found || !isCertain) return found
  await ensureOpen(vault)
  const opened = await readRecord(vault, sealing)
  if (!opened) throw new AppError('keychainEmptied')
  return opened
}
