import { spawnSync } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { temporaryFolder } from '../../main/ground/temporaryFolder.testing.ts'
import { withLock } from './lock.mjs'

let folder, file
beforeEach(async () => {
  folder = await temporaryFolder()
  file = join(folder, 'sub', 'lock')
})

it('keeps a second one waiting until the first is done, and says for whom', async () => {
  const events = []
  const signals = new EventEmitter()
  const [inside, waiting] = [once(signals, 'inside'), once(signals, 'waiting')]
  const first = withLock(file, async () => {
    events.push('first in')
    signals.emit('inside')
    await waiting
    events.push('first out')
  })
  await inside
  const second = withLock(
    file,
    async () => events.push('second in'),
    (holder) => signals.emit('waiting', holder)
  )
  await Promise.all([first, second])
  expect(events).toEqual(['first in', 'first out', 'second in'])
  expect(await waiting).toEqual([process.pid])
})

it('is free again after work that fails', async () => {
  await expect(withLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await readdir(join(folder, 'sub'))).toEqual([])
})

it('takes over from a process that is gone', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  await withLock(file, async () => undefined)
  await writeFile(file, String(pid))
  expect(await withLock(file, async () => 'mine')).toBe('mine')
})

it('takes over from a live process id that has been silent for long, as after a restart of a container', async () => {
  await withLock(file, async () => undefined)
  await writeFile(file, String(process.pid))
  const longAgo = new Date(Date.now() - 60_000)
  await utimes(file, longAgo, longAgo)
  expect(await withLock(file, async () => 'mine')).toBe('mine')
})
