import { execFile } from 'node:child_process'
import {
  chmod,
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  writeFile
} from 'node:fs/promises'
import { constants } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { createPackageWithOptions, extractAll } from '@electron/asar'
import { z } from 'zod'
import { startUpdateServer, type UpdateServer } from '../../main/topics/updates/updateServer.testing'
import { openInspector } from '../../packaging/fuses'
import { newSigners, publish, rotate } from '../../packaging/repository/repository.testing'
import { root, test as base } from '../fixtures'
import { asRoot, becomeNobody, nobody } from './nobody'
import { killListed } from './processes'

const run = promisify(execFile)

interface Archive {
  /** The program that a person starts. */
  starter: string
  /** The web server with the updates that this copy asks for. */
  server: UpdateServer
  /** Builds and publishes the archive of another version that is the same in every other way. */
  publishNext: (version: string) => Promise<void>
  /** Resolves with the version that `current` points to. */
  currentVersion: () => Promise<string>
  /** Resolves with the ids of the processes that run the program of a version. */
  processesOf: (version: string) => Promise<number[]>
  /** Resolves with true while the file that counts a new version's first starts exists. */
  isOnTrial: () => Promise<boolean>
}

/**
 * The archive unpacked in a person's folder and started by its starter. Its tree is the shipped one except for the address
 * of its update repository and the fuse that lets a test drive it.
 */
export const test = base.extend<{ archive: Archive }>({
  unprivileged: true,
  // A user without rights cannot reach root's keyring, and a session that cannot be stored would delay the restart.
  keychain: 'absent',

  archive: async ({ folder }, use) => {
    const scratch = await mkdtemp(join(tmpdir(), 'holdfast-updates-'))
    const repository = join(scratch, 'repository')
    const signers = newSigners()
    const now = new Date()
    await rotate(repository, signers, [], now)
    const rootOfTrust = await readFile(join(repository, 'metadata/1.root.json'))
    const server = await startUpdateServer(repository)
    const place = join(folder, 'holdfast')
    const tree = join(place, 'versions/0.1.0')
    await mkdir(dirname(tree), { recursive: true })
    await cp(dirname(process.env['HOLDFAST_SHIPPED'] ?? ''), tree, {
      recursive: true,
      mode: constants.COPYFILE_FICLONE
    })
    await openInspector(join(tree, 'holdfast'))
    await rewrite(tree, { version: '0.1.0', updateAddress: server.address }, rootOfTrust)
    await symlink('versions/0.1.0', join(place, 'current'))
    await copyFile(join(root, 'packaging/linux/tarball-starter.sh'), join(place, 'holdfast'))
    await chmod(join(place, 'holdfast'), 0o755)
    if (asRoot) await run('chown', ['-R', `${nobody}:${nobody}`, place])

    const publishNext = async (version: string): Promise<void> => {
      const next = join(scratch, 'next/holdfast/versions', version)
      await cp(tree, next, { recursive: true, mode: constants.COPYFILE_FICLONE })
      await rewrite(next, { version }, rootOfTrust)
      const file = join(scratch, 'next.tar.gz')
      await run('tar', ['-C', join(scratch, 'next'), '--use-compress-program=gzip -1', '-cf', file, 'holdfast'])
      await publish(repository, signers, { version, minimum: '0.1.0', content: await readFile(file) }, now)
      await rm(file)
    }
    const running = processesOf(join(place, 'versions'))
    await use({
      starter: join(place, 'holdfast'),
      server,
      processesOf: running,
      publishNext,
      currentVersion: async () => (await readlink(join(place, 'current'))).replace('versions/', ''),
      isOnTrial: () =>
        readFile(join(place, 'trial')).then(
          () => true,
          () => false
        )
    })
    for (const version of ['0.1.0', '0.2.0']) for (const id of await running(version)) killListed(id)
    await server.close()
    await rm(scratch, { recursive: true })
  },

  within: async ({ archive, folder }, use) => {
    const wrapper = join(folder, 'starter')
    const home = join(folder, 'home')
    const own = asRoot ? [...becomeNobody, 'env', `HOME='${home}'`, `XDG_RUNTIME_DIR='${home}'`] : []
    // The restarted app must not be in the process group that Playwright ends.
    const command = ['setsid', '--wait', ...own, `'${archive.starter}'`].join(' ')
    await writeFile(wrapper, `#!/bin/sh\nexec ${command} "$@"\n`)
    await chmod(wrapper, 0o755)
    await use(() => Promise.resolve(wrapper))
  }
})
export { expect } from '../fixtures'

/** Changes fields of package.json in a tree's app.asar, and adds a root of trust to it. */
async function rewrite(tree: string, facts: Record<string, string>, rootOfTrust: Buffer): Promise<void> {
  const asar = join(tree, 'resources/app.asar')
  const content = await mkdtemp(join(tmpdir(), 'holdfast-asar-'))
  extractAll(asar, content)
  const file = join(content, 'package.json')
  const manifest = z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(file, 'utf8')))
  await writeFile(file, JSON.stringify({ ...manifest, ...facts }))
  await writeFile(join(content, 'root.json'), rootOfTrust)
  await rm(asar)
  await rm(`${asar}.unpacked`, { recursive: true })
  await createPackageWithOptions(content, asar, { unpack: '**/*.node' })
  await rm(content, { recursive: true })
}

const processesOf =
  (versions: string) =>
  async (version: string): Promise<number[]> => {
    const running: number[] = []
    for (const id of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
      const program = await readlink(`/proc/${id}/exe`).catch(() => '')
      if (program === join(versions, version, 'holdfast')) running.push(Number(id))
    }
    return running
  }
