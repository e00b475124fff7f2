import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../ground/errors'
import type { Log } from '../../log/log'
import { readStored, setAside, writeStored } from '../../storage/storedFile'
import { written } from './keptMetadata'
import { compareVersions, isVersion } from './version'

const newestSeen = z.object({
  version: z.string().refine(isVersion),
  /** The ids of the keys that could sign a release then. */
  keys: z.array(z.string())
})

/**
 * Makes sure that no release is older than the newest one that this profile has ever seen. TUF ensures that by the earlier
 * files. This ensures it if they were damaged, and against a thief who has only the online key.
 *
 * A root that names other keys for releases resets it. Otherwise a thief of the old key could block updates for everybody for
 * ever, by one release with a very high version.
 *
 * @throws AppError `updateRefused`, `updateNotWritten`
 */
export async function refuseOlder(folder: string, version: string, keys: readonly string[], log: Log): Promise<void> {
  const path = join(folder, 'newest.json')
  const stored = readStored(path, newestSeen)
  if (stored.state === 'unreadable') await setAside(path, log)
  if (stored.state === 'present' && isSame(stored.value.keys, keys)) {
    const order = compareVersions(version, stored.value.version)
    if (order < 0) throw new AppError('updateRefused')
    if (order === 0) return
  }
  await written(writeStored(path, { version, keys }))
}

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  [...some].sort().join() === [...others].sort().join()
