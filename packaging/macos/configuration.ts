import { join } from 'node:path'
import checksums from 'electron/checksums.json'
import type { Configuration } from 'electron-builder'

const entitlements = join(import.meta.dirname, 'entitlements.plist')
const icon = join(import.meta.dirname, '../icon.png')

/**
 * Returns the part of the configuration for macOS: one app for both kinds of processor, hardened and notarised.
 *
 * @param signed true if Apple's keys are available. Otherwise the app is signed ad hoc, and runs only on the computer that
 * built it
 */
export function macConfiguration(signed: boolean): Configuration {
  return {
    // Electron for both kinds of processor is downloaded, and checked against the hashes of package-lock.json.
    electronDownload: { checksums },
    mac: {
      executableName: 'Holdfast',
      artifactName: 'holdfast-${version}-mac-${arch}.${ext}',
      icon,
      category: 'public.app-category.utilities',
      files: ['node_modules/keytar/prebuilds/darwin-*/**'],
      // The keychain's module has one file per processor, so both halves hold the same two files.
      x64ArchFiles: '**/node_modules/keytar/prebuilds/darwin-*/*.node',
      extendInfo: { NSCameraUsageDescription: 'One photo is taken when you add your face as a sign-in method.' },
      entitlements,
      entitlementsInherit: entitlements,
      // An app that is signed ad hoc has no team, and a hardened app loads only what is signed by its own team.
      hardenedRuntime: signed,
      notarize: signed,
      ...(!signed && { identity: '-' })
    }
  }
}
