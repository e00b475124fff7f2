import { cp, mkdir, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../main/ground/temporaryFolder.testing'
import type { Entry } from './asar'
import { strayPaths } from './contents'
import { checkTree } from './limits'

/** Writes an app.asar with empty files. */
async function writeAsar(file: string, ...paths: string[]): Promise<void> {
  const files: Record<string, Entry> = {}
  for (const path of paths) {
    const folders = path.split('/')
    const name = folders.pop() ?? ''
    let within = files
    for (const folder of folders) within = (within[folder] ??= {}).files ??= {}
    within[name] = {}
  }
  const list = Buffer.from(JSON.stringify({ files }))
  const numbers = Buffer.alloc(16)
  ;[4, list.length + 8, list.length + 4, list.length].forEach((number, index) =>
    numbers.writeUInt32LE(number, 4 * index)
  )
  await writeFile(file, Buffer.concat([numbers, list]))
}

/** Creates a runtime, and a tree that holds it with an app. */
async function makeTree(): Promise<{ runtime: string; tree: string; asar: string }> {
  const folder = await temporaryFolder()
  const [runtime, tree] = [join(folder, 'runtime'), join(folder, 'tree')]
  for (const part of ['locales', 'resources/app']) await mkdir(join(runtime, part), { recursive: true })
  await writeFile(join(runtime, 'electron'), 'program')
  await writeFile(join(runtime, 'locales/en-US.pak'), 'words')
  await cp(runtime, tree, { recursive: true })
  await writeFile(join(runtime, 'locales/fr.pak'), Buffer.alloc(5_000_000))
  await writeFile(join(runtime, 'resources/app/main.js'), Buffer.alloc(5_000_000))
  const asar = join(tree, 'resources/app.asar')
  await writeAsar(asar, 'package.json', 'out/main/index.js')
  return { runtime, tree, asar }
}

describe('a tree', () => {
  it('is taken where it holds what the app runs', async () => {
    const { runtime, tree } = await makeTree()
    await checkTree(tree, runtime)
  })

  it('is refused with anything else in its app.asar, by name', async () => {
    const { runtime, tree, asar } = await makeTree()
    await writeAsar(asar, 'package.json', 'out/main/index.js', 'out/main/index.js.map', 'main/index.ts')
    await expect(checkTree(tree, runtime)).rejects.toThrow(
      'app.asar holds what the app does not run: out/main/index.js.map, main/index.ts.'
    )
  })

  it('is refused where its app.asar is larger than 2 MB', async () => {
    const { runtime, tree, asar } = await makeTree()
    await truncate(asar, 2_000_000)
    await checkTree(tree, runtime)
    await truncate(asar, 2_000_001)
    await expect(checkTree(tree, runtime)).rejects.toThrow('app.asar has 2000001 bytes, and 2000000 are allowed.')
  })

  it('is refused where the app adds more than 3 MB to its runtime, of which languages that do not ship are no part', async () => {
    const { runtime, tree } = await makeTree()
    await writeFile(join(tree, 'more'), Buffer.alloc(3_000_000))
    await expect(checkTree(tree, runtime)).rejects.toThrow(
      /^The app adds 30\d{5} bytes to its runtime, and 3000000 are allowed\.$/
    )
  })
})

it.each([
  '.env',
  'out/main/.env.js',
  'out/main/index.js.map',
  'out/main/session.test.js',
  'out/renderer/index.html.bak',
  'node_modules/zod/index.js',
  'node_modules/keytar/src/main.cc',
  'README.md'
])('%s has no place in an app.asar', (path) => {
  expect(strayPaths([path])).toEqual([path])
})
