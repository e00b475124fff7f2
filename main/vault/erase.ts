import type { Vault } from './vault'

/** An entry that exists for a moment only. */
const probe = 'probe'

/**
 * Makes sure that an entry which is not found does not exist. A locked keyring on Linux finds nothing either, but it refuses
 * to store an entry. It may ask for its password, and be open afterwards.
 *
 * @throws AppError of the vault, `keychainLocked` among them
 */
export async function ensureOpen(vault: Vault): Promise<void> {
  await vault.set(probe, probe)
  await vault.delete(probe)
}

/**
 * Deletes by `remove`, and makes sure that nothing remains if it found nothing to delete.
 *
 * @param remove resolves to true if there was something to delete
 * @throws AppError of the vault, `keychainLocked` among them
 */
export async function erase(vault: Vault, remove: () => Promise<boolean>): Promise<void> {
  if (await remove()) return
  await ensureOpen(vault)
  await remove()
}
