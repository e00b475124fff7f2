import { EventEmitter } from 'node:events'
import Module, { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AppAdapter } from 'electron-updater/out/AppAdapter'
import { vi } from 'vitest'

/** The part of Squirrel that electron-updater uses. */
export const squirrel = Object.assign(new EventEmitter(), { setFeedURL: vi.fn(), checkForUpdates: vi.fn() })

/** Lets electron-updater find this Squirrel in the place of Electron's. */
export function putSquirrelInPlace(): void {
  const require = createRequire(import.meta.url)
  const path = require.resolve('electron')
  const electron = new Module(path)
  electron.exports = { autoUpdater: squirrel }
  electron.loaded = true
  require.cache[path] = electron
}

export const quit = vi.fn()

/** Returns Electron's app as a version of ours that keeps its files in `folder`. */
export const appOf = (version: string, folder: string): AppAdapter => ({
  version,
  name: 'Holdfast',
  isPackaged: true,
  appUpdateConfigPath: join(folder, 'app-update.yml'),
  userDataPath: folder,
  baseCachePath: folder,
  whenReady: () => Promise.resolve(),
  relaunch: vi.fn(),
  quit,
  onQuit: vi.fn()
})
