import { open, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { type Disk, sync } from './unpack'
import { isVersion } from './version'

/** The folder of an unpacked archive: the versions in it, the one on trial and the current one. */
export interface Versions {
  /** Returns the path of something among the versions. */
  path(name: string): string
  /**
   * Makes an unpacked tree the current version, in such an order that a crash at any moment leaves a current version that is
   * complete.
   *
   * @param previous the version that the starter goes back to
   */
  makeCurrent(tree: string, version: string, previous: string): Promise<void>
  /** Deletes all versions but these. */
  keepOnly(names: readonly string[]): Promise<void>
  /** Removes the remains of an interrupted installation. What cannot be removed yet is removed the next time. */
  removeUnfinished(): Promise<void>
}

/** Holds the version on trial, the one before, and how often the starter has tried. */
export const trialIn = (folder: string): string => join(folder, 'trial')
/** Links to the version that starts. */
export const currentIn = (folder: string): string => join(folder, 'current')

export function openVersions(disk: Disk, folder: string): Versions {
  const versions = join(folder, 'versions')

  return {
    path: (name) => join(versions, name),

    async makeCurrent(partial, version, previous) {
      const tree = join(versions, version)
      // An interrupted update, or one that did not start, left this tree. It is not the current one.
      await disk.rm(tree, { recursive: true, force: true })
      await disk.rename(partial, tree)
      await sync(disk, versions)
      await replace(trialIn(folder), (path) => writeSynced(path, `${version} ${previous} 0\n`))
      await replace(currentIn(folder), (path) => symlink(join('versions', version), path))
      await sync(disk, folder)
    },

    async keepOnly(names) {
      for (const name of await readdir(versions)) {
        if (!names.includes(name)) await disk.rm(join(versions, name), { recursive: true, force: true })
      }
    },

    async removeUnfinished() {
      const left = [
        ...(await readdir(versions)).filter((name) => !isVersion(name)).map((name) => join(versions, name)),
        ...(await readdir(folder)).filter((name) => name.endsWith('.partial')).map((name) => join(folder, name))
      ]
      const removals = left.map((path) => disk.rm(path, { recursive: true, force: true, maxRetries: 3 }))
      await Promise.allSettled(removals)
    }
  }
}

/** Lets `make` make a file beside `path`, and puts it in its place by one rename. The starter uses the same name beside it. */
async function replace(path: string, make: (path: string) => Promise<void>): Promise<void> {
  const partial = `${path}.partial`
  await rm(partial, { force: true })
  await make(partial)
  await rename(partial, path)
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o644)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Resolves to the version at the beginning of a file of the starter's, if there is such a file. */
export async function versionIn(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const [word = ''] = text.split(/\s/, 1)
  return isVersion(word) ? word : undefined
}
