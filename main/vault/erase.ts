import type { Vault } from './vault'

/** An entry that exists for a moment only. */
const probe = 'probe'

/**
 * Deletes by `remove`, and makes sure of it. On Linux a locked keyring finds nothing to delete and says that nothing is
 * left, but it refuses what is to be stored: where nothing was found, that tells the one from the other.
 *
 * @param remove tells whether there was something to delete
 * @throws AppError of the vault, `keychainLocked` among them
 */
export async function erase(vault: Vault, remove: () => Promise<boolean>): Promise<void> {
  if (await remove()) return
  await vault.set(probe, probe)
  await vault.delete(probe)
  // The question for the keyring's password may have opened it just now.
  await remove()
}
