import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { readStored, removeLeftBehind, writeStored } from './storedFile'

const schema = z.object({ n: z.number() })
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('reads back what it wrote, readable by its owner only', async () => {
  const path = join(folder, 'a.json')
  await writeStored(path, { n: 1 })
  await writeStored(path, { n: 2 })
  expect(readStored(path, schema)).toEqual({ state: 'present', value: { n: 2 } })
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(await readdir(folder)).toEqual(['a.json'])
})

it.each(['', '{', '\0\0\0', '[]', '{"n":"1"}'])('calls %j unreadable', async (content) => {
  const path = join(folder, 'a.json')
  await writeFile(path, content)
  expect(readStored(path, schema)).toEqual({ state: 'unreadable' })
})

it('tells an absent file from an unreadable one', () => {
  expect(readStored(join(folder, 'none.json'), schema)).toEqual({ state: 'absent' })
})

it('keeps the old content and leaves nothing behind when it cannot write', async () => {
  const path = join(folder, 'a.json')
  await writeStored(path, { n: 1 })
  const unserializable: Record<string, unknown> = {}
  unserializable['self'] = unserializable
  await expect(writeStored(path, unserializable)).rejects.toThrow()
  expect(await readFile(path, 'utf8')).toBe('{"n":1}')
  expect(await readdir(folder)).toEqual(['a.json'])
})

it('removes what a killed writer left behind, but neither what is being written nor what is not ours', async () => {
  const deep = join(folder, 'accounts')
  await mkdir(deep)
  const names = [`lock.json.${randomUUID()}.tmp`, `lock.json.${randomUUID()}.tmp`, 'lock.json', 'Other.tmp']
  const [old = '', ...kept] = names
  for (const name of names) await writeFile(join(deep, name), '')
  const hourAgo = new Date(Date.now() - 3_600_000)
  for (const name of [old, 'lock.json', 'Other.tmp']) await utimes(join(deep, name), hourAgo, hourAgo)
  await removeLeftBehind([folder, deep])
  expect((await readdir(deep)).sort()).toEqual(kept.sort())
})
