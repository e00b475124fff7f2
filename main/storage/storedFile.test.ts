import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { temporaryFolder } from '../ground/temporaryFolder.testing'
import { readStored, removeLeftBehind, setAside, writeStored } from './storedFile'

const schema = z.object({ n: z.number() })
let folder: string
beforeEach(async () => {
  folder = await temporaryFolder()
})

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

it('tells why a file could not be made', async () => {
  const failure = { code: 'ENOENT', syscall: 'open' }
  await expect(writeStored(join(folder, 'none', 'a.json'), { n: 1 })).rejects.toMatchObject(failure)
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

it('removes what a killed writer left behind, but no file that is being written and none of others', async () => {
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

it('calls a folder in the place of a file unreadable, not absent', () => {
  expect(readStored(folder, schema)).toEqual({ state: 'unreadable' })
})

it('leaves a file alone that is not named like one that is being written, and one of the last minute', async () => {
  const id = randomUUID()
  const kept = [
    `a.json.${id}.tmp.old`,
    `a.json.${id.slice(1)}.tmp`,
    `a.json.${id}`,
    `ajson.${id}.tmp`,
    `a.json.${id}xtmp`
  ]
  const [young, old] = [`b.json.${id}.tmp`, `c.json.${id}.tmp`]
  const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1_000)
  for (const name of [...kept, young, old]) {
    await writeFile(join(folder, name), '')
    await utimes(join(folder, name), ago(name === young ? 50 : 70), ago(name === young ? 50 : 70))
  }
  await symlink(join(folder, 'nowhere'), join(folder, `d.json.${id}.tmp`))
  await removeLeftBehind([folder])
  expect((await readdir(folder)).sort()).toEqual([...kept, young, `d.json.${id}.tmp`].sort())
})

it('sets an unreadable file aside, and only logs it if that is not possible', async () => {
  const logged: unknown[] = []
  const log = (...line: unknown[]) => logged.push(line)
  await writeFile(join(folder, 'a.json'), 'garbage')
  await setAside(join(folder, 'a.json'), log)
  expect(await readdir(folder)).toEqual(['a.json.damaged'])
  expect(logged).toEqual([])
  await setAside(join(folder, 'none.json'), log)
  expect(logged).toEqual([['file-not-set-aside', {}, expect.objectContaining({ code: 'ENOENT' })]])
})
