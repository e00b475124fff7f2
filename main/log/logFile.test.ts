import { chmod, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { temporaryFolder } from '../ground/temporaryFolder.testing'
import { openLogFile } from './logFile'

let folder: string
beforeEach(async () => {
  folder = await temporaryFolder()
})

const read = (name: string) => readFile(join(folder, 'logs', name), 'utf8')
const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${String(index).padStart(4, '0')}`)

it('keeps every line in order, also those that come while one is written', async () => {
  const log = openLogFile(join(folder, 'logs'))
  for (const line of lines(100)) log.write(line)
  await log.settled()
  log.write('last')
  await log.settled()
  expect((await read('holdfast.log')).split('\n')).toEqual([...lines(100), 'last', ''])
})

it('is readable by its owner only from its first line on', async () => {
  const log = openLogFile(join(folder, 'logs'))
  log.write('first line')
  await log.settled()
  expect((await stat(join(folder, 'logs/holdfast.log'))).mode & 0o777).toBe(0o600)
})

it('is made readable by its owner only, and goes on where an earlier run ended', async () => {
  for (const line of ['first run', 'second run']) {
    const log = openLogFile(join(folder, 'logs'))
    log.write(line)
    await log.settled()
    if (line === 'first run') await chmod(join(folder, 'logs/holdfast.log'), 0o644)
  }
  expect(await read('holdfast.log')).toBe('first run\nsecond run\n')
  expect((await stat(join(folder, 'logs/holdfast.log'))).mode & 0o777).toBe(0o600)
  expect((await stat(join(folder, 'logs'))).mode & 0o777).toBe(0o700)
})

it('begins a new file when one is full, and keeps the one before it only', async () => {
  const log = openLogFile(join(folder, 'logs'), 300)
  for (const line of lines(100)) {
    log.write(line)
    await log.settled()
  }
  const files = await readdir(join(folder, 'logs'))
  expect(files.sort()).toEqual(['holdfast.1.log', 'holdfast.log'])
  for (const file of files) expect((await stat(join(folder, 'logs', file))).size).toBeLessThanOrEqual(300)
  expect(`${await read('holdfast.1.log')}${await read('holdfast.log')}`).toContain('line 0099\n')
})

it('survives a place where nothing can be written, and writes again when it can', async () => {
  await writeFile(join(folder, 'logs'), 'a file where the folder should be')
  const log = openLogFile(join(folder, 'logs'))
  log.write('lost')
  await log.settled()
  await rm(join(folder, 'logs'))
  log.write('kept')
  await log.settled()
  expect(await read('holdfast.log')).toBe('kept\n')
})
