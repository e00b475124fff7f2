import { AppError } from '../ground/errors'
import { ensureOpen, erase } from './erase'
import { deleteRecord, recordEntries } from './record'
import type { Vault } from './vault'

/** The entries beside those of the session. */
const others = ['snapshotKey']

/**
 * Returns the vault `current`, into which everything in `former` is moved before the first entry is read. If that fails, so
 * does the call, and the next one tries again. If it is interrupted at any moment, one of the two holds the whole session,
 * and the next run goes on.
 *
 * @param noteMoved is called when `former` is empty; if it fails, the next start looks there once more
 */
export function movedFrom(former: Vault, current: Vault, noteMoved: () => Promise<void>): Vault {
  let moving: Promise<void> | undefined

  function ensureMoved(): Promise<void> {
    moving ??= move(former, current, noteMoved).catch((error: unknown) => {
      moving = undefined
      throw error
    })
    return moving
  }

  return {
    get: async (name) => {
      await ensureMoved()
      return current.get(name)
    },
    set: async (name, value) => {
      await ensureMoved()
      await current.set(name, value)
    },
    delete: async (name) => {
      await ensureMoved()
      return current.delete(name)
    }
  }
}

async function move(former: Vault, current: Vault, noteMoved: () => Promise<void>): Promise<void> {
  // A locked keyring finds nothing either. If its password prompt opens it, the entries have to be moved, not deleted.
  if ((await former.get('head')) === null) await ensureOpen(former)
  if ((await current.get('head')) === null) await copy(former, current)
  // The copy is complete, and it names all entries, even if an earlier deletion was interrupted.
  const { gen, names } = await recordEntries(current)
  for (const name of [...others, ...names]) if (name !== 'head') await former.delete(name)
  await erase(former, () => deleteRecord(former, gen))
  await noteMoved()
}

async function copy(former: Vault, current: Vault): Promise<void> {
  const { names } = await recordEntries(former)
  for (const name of [...others, ...names]) {
    const value = await former.get(name)
    if (value === null) continue
    await current.set(name, value)
    if ((await current.get(name)) !== value) throw new AppError('keychainUnusable')
  }
}
