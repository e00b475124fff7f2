import { randomUUID } from 'node:crypto'
import { readlink, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { AppError } from '../../ground/errors'
import { createFileLock } from '../../storage/fileLock'
import type { Log } from '../../log/log'
import { isStill } from './download'
import type { Installer } from './installer'
import { written } from './keptMetadata'
import type { Release } from './release'
import { type Disk, unpack } from './unpack'
import { compareVersions, isVersion } from './version'
import { currentIn, openVersions, trialIn, versionIn } from './versions'

/** The longest wait for an installation by another process of ours, in ms. */
const patienceMs = 10 * 60_000

interface Place {
  disk: Disk
  /** The folder that holds the starter, `versions/` and the link `current`. */
  folder: string
  /** The running version. */
  running: string
  /** Runs the starter once the app has ended. */
  relaunch: (starter: string) => void
  log: Log
}

export interface Tarball extends Installer {
  /**
   * Notes that this version works, because its window has been shown, and deletes the remains of an update. If the disk
   * refuses, the next start does it.
   */
  confirmStart(): Promise<void>
}

/**
 * The unpacked archive. A release is unpacked beside the others, and only then becomes the current one by one rename; the
 * previous version stays. The starter returns to it if the new one does not start (`packaging/linux/tarball-starter.sh`), so
 * an update leaves the starter alone.
 */
export async function openTarball({ disk, folder, running, relaunch, log }: Place): Promise<Tarball> {
  const versions = openVersions(disk, folder)
  const trial = trialIn(folder)
  const mark = join(folder, 'rolled-back')
  const lock = createFileLock(join(folder, 'update.lock'))
  let rolledBack = await versionIn(mark)

  async function putInPlace(release: Release, download: (path: string) => Promise<void>): Promise<void> {
    const { version } = release
    const linked = basename(await written(readlink(currentIn(folder))))
    const before = isVersion(linked) ? linked : running
    // Another process of ours was faster.
    if (compareVersions(version, before) <= 0 && before !== running) return
    if (compareVersions(version, running) <= 0) throw new AppError('updateRefused')
    const archive = versions.path(`${version}.tar.gz`)
    // The name is unique, because the tar of an installation that was killed may still be writing to another one.
    const partial = versions.path(`${version}.${randomUUID()}.partial`)
    try {
      await download(archive)
      if (!(await isStill(release, archive))) throw new AppError('updateRefused')
      await unpack(disk, release, archive, partial, `holdfast/versions/${version}`)
      const previous = (await versionIn(trial)) === before ? running : before
      await written(versions.makeCurrent(partial, version, previous))
      await written(versions.keepOnly([version, previous, running]))
    } finally {
      for (const path of [archive, partial]) await disk.rm(path, { recursive: true, force: true })
    }
  }

  async function confirmStart(): Promise<void> {
    if ((await versionIn(trial)) === running) await rm(trial, { force: true })
    const giveBack = await lock.take(0)
    try {
      if (giveBack) await versions.removeUnfinished()
    } finally {
      await giveBack?.()
    }
  }

  async function forgetRolledBack(): Promise<void> {
    await written(rm(mark, { force: true }))
    rolledBack = undefined
  }

  return {
    async install(repository, release, options) {
      const giveBack = await written(lock.take(patienceMs))
      if (!giveBack) throw new AppError('updateNotWritten')
      try {
        await written(versions.removeUnfinished())
        await putInPlace(release, (path) => repository.download(release, path, options))
        await forgetRolledBack()
      } finally {
        await giveBack()
      }
    },
    restart(closeWindow) {
      closeWindow(() => relaunch(join(folder, 'holdfast')))
      return Promise.resolve()
    },
    confirmStart: () => confirmStart().catch((error: unknown) => log('update-not-confirmed', {}, error)),
    rolledBack: () => rolledBack,
    forgetRolledBack
  }
}
