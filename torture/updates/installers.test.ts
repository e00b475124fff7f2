import { readFile, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPlatformInstaller } from '../../main/desktop/updates/installerProvider'
import { appOf, putSquirrelInPlace, quit, squirrel } from '../../main/desktop/updates/installerProvider.testing'
import { look, startUpdates, type Updates } from '../../main/topics/updates/updates.testing'
import { tryAll } from './stage'

let updates: Updates
let installations = 0
beforeAll(async () => {
  putSquirrelInPlace()
  updates = await startUpdates()
  await updates.publish('1.1.0', { kinds: ['mac', 'windows'], content: 'a new version' })
})
afterAll(() => updates.close())

const kinds = ['mac', 'windows'] as const
type Kind = (typeof kinds)[number]

/** A server, or a person on this computer, does this to the package. */
const attacks: Record<string, ((response: ServerResponse) => void) | 'exchanged' | 'older'> = {
  changed: (response) => response.end('a new versiom'),
  truncated: (response) => response.end('a new ver'),
  endless: (response) => {
    const pour = (): void => {
      while (!response.destroyed && response.write('a new version'.repeat(1_000)));
      if (!response.destroyed) response.once('drain', pour)
    }
    pour()
  },
  exchanged: 'exchanged',
  older: 'older'
}

/** Prepares an installation of 1.1.0 over `running`, up to its restart. */
async function open(kind: Kind, running = '1.0.0') {
  const folder = join(updates.scratch, `installer-${++installations}`)
  const repository = updates.client({ kind, name: `${kind}-${installations}` })
  const installer = createPlatformInstaller({ kind, folder, log: () => undefined, app: appOf(running, folder) })
  const release = await look(repository)
  const options = { signal: new AbortController().signal, onProgress: () => undefined }
  const path = join(folder, 'pending', { mac: 'mac-universal.zip', windows: 'win-x64.exe' }[kind])
  return { install: () => installer.install(repository, release, options), installer, path }
}

const ways = kinds.flatMap((kind) => Object.entries(attacks).map(([name, attack]) => ({ kind, name, attack })))

it('hands nothing to the installers of macOS and Windows but the very file that the repository names', async () => {
  await tryAll('updateInstallers', ways, async ({ kind, name, attack }) => {
    const { install, installer, path } = await open(kind, attack === 'older' ? '1.2.0' : '1.0.0')
    if (typeof attack === 'function') {
      updates.server.interfere((request, response) => {
        if (!request.url?.includes('/targets/')) return false
        attack(response)
        return true
      })
    }
    if (attack === 'exchanged') {
      await install()
      await writeFile(path, 'another version')
      await expect(
        installer.restart(() => undefined),
        name
      ).rejects.toMatchObject({ code: 'updateRefused' })
    } else await expect(install(), name).rejects.toMatchObject({ code: 'updateRefused' })
    expect(quit).not.toHaveBeenCalled()
    expect(squirrel.checkForUpdates).not.toHaveBeenCalled()

    updates.server.interfere(undefined)
    const next = await open(kind)
    await next.install()
    expect(await readFile(next.path, 'utf8')).toBe('a new version')
  })
})
