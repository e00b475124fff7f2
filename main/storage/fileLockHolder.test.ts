import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../ground/temporaryFolder.testing'
import { createFileLock } from './fileLock'

let folder: string
let path: string
beforeEach(async () => {
  folder = await temporaryFolder()
  path = join(folder, 'session.json.lock')
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

/** Resolves to what the file says while the lock is held. */
async function heldBy(): Promise<unknown> {
  const giveBack = await createFileLock(path).take(0)
  const content: unknown = JSON.parse(await readFile(path, 'utf8'))
  await giveBack?.()
  return content
}
const on = (platform: NodeJS.Platform) => vi.spyOn(process, 'platform', 'get').mockReturnValue(platform)

/** Resolves to true if a lock whose file says this, and is so old, is taken over. */
async function isTakenOver(holder: object, seconds = 0): Promise<boolean> {
  await writeFile(path, JSON.stringify(holder))
  const written = new Date(Date.now() - seconds * 1_000)
  await utimes(path, written, written)
  const giveBack = await createFileLock(path).take(0)
  await giveBack?.()
  return giveBack !== undefined
}

describe.skipIf(process.platform !== 'linux')('the file of a lock', () => {
  it('names its process by the pid and by the moment that the system gives as its start', async () => {
    const status = await readFile('/proc/self/stat', 'utf8')
    const fields = status.slice(status.lastIndexOf(') ') + 2).split(' ')
    expect(await heldBy()).toEqual({ pid: process.pid, started: fields[22 - 3] })
  })

  it('is for its owner alone, and lies alone in its folder', async () => {
    const giveBack = await createFileLock(path).take(0)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['session.json.lock'])
    await giveBack?.()
    expect(await readdir(folder)).toEqual([])
  })

  it('names the start as ps tells it on a Mac', async () => {
    on('darwin')
    expect(await heldBy()).toEqual({
      pid: process.pid,
      started: expect.stringMatching(/^\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}$/) as string
    })
  })

  it('names no start where the system does not tell', async () => {
    on('win32')
    expect(await heldBy()).toEqual({ pid: process.pid, started: '' })
  })
})

describe.skipIf(process.platform !== 'linux')('a lock of a process whose start nobody knows', () => {
  it('is left alone for five minutes while the process lives', async () => {
    expect(await isTakenOver({ pid: process.pid, started: '' }, 290)).toBe(false)
    expect(await isTakenOver({ pid: process.pid, started: '' }, 310)).toBe(true)
  })

  it('is left alone for five minutes where the system does not tell starts', async () => {
    on('win32')
    expect(await isTakenOver({ pid: process.pid, started: 'then' }, 290)).toBe(false)
    expect(await isTakenOver({ pid: process.pid, started: 'then' }, 310)).toBe(true)
  })

  it.each([
    ['EPERM', false],
    ['ESRCH', true]
  ])('is taken over only if there is no such process: %s', async (code, over) => {
    vi.spyOn(process, 'kill').mockImplementation(() => {
      throw Object.assign(new Error(code), { code })
    })
    expect(await isTakenOver({ pid: process.pid, started: '' })).toBe(over)
  })
})

describe('a lock that this process holds', () => {
  it('is shared with whoever asks later, and held until the last one gives it back', async () => {
    const lock = createFileLock(path)
    const first = await lock.take(0)
    const second = await lock.take(0)
    const third = await lock.take(0)
    await first?.()
    await second?.()
    expect(await createFileLock(path).take(0)).toBeUndefined()
    await third?.()
    expect(await readdir(folder)).toEqual([])
  })

  it('is given back without a failure although somebody has removed its file', async () => {
    const giveBack = await createFileLock(path).take(0)
    await rm(path)
    await expect(giveBack?.()).resolves.toBeUndefined()
  })

  it('is given back as usual after an attempt that failed', async () => {
    const lock = createFileLock(join(folder, 'later', 'lock'))
    await expect(lock.take(0)).rejects.toMatchObject({ code: 'ENOENT', syscall: 'open' })
    await mkdir(join(folder, 'later'))
    const giveBack = await lock.take(0)
    await giveBack?.()
    expect(await readdir(join(folder, 'later'))).toEqual([])
  })
})

describe('a lock that another one holds', () => {
  it('is given up by all who wait for it together, and can be taken later', async () => {
    const giveBack = await createFileLock(path).take(0)
    const lock = createFileLock(path)
    expect(await Promise.all([lock.take(0), lock.take(0)])).toEqual([undefined, undefined])
    await giveBack?.()
    const later = await lock.take(0)
    expect(later).toBeDefined()
    expect(await createFileLock(path).take(0)).toBeUndefined()
    await later?.()
    expect(await readdir(folder)).toEqual([])
  })

  it('leaves nothing but itself behind when it is taken over', async () => {
    await writeFile(path, '{"pid":4194305,"started":"1"}')
    await createFileLock(path).take(0)
    expect(await readdir(folder)).toEqual(['session.json.lock'])
  })

  it.each(['{"pid":-1,"started":"1"}', '{"pid":1.5,"started":"1"}', '{"pid":1}', '{"started":"1"}'])(
    'is taken over if it names no process: %s',
    async (content) => {
      await writeFile(path, content)
      expect(await createFileLock(path).take(0)).toBeDefined()
    }
  )
})
