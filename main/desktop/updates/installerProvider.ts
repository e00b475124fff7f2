import { rm } from 'node:fs/promises'
import { MacUpdater, NsisUpdater, Provider, type ResolvedUpdateFileInfo, type UpdateInfo } from 'electron-updater'
import type { AppAdapter } from 'electron-updater/out/AppAdapter'
import { DownloadedUpdateHelper } from 'electron-updater/out/DownloadedUpdateHelper'
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider'
import { AppError } from '../../ground/errors'
import type { Log } from '../../log/log'
import { isStill } from '../../topics/updates/download'
import type { Installer } from '../../topics/updates/installer'
import type { Release } from '../../topics/updates/release'

interface Place {
  kind: 'mac' | 'windows'
  /** The folder for downloads. */
  folder: string
  log: Log
  /** Electron's app, if it is omitted. */
  app?: AppAdapter
}

/** Replaces electron-updater's own downloads: the repository downloads the file and checks it. */
interface Downloads {
  download: (url: URL, destination: string) => Promise<string>
}

class WindowsUpdater extends NsisUpdater {
  readonly httpExecutor: Downloads

  constructor(folder: string, downloads: Downloads, app?: AppAdapter) {
    super(null, app)
    this.httpExecutor = downloads
    this.downloadedUpdateHelper = new DownloadedUpdateHelper(folder)
  }
}

class AppleUpdater extends MacUpdater {
  readonly httpExecutor: Downloads

  constructor(folder: string, downloads: Downloads, app?: AppAdapter) {
    super(undefined, app)
    this.httpExecutor = downloads
    this.downloadedUpdateHelper = new DownloadedUpdateHelper(folder)
  }
}

/** An address that nobody asks, because the repository has its own. */
const nowhere = 'https://updates.invalid/'

/** Names one release and its file. electron-updater learns nothing else. */
function providerOf({ version, released, size, sha512, target }: Release) {
  const info = { url: target.name, size, sha512: Buffer.from(sha512, 'hex').toString('base64') }
  return class extends Provider<UpdateInfo> {
    constructor(_options: unknown, _updater: unknown, runtimeOptions: ProviderRuntimeOptions) {
      super(runtimeOptions)
    }

    override getLatestVersion(): Promise<UpdateInfo> {
      return Promise.resolve({ version, files: [info], path: info.url, sha512: info.sha512, releaseDate: released })
    }

    override resolveFiles(): ResolvedUpdateFileInfo[] {
      return [{ url: new URL(info.url, nowhere), info }]
    }
  }
}

/**
 * Creates the installer of macOS and Windows. electron-updater knows how to replace an app there; the repository decides
 * which version is newest, where it is and whether it is intact.
 */
export function createPlatformInstaller({ kind, folder, log, app }: Place): Installer {
  let ready: { updater: WindowsUpdater | AppleUpdater; release: Release; path: string } | undefined

  return {
    async install(repository, release, options) {
      const downloads: Downloads = {
        async download(_url, destination) {
          await repository.download(release, destination, options)
          return destination
        }
      }
      const updater = new (kind === 'mac' ? AppleUpdater : WindowsUpdater)(folder, downloads, app)
      updater.logger = null
      updater.autoDownload = false
      updater.autoInstallOnAppQuit = false
      updater.disableDifferentialDownload = true
      updater.disableWebInstaller = true
      updater.on('error', (error) => log('installer-failed', {}, error))
      updater.setFeedURL({ provider: 'custom', updateProvider: providerOf(release) })
      const found = await updater.checkForUpdates()
      if (!found?.isUpdateAvailable) throw new AppError('updateRefused')
      const [path] = await updater.downloadUpdate()
      if (path === undefined) throw new AppError('updateNotWritten')
      ready = { updater, release, path }
    },
    async restart(closeWindow) {
      if (!ready) return
      const { updater, release, path } = ready
      if (!(await isStill(release, path).catch(() => false))) {
        ready = undefined
        await rm(path, { force: true })
        throw new AppError('updateRefused')
      }
      // Squirrel first fetches the file from this app, and then closes the window by itself.
      if (kind === 'mac') updater.quitAndInstall()
      else closeWindow(() => updater.quitAndInstall(true, true))
    },
    rolledBack: () => undefined,
    forgetRolledBack: () => Promise.resolve()
  }
}
