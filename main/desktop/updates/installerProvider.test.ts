import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { AppError } from '../../ground/errors'
import { createPlatformInstaller } from './installerProvider'
import { appOf, putSquirrelInPlace, quit, squirrel } from './installerProvider.testing'
import { look, startUpdates, type Updates } from '../../topics/updates/updates.testing'

beforeAll(putSquirrelInPlace)

let updates: Updates
beforeEach(async () => (updates = await startUpdates()))
afterEach(() => updates.close())

async function open(kind: 'mac' | 'windows', running = '1.0.0') {
  await updates.publish('1.1.0', { kinds: ['mac', 'windows'], content: 'a new version' })
  const repository = updates.client({ kind })
  const folder = join(updates.scratch, 'installer')
  const installer = createPlatformInstaller({ kind, folder, log: vi.fn(), app: appOf(running, updates.scratch) })
  const release = await look(repository)
  const install = () =>
    installer.install(repository, release, { signal: new AbortController().signal, onProgress: vi.fn() })
  const file = { mac: 'mac-universal.zip', windows: 'win-x64.exe' }[kind]
  return { installer, install, path: join(folder, 'pending', file) }
}

const kinds = ['mac', 'windows'] as const

it.each(kinds)(
  "gets the file that the repository names, and only through the repository's downloader: %s",
  async (kind) => {
    const { install, path } = await open(kind)
    await install()
    expect(await readFile(path, 'utf8')).toBe('a new version')
    expect(updates.server.asked.filter((asked) => asked.startsWith('/targets/'))).toHaveLength(1)
    expect(squirrel.checkForUpdates).not.toHaveBeenCalled()
    expect(quit).not.toHaveBeenCalled()
  }
)

it.each(kinds)('installs nothing that is not newer than the running version: %s', async (kind) => {
  for (const running of ['1.1.0', '1.2.0']) {
    const { install } = await open(kind, running)
    await expect(install()).rejects.toEqual(new AppError('updateRefused'))
  }
})

it.each(kinds)("passes on the repository's failure for a file that is not as signed: %s", async (kind) => {
  const { install } = await open(kind)
  updates.server.interfere((request, response) => {
    if (!request.url?.includes('/targets/')) return false
    response.end('another version')
    return true
  })
  await expect(install()).rejects.toMatchObject({ code: 'updateRefused' })
})

it.each(kinds)('refuses a file that was exchanged before the restart, and deletes it: %s', async (kind) => {
  const { installer, install, path } = await open(kind)
  await install()
  await writeFile(path, 'another version')
  const closeWindow = vi.fn()
  await expect(installer.restart(closeWindow)).rejects.toEqual(new AppError('updateRefused'))
  await expect(readFile(path)).rejects.toThrow('ENOENT')
  expect(closeWindow).not.toHaveBeenCalled()
  expect(squirrel.checkForUpdates).not.toHaveBeenCalled()
})

it('hands an intact file to Squirrel on macOS, and on Windows after the window has closed', async () => {
  const apple = await open('mac')
  await apple.install()
  await apple.installer.restart(() => undefined)
  expect(squirrel.checkForUpdates).toHaveBeenCalledOnce()
  const windows = await open('windows')
  await windows.install()
  const closeWindow = vi.fn()
  await windows.installer.restart(closeWindow)
  expect(closeWindow).toHaveBeenCalledOnce()
})
