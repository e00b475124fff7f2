/**
 * This program installs once over the unpacked archive, ended by SIGKILL at a given step: `node child.mjs
 * '{"folder":…,"killAt":…}'`.
 */
import { writeSync } from 'node:fs'
import * as disk from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '../../main/ground/errors'
import { openUpdateRepository } from '../../main/topics/updates/repository'
import { openTarball } from '../../main/topics/updates/tarball'
import { compareVersions } from '../../main/topics/updates/version'
import { killPoints, watchFiles } from '../crash/killPoints'

const order = z.object({
  folder: z.string(),
  running: z.string(),
  address: z.string(),
  root: z.string(),
  kept: z.string(),
  /** Everything was signed at this time. */
  now: z.number(),
  killAt: z.int().min(0)
})

const { folder, running, address, root, kept, now, killAt } = order.parse(JSON.parse(process.argv[2] ?? ''))
const { point, passed } = killPoints(killAt)
watchFiles(folder, point)
const repository = openUpdateRepository({
  address,
  root: Buffer.from(root, 'base64'),
  folder: kept,
  kind: 'tarball',
  fetch,
  now: () => new Date(now),
  log: () => undefined
})
const tarball = await openTarball({ disk, folder, running, relaunch: () => undefined, log: () => undefined })
await tarball.confirmStart()
const { signal } = new AbortController()
const release = await repository.look(signal)
try {
  if (compareVersions(release.version, running) > 0) {
    await tarball.install(repository, release, { signal, onProgress: () => point('received') })
  }
  writeSync(1, String(passed()))
} catch (error) {
  writeSync(1, error instanceof AppError ? error.code : String(error))
}
process.exit(0)
