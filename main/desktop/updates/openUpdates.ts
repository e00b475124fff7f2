import { accessSync, constants, existsSync, realpathSync } from 'node:fs'
import { uptime } from 'node:os'
import { join } from 'node:path'
import { app, net } from 'electron'
import { promises } from 'original-fs'
import type { UpdateMeans } from '../../../contract/updates'
import type { Log } from '../../log/log'
import { isLoopback } from '../../ground/tenant'
import { type Installation, installationOf, meansOf } from '../../topics/updates/installation'
import type { Installer } from '../../topics/updates/installer'
import { readUpdateSource, type UpdateSource } from '../../topics/updates/source'
import { openTarball } from '../../topics/updates/tarball'
import { createUpdates, type Updates, type UpdatesParts } from '../../topics/updates/updates'
import { openUpdatesFile } from '../../topics/updates/updatesFile'
import { updateTransport } from './updateNetwork'

/** Assembles everything that brings newer versions onto this computer, depending on how this copy was installed. */
export async function openUpdates(
  parts: Pick<UpdatesParts, 'looksDaily' | 'closeWindow' | 'tell' | 'log'>
): Promise<Updates> {
  const { log } = parts
  const profile = app.getPath('userData')
  const running = app.getVersion()
  const installation = installationHere()
  const source = installation && (await sourceHere(log))
  const installer = installation && (await installerFor(installation, running, log))
  return createUpdates({
    ...parts,
    means: meansHere(installation, source),
    ...(source && { host: new URL(source.address).host }),
    ...(source && installer && { installer }),
    running,
    file: await openUpdatesFile(join(profile, 'updates.json'), log),
    async repository() {
      if (!installation || !source) throw new Error('there is nobody to ask')
      const { openUpdateRepository } = await import('../../topics/updates/repository')
      const fetch = updateTransport(source.address, running)
      return openUpdateRepository({ ...source, folder: join(profile, 'updates'), kind: installation.kind, fetch, log })
    },
    // The system's uptime goes on while the computer sleeps.
    now: () => ({ wall: Date.now(), monotonic: uptime() * 1000 }),
    random: Math.random,
    after(ms, listener) {
      const timer = setTimeout(listener, ms)
      return () => clearTimeout(timer)
    },
    isOnline: () => (source !== undefined && isLoopback(new URL(source.address))) || net.isOnline()
  })
}

const installationHere = (): Installation | undefined =>
  installationOf({
    packaged: app.isPackaged,
    platform: process.platform,
    executable: realpathSync(app.getPath('exe')),
    exists: existsSync,
    isWritable
  })

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Resolves to the source of updates, if the package names one. An address that cannot be used counts as none, and is logged.
 */
async function sourceHere(log: Log): Promise<UpdateSource | undefined> {
  try {
    return await readUpdateSource(app.getAppPath())
  } catch (error) {
    log('update-address-unusable', {}, error)
    return undefined
  }
}

function meansHere(installation: Installation | undefined, source: UpdateSource | undefined): UpdateMeans {
  if (!installation) return { by: 'nobody', reason: 'notInstalled' }
  return source ? meansOf(installation) : { by: 'nobody', reason: 'noAddress' }
}

async function installerFor(installation: Installation, running: string, log: Log): Promise<Installer | undefined> {
  const { kind } = installation
  if ('writable' in installation && !installation.writable) return undefined
  if (kind === 'mac' || kind === 'windows') return __WITH_INSTALLER__ ? platformInstaller(kind, log) : undefined
  if (kind !== 'tarball') return undefined
  const tarball = await openTarball({
    disk: promises,
    folder: installation.folder,
    running,
    relaunch: (starter) => app.relaunch({ execPath: starter, args: process.argv.slice(1) }),
    log
  })
  await tarball.confirmStart()
  return tarball
}

/** Returns the installer of macOS or Windows. Its library is loaded with the first installation. */
function platformInstaller(kind: 'mac' | 'windows', log: Log): Installer {
  let opened: Promise<Installer> | undefined
  async function open(): Promise<Installer> {
    const { createPlatformInstaller } = await import('./installerProvider')
    return createPlatformInstaller({ kind, folder: join(app.getPath('userData'), 'installer'), log })
  }
  return {
    install: async (...given) => (await (opened ??= open())).install(...given),
    restart: async (closeWindow) => (await opened)?.restart(closeWindow),
    rolledBack: () => undefined,
    forgetRolledBack: () => Promise.resolve()
  }
}
