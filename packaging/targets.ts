import { Arch, Platform } from 'electron-builder'

/** Returns what electron-builder builds on a system. On Linux that is only the tree, from which our own tools make packages. */
export function targetsFor(platform: NodeJS.Platform): ReturnType<Platform['createTarget']> {
  if (platform === 'darwin') return Platform.MAC.createTarget(['dmg', 'zip'], Arch.universal)
  if (platform === 'win32') return Platform.WINDOWS.createTarget(['nsis', 'msi'], Arch.x64)
  return Platform.LINUX.createTarget('dir')
}
