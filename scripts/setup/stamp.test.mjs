import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../main/ground/temporaryFolder.testing.ts'
import { hashOf, unlessStamped } from './stamp.mjs'

let folder
beforeEach(async () => {
  folder = await temporaryFolder()
})

describe('a stamped piece of work', () => {
  it('is done once for one key, and again for another', async () => {
    const done = []
    const work = (key) => unlessStamped(join(folder, 'stamp'), key, async () => void done.push(key))
    for (const key of ['a', 'a', 'b', 'b', 'a']) await work(key)
    expect(done).toEqual(['a', 'b', 'a'])
  })

  it('is not trusted when it fails halfway, even though an earlier run was complete', async () => {
    const stamp = join(folder, 'stamp')
    await unlessStamped(stamp, 'a', async () => 'installed')
    await expect(unlessStamped(stamp, 'b', () => Promise.reject(new Error('cut off')))).rejects.toThrow('cut off')
    await expect(readFile(stamp)).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await unlessStamped(stamp, 'a', async () => 'installed')).toBe('installed')
  })
})

describe('the hash of sources', () => {
  const hash = () => hashOf(folder, 'main', 'package.json')
  beforeEach(async () => {
    await mkdir(join(folder, 'main/deep'), { recursive: true })
    await writeFile(join(folder, 'main/deep/a.ts'), '1')
    await writeFile(join(folder, 'package.json'), '{}')
  })

  it('changes with a file deep in a folder and with a single file', async () => {
    const hashes = [await hash()]
    await writeFile(join(folder, 'main/deep/a.ts'), '2')
    hashes.push(await hash())
    await writeFile(join(folder, 'package.json'), '{"a":1}')
    hashes.push(await hash())
    expect(new Set(hashes).size).toBe(3)
  })

  it('changes when a file is renamed', async () => {
    const before = await hash()
    await rm(join(folder, 'main/deep/a.ts'))
    await writeFile(join(folder, 'main/deep/b.ts'), '1')
    expect(await hash()).not.toBe(before)
  })

  it('leaves files outside alone', async () => {
    const before = await hash()
    await writeFile(join(folder, 'other'), '1')
    expect(await hash()).toBe(before)
  })
})
