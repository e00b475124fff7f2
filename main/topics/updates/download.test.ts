import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isStill } from './download'
import type { Release } from './release'
import { look, startUpdates, type Updates } from './updates.testing'

const content = 'a package, larger than one piece. '.repeat(10_000)

let updates: Updates
let release: Release
let path: string
beforeEach(async () => {
  updates = await startUpdates()
  await updates.publish('1.1.0', { content })
  release = await look(updates.client())
  await mkdir(join(updates.scratch, 'downloads'))
  path = join(updates.scratch, 'downloads/package')
})
afterEach(() => updates.close())

const download = (signal = new AbortController().signal, onProgress: (bytes: number) => void = () => undefined) =>
  updates.client().download(release, path, { signal, onProgress })

const left = () => readdir(join(updates.scratch, 'downloads'))

describe('a download', () => {
  it('is the package that was published, readable by its owner only', async () => {
    const heard: number[] = []
    await download(undefined, (bytes) => heard.push(bytes))
    expect(await readFile(path, 'utf8')).toBe(content)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await left()).toEqual(['package'])
    expect(heard.at(-1)).toBe(release.size)
    expect(heard).toEqual([...heard].sort((one, other) => one - other))
    expect(release.sha512).toBe(createHash('sha512').update(content).digest('hex'))
  })

  it('replaces the file of an earlier download', async () => {
    await writeFile(path, 'old')
    await writeFile(`${path}.part`, 'half')
    await download()
    expect(await readFile(path, 'utf8')).toBe(content)
    expect(await left()).toEqual(['package'])
  })

  it.each([
    ['another content of the same size', content.replace('a', 'b')],
    ['a part', content.slice(1)],
    ['nothing', '']
  ])('refuses %s, and leaves nothing, not even the earlier file', async (_name, wrong) => {
    await writeFile(path, 'old')
    updates.server.interfere((_request, response) => Boolean(response.end(wrong)))
    await expect(download()).rejects.toMatchObject({ code: 'updateRefused' })
    expect(await left()).toEqual([])
  })

  it('leaves nothing if the caller ends it', async () => {
    const asking = new AbortController()
    await expect(download(asking.signal, () => asking.abort(new Error('quit')))).rejects.toThrow('quit')
    expect(await left()).toEqual([])
  })

  it('fails as not written if there is no folder', async () => {
    path = join(updates.scratch, 'nowhere/package')
    await expect(download()).rejects.toMatchObject({ code: 'updateNotWritten' })
  })

  it('fails as unreachable if the package is gone', async () => {
    updates.server.interfere((_request, response) => Boolean(response.writeHead(404).end()))
    await expect(download()).rejects.toMatchObject({ code: 'updateUnreachable' })
    expect(await left()).toEqual([])
  })
})

describe('a file that was downloaded', () => {
  it('is told from one that somebody put in its place', async () => {
    await download()
    expect(await isStill(release, path)).toBe(true)
    await writeFile(path, content.replace('a', 'b'))
    expect(await isStill(release, path)).toBe(false)
    await writeFile(path, `${content} `)
    expect(await isStill(release, path)).toBe(false)
  })

  it('is told from one that is gone', async () => {
    await expect(isStill(release, path)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('is not the signed one if one of its two hashes differs', async () => {
    await download()
    expect(await isStill({ ...release, sha512: 'a'.repeat(128) }, path)).toBe(false)
    expect(await isStill({ ...release, target: { ...release.target, sha256: 'a'.repeat(64) } }, path)).toBe(false)
  })
})
