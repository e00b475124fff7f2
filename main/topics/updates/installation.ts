import { basename, dirname, join } from 'node:path'
import type { UpdateMeans } from '../../../contract/updates'

/** The way in which this copy was installed, which decides who installs the next one. */
export type InstallationKind = 'deb' | 'rpm' | 'tarball' | 'mac' | 'windows'

export type Installation =
  | { kind: Exclude<InstallationKind, 'tarball' | 'windows'> }
  /**
   * `writable` is true if this person may replace the app. An MSI, or an installation for everybody, is replaced by their
   * administrator.
   */
  | { kind: 'windows'; writable: boolean }
  /** `folder` holds the starter, all versions and the link to the current one. */
  | { kind: 'tarball'; folder: string; writable: boolean }

/** The known facts of the running program. */
export interface Program {
  packaged: boolean
  platform: NodeJS.Platform
  /** The real path of the executable. */
  executable: string
  exists: (path: string) => boolean
  /** True if this person may write into the folder. */
  isWritable: (folder: string) => boolean
}

/** The folder where deb and rpm put the app, and dpkg's list of the files of an installed package. */
const packageFolder = '/opt/holdfast'
const dpkgList = '/var/lib/dpkg/info/holdfast.list'

/** Returns undefined if the app runs from its sources, or is in a place where no installation puts it. */
export function installationOf({ packaged, platform, executable, ...disk }: Program): Installation | undefined {
  if (!packaged) return undefined
  if (platform === 'darwin') return { kind: 'mac' }
  if (platform === 'win32') return { kind: 'windows', writable: disk.isWritable(dirname(executable)) }
  const tree = dirname(executable)
  if (tree === packageFolder) return { kind: disk.exists(dpkgList) ? 'deb' : 'rpm' }
  const versions = dirname(tree)
  const folder = dirname(versions)
  const isTarball =
    basename(versions) === 'versions' && ['holdfast', 'current'].every((part) => disk.exists(join(folder, part)))
  if (!isTarball) return undefined
  return { kind: 'tarball', folder, writable: [folder, versions].every((place) => disk.isWritable(place)) }
}

const commands = {
  deb: 'sudo apt update && sudo apt install holdfast',
  rpm: 'sudo dnf upgrade holdfast'
} satisfies Partial<Record<InstallationKind, string>>

/** Returns the way in which a copy that may ask an update address gets a newer version. */
export function meansOf(installation: Installation): UpdateMeans {
  switch (installation.kind) {
    case 'deb':
    case 'rpm':
      return { by: 'package', command: commands[installation.kind] }
    case 'tarball':
      return { by: 'archive', writable: installation.writable }
    case 'mac':
      return { by: 'installer', writable: true }
    case 'windows':
      return { by: 'installer', writable: installation.writable }
  }
}
