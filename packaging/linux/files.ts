import { chmod, lstat, lutimes, readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { execute } from '../execute'

/**
 * Resolves with the absolute paths of everything below a folder. The content of a folder comes before the folder itself,
 * and the top folder last.
 */
export async function everythingIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const below = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? everythingIn(path) : [path]
    })
  )
  return [...below.flat(), folder]
}

/**
 * Sets one time for everything below a folder. A packer that only limits times would keep older ones, which differ between
 * two builds.
 */
export async function setTimes(folder: string, time: number): Promise<void> {
  for (const path of await everythingIn(folder)) await lutimes(path, time, time)
}

/** Lets everybody read the content of a folder and only its owner write, whatever the umask of the build was. */
export async function setModes(folder: string): Promise<void> {
  for (const path of await everythingIn(folder)) {
    const stats = await lstat(path)
    if (stats.isSymbolicLink()) continue
    const executable = stats.isDirectory() || (stats.mode & 0o111) !== 0
    await chmod(path, executable ? 0o755 : 0o644)
  }
}

/**
 * Resolves with the size in bytes of the files below a folder. `counts` returns true for each path within the folder that
 * counts.
 */
export async function sizeOf(folder: string, counts: (path: string) => boolean = () => true): Promise<number> {
  const paths = (await everythingIn(folder)).filter((path) => counts(relative(folder, path)))
  const sizes = await Promise.all(paths.map((path) => lstat(path)))
  return sizes.filter((stats) => !stats.isDirectory()).reduce((sum, { size }) => sum + size, 0)
}

/** Links a folder to a second place without copying the content of its files. */
export async function linkTree(from: string, to: string): Promise<void> {
  await execute('cp', ['--archive', '--link', '--no-target-directory', from, to])
}
