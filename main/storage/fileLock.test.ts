import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { temporaryFolder } from '../ground/temporaryFolder.testing'
import { createFileLock } from './fileLock'

let folder: string
let path: string
beforeEach(async () => {
  folder = await temporaryFolder()
  path = join(folder, 'session.json.lock')
})

/** Returns the lock as another process would hold it. That process is alive, and each lock that is made has its own holder. */
const another = () => createFileLock(path)

it('is held by one process at a time, and shared within it', async () => {
  const lock = createFileLock(path)
  const [first, second] = await Promise.all([lock.take(0), lock.take(0)])
  expect(await another().take(0)).toBeUndefined()
  await first?.()
  expect(await another().take(0)).toBeUndefined()
  await second?.()
  const third = await another().take(0)
  expect(third).toBeDefined()
  await third?.()
  expect(await readdir(folder)).toEqual([])
})

it('is waited for', async () => {
  const giveBack = await createFileLock(path).take(0)
  const waiting = another().take(60_000)
  await giveBack?.()
  expect(await waiting).toBeDefined()
})

it('is taken over from a process that was killed', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  await once(child, 'spawn')
  await writeFile(path, JSON.stringify({ pid: child.pid, started: '' }))
  expect(await another().take(0)).toBeUndefined()
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await another().take(0)).toBeDefined()
})

it.skipIf(process.platform === 'win32')(
  'is taken over if its process has ended and another one has its pid',
  async () => {
    const giveBack = await createFileLock(path).take(0)
    const held = await readFile(path, 'utf8')
    await giveBack?.()
    await writeFile(path, held.replace(/"started":"[^"]+"/, '"started":"earlier"'))
    expect(await another().take(0)).toBeDefined()
  }
)

it.each(['', 'x', '{"pid":0}', '[]'])('is taken over if it says %j', async (content) => {
  await writeFile(path, content)
  expect(await another().take(0)).toBeDefined()
})

it('has one holder at a time, even if many find it left behind', async () => {
  await writeFile(path, '{"pid":4194305,"started":"1"}')
  let inside = 0
  const most: number[] = []
  await Promise.all(
    Array.from({ length: 12 }, async () => {
      const giveBack = await another().take(60_000)
      most.push(++inside)
      await new Promise((resolve) => setImmediate(resolve))
      inside--
      await giveBack?.()
    })
  )
  expect(most).toEqual(Array.from({ length: 12 }, () => 1))
  expect(await readdir(folder)).toEqual([])
})

it('says when the file cannot be made', async () => {
  const lock = createFileLock(join(folder, 'none', 'lock'))
  await expect(lock.take(0)).rejects.toMatchObject({ code: 'ENOENT' })
  await expect(lock.take(0)).rejects.toMatchObject({ code: 'ENOENT' })
})
