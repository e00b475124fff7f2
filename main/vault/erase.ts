import type { Vault } from './vault'

/** An entry that exists for a moment only. */
const probe = 'probe'

/**
 * Makes sure that an entry which is not found does not exist. On Linux a locked keyring finds nothing either, but it refuses
 * what is to be stored. The question for its password may open it meanwhile.
 *
 * @throws AppError of the vault, `keychainLocked` among them
 */
export async function ensureOpen(vault: Vault): Promise<void> {
  await vault.set(probe, probe)
  await vault.delete(probe)
}

/**
 * Deletes by `remove`, and makes sure of it where nothing was found to delete.
 *
 * @param remove tells whether there was something to delete
 * @throws AppError of the vault, `keychainLocked` among them
 */
export async function erase(vault: Vault, remove: () => Promise<boolean>): Promise<void> {
  if (await remove()) return
  await ensureOpen(vault)
  await remove()
}
