import { rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { AfterPackContext, Configuration } from 'electron-builder'
import { billFiles } from './bill/bill'
import { closeFuses } from './fuses'
import { macConfiguration } from './macos/configuration'
import type { Signing } from './signing'
import { windowsConfiguration } from './windows/configuration'

/** The facts of one packaging run that differ between machines. */
export interface Surroundings {
  platform: NodeJS.Platform
  /** The absolute path of the Electron executable to package with. */
  electron: string
  electronVersion: string
  /** The version as N.N.N: that of package.json, or another one so that a test can package an update. */
  version: string
  /** True if that Electron is not the one that package.json names, so that nobody mistakes the package for a release. */
  testRuntime: boolean
  /** The https address of the update repository, or empty if this build has none. */
  updateAddress: string
  /** The absolute path of the root of trust for updates, if this build has one. */
  updateRoot?: string
  signing: Signing
  /** The absolute path of the folder to write to. */
  output: string
}

const keytar = ['package.json', 'LICENSE.md', 'lib/**']

/** The package contains only these files, which the app runs. All others stay out because they are not named. */
const files = [
  '!**/*',
  'package.json',
  'out/main/**',
  'out/preload/**',
  'out/renderer/**',
  ...keytar.map((part) => `node_modules/keytar/${part}`),
  'node_modules/keytar/prebuilds/${platform}-${arch}/**'
]

/**
 * A runtime's folder may hold these in addition to Electron: a program that loads unpackaged apps, and the runtime's own
 * manifest.
 */
export const notOfElectron = ['resources/app', 'resources/default_app.asar', 'package.json']

/** Returns the program's place in the folder that electron-builder writes for a system. */
function programFor(platform: string): string {
  if (platform === 'darwin') return 'Holdfast.app'
  return platform === 'win32' ? 'holdfast.exe' : 'holdfast'
}

/** Returns the configuration of electron-builder, for every system alike. */
export function builderConfiguration(surroundings: Surroundings): Configuration {
  const { platform, electron, electronVersion, version, testRuntime, updateAddress, updateRoot, signing, output } =
    surroundings
  return {
    appId: 'io.holdfast.Holdfast',
    productName: 'Holdfast',
    executableName: 'holdfast',
    electronVersion,
    // The installed Electron serves one kind of processor, and macOS gets two.
    ...(platform !== 'darwin' && { electronDist: dirname(electron) }),
    electronLanguages: ['en-US', 'zh-CN'],
    directories: { output },
    files: updateRoot === undefined ? files : [...files, { from: dirname(updateRoot), to: '.', filter: ['root.json'] }],
    extraResources: billFiles.map((file) => ({ from: file, to: basename(file) })),
    asar: true,
    asarUnpack: ['**/*.node'],
    npmRebuild: false,
    publish: null,
    extraMetadata: {
      ...(testRuntime && { description: 'Test build of Holdfast on a test runtime: not a release.' }),
      version,
      electronVersion,
      updateAddress,
      // Wayland finds the window's icon by this name.
      desktopName: 'holdfast.desktop'
    },
    async afterPack({ appOutDir, electronPlatformName }: AfterPackContext) {
      for (const part of notOfElectron) await rm(join(appOutDir, part), { recursive: true, force: true })
      await closeFuses(join(appOutDir, programFor(electronPlatformName)))
    },
    ...macConfiguration(signing.apple),
    ...windowsConfiguration(signing.azure),
    linux: { target: 'dir', category: 'Utility' }
  }
}
