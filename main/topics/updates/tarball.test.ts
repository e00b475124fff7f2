import * as disk from 'node:fs/promises'
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { AppError } from '../../ground/errors'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import type { UpdateRepository } from './repository'
import { openTarball } from './tarball'
import { archiveOf, releaseOf, start, writeTarball } from './tarball.testing'

let scratch: string
let newer: Buffer
let broken: Buffer
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'holdfast-archives-'))
  newer = await archiveOf(scratch, '0.2.0')
  broken = await archiveOf(scratch, '0.3.0', false)
})
afterAll(() => rm(scratch, { recursive: true }))

let folder: string
beforeEach(async () => {
  folder = await temporaryFolder()
  await writeTarball(folder, '0.1.0')
})

const log = vi.fn()
const open = (running = '0.1.0') => openTarball({ disk, folder, running, relaunch: vi.fn(), log })
const options = { signal: new AbortController().signal, onProgress: () => undefined }

/** Returns a repository whose download puts these bytes at the file's path, and then lets somebody else change it. */
const repository = (bytes: Buffer, then?: (path: string) => Promise<void>): UpdateRepository => ({
  look: () => Promise.reject(new Error('nobody looks')),
  async download(_release, path) {
    await writeFile(path, bytes)
    await then?.(path)
  }
})
const install = async (running = '0.1.0', version = '0.2.0', bytes = newer) =>
  (await open(running)).install(repository(bytes), releaseOf(version, bytes), options)

const versions = async () => (await readdir(join(folder, 'versions'))).sort()
const current = () => readlink(join(folder, 'current'))

it('has the new version ready for the next start, and keeps the running one', async () => {
  await install()
  expect(await current()).toBe('versions/0.2.0')
  expect(await versions()).toEqual(['0.1.0', '0.2.0'])
  expect((await readdir(folder)).sort()).toEqual(['current', 'holdfast', 'trial', 'versions'])
  expect((await start(folder)).stdout).toBe('0.2.0\n')
})

it('keeps only the previous version beside the current one, once a third one is there', async () => {
  await install()
  await start(folder)
  await install('0.2.0', '0.3.0', broken)
  expect(await versions()).toEqual(['0.2.0', '0.3.0'])
})

it('returns to the previous version if the new one fails to start twice, says so, and forgets it on request', async () => {
  await install('0.1.0', '0.3.0', broken)
  for (let tries = 0; tries < 2; tries++) await expect(start(folder)).rejects.toMatchObject({ stdout: '0.3.0\n' })
  expect(await start(folder)).toEqual({
    stdout: '0.1.0\n',
    stderr: 'Holdfast 0.3.0 did not start twice, so version 0.1.0 is back in its place.\n'
  })
  const tarball = await open()
  expect(tarball.rolledBack()).toBe('0.3.0')
  await tarball.forgetRolledBack()
  expect(tarball.rolledBack()).toBeUndefined()
  expect((await open()).rolledBack()).toBeUndefined()
})

it('returns to the running version if the current one has never shown a window', async () => {
  await install('0.1.0', '0.2.0')
  await install('0.1.0', '0.3.0', broken)
  expect(await readFile(join(folder, 'trial'), 'utf8')).toBe('0.3.0 0.1.0 0\n')
})

it('notes that a version works only when that very version says so', async () => {
  await install()
  await (await open('0.1.0')).confirmStart()
  expect(await readdir(folder)).toContain('trial')
  await (await open('0.2.0')).confirmStart()
  expect(await readdir(folder)).not.toContain('trial')
})

it('continues if it cannot delete the remains of an update, and logs that', async () => {
  await install()
  await mkdir(join(folder, 'update.lock'))
  await (await open('0.2.0')).confirmStart()
  expect(await readdir(folder)).not.toContain('trial')
  expect(log).toHaveBeenCalledExactlyOnceWith('update-not-confirmed', {}, expect.any(Error))
})

it('puts nothing in place that is not newer than the running version', async () => {
  await expect(install('0.2.0', '0.2.0')).rejects.toEqual(new AppError('updateRefused'))
  await expect(install('0.2.1', '0.2.0')).rejects.toEqual(new AppError('updateRefused'))
  expect(await current()).toBe('versions/0.1.0')
})

it('leaves a version alone that another process has put in place meanwhile', async () => {
  await install('0.1.0', '0.3.0', broken)
  await install('0.1.0', '0.2.0')
  expect(await current()).toBe('versions/0.3.0')
})

it.each([
  ['exchanged', () => broken],
  ['cut off', () => newer.subarray(0, -1)],
  ['no archive any more', () => Buffer.from('not an archive')]
])('refuses a file that is %s after its hashes were right', async (_what, foreign) => {
  const swapping = repository(newer, (path) => writeFile(path, foreign()))
  await expect((await open()).install(swapping, releaseOf('0.2.0', newer), options)).rejects.toMatchObject({
    code: 'updateRefused'
  })
  expect(await versions()).toEqual(['0.1.0'])
  expect(await current()).toBe('versions/0.1.0')
  expect((await start(folder)).stdout).toBe('0.1.0\n')
})

it('makes no folder for a file that was exchanged after its hashes were right', async () => {
  const closed = { ...disk, mkdir: () => Promise.reject(new Error('a folder was to be made')) }
  const tarball = await openTarball({ disk: closed, folder, running: '0.1.0', relaunch: vi.fn(), log })
  const swapping = repository(newer, (path) => writeFile(path, broken))
  const installed = tarball.install(swapping, releaseOf('0.2.0', newer), options)
  await expect(installed).rejects.toMatchObject({ code: 'updateRefused' })
})

it('refuses an archive whose version is not the one that the repository names', async () => {
  await expect(install('0.1.0', '0.2.5', newer)).rejects.toBeInstanceOf(AppError)
  expect(await versions()).toEqual(['0.1.0'])
})

it('accepts an archive with data behind its end mark, where tar has already stopped', async () => {
  const longer = gzipSync(Buffer.concat([gunzipSync(newer), Buffer.alloc(4_000_000)]))
  await install('0.1.0', '0.2.0', longer)
  expect((await start(folder)).stdout).toBe('0.2.0\n')
})

it('deletes the remains of an interrupted installation', async () => {
  await mkdir(join(folder, 'versions/0.2.0.partial/resources'), { recursive: true })
  await mkdir(join(folder, 'versions/0.2.0/resources'), { recursive: true })
  await writeFile(join(folder, 'versions/0.2.0.tar.gz.part'), 'half')
  await writeFile(join(folder, 'trial.partial'), 'half')
  await install()
  expect(await versions()).toEqual(['0.1.0', '0.2.0'])
  expect((await start(folder)).stdout).toBe('0.2.0\n')
})

it.each([0o000, 0o002])('lets nobody else write to what it installs if the umask is %s', async (umask) => {
  const before = process.umask(umask)
  try {
    await install()
  } finally {
    process.umask(before)
  }
  for (const path of ['trial', 'versions/0.2.0', 'versions/0.2.0/holdfast', 'versions/0.2.0/resources']) {
    expect((await stat(join(folder, path))).mode & 0o022, path).toBe(0)
  }
})

it('unpacks the same way whatever options a person has set for their own tar', async () => {
  vi.stubEnv('TAR_OPTIONS', '--exclude=part-0')
  await install()
  vi.unstubAllEnvs()
  expect(await readdir(join(folder, 'versions/0.2.0/resources'))).toContain('part-0')
})

it('runs the starter once the window has closed, if it closes', async () => {
  const relaunch = vi.fn()
  const tarball = await openTarball({ disk, folder, running: '0.1.0', relaunch, log })
  await tarball.restart(() => undefined)
  expect(relaunch).not.toHaveBeenCalled()
  await tarball.restart((then) => then())
  expect(relaunch).toHaveBeenCalledWith(join(folder, 'holdfast'))
})
