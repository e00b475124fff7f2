import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { beforeEach, expect, it } from 'vitest'
import { temporaryFolder } from '../../main/ground/temporaryFolder.testing'
import { listBundled, placeOf } from './bundled'

const modules = resolve(import.meta.dirname, '../../node_modules')

let folder: string
beforeEach(async () => (folder = await temporaryFolder()))

async function listOf(source: string): Promise<unknown> {
  await mkdir(join(folder, 'app'))
  await writeFile(join(folder, 'app/index.ts'), source)
  await build({
    root: join(folder, 'app'),
    configFile: false,
    logLevel: 'silent',
    plugins: [listBundled('main')],
    build: {
      outDir: join(folder, 'out/main'),
      assetsInlineLimit: 0,
      rolldownOptions: { input: join(folder, 'app/index.ts'), external: ['keytar', 'electron', 'node:path'] }
    }
  })
  return JSON.parse(await readFile(join(folder, 'out/bill/main.json'), 'utf8'))
}

it('names a package of which some code is left, and none that was dropped whole', async () => {
  const list = await listOf(`
    import { encode } from '${modules}/uqr/dist/index.mjs'
    import { decodeJwt } from '${modules}/jose/dist/webapi/index.js'
    console.log(encode('holdfast'))
    const unused = () => decodeJwt('')`)
  expect(list).toEqual(['node_modules/uqr'])
})

it('names a package that only passes on what another exports', async () => {
  const list = await listOf(`
    import { ref } from '${modules}/vue/dist/vue.runtime.esm-bundler.js'
    console.log(ref(1).value)`)
  expect(list).toContain('node_modules/vue')
  expect(list).toContain('node_modules/@vue/reactivity')
})

it('names the package of a typeface that is shipped as a file', async () => {
  const font = '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'
  expect(await listOf(`import font from '${modules}/${font}'\nconsole.log(font)`)).toEqual([
    'node_modules/@fontsource-variable/inter'
  ])
})

it('names a package that is loaded at run time, but nothing of Node or Electron', async () => {
  const list = await listOf(`
    import keytar from 'keytar'
    import { app } from 'electron'
    import { join } from 'node:path'
    console.log(keytar, app, join)`)
  expect(list).toEqual(['node_modules/keytar'])
})

it('names the builders that leave lines of their own', () => {
  expect(placeOf('\0rolldown/runtime.js')).toBe('node_modules/rolldown')
  expect(placeOf('\0vite/preload-helper.js')).toBe('node_modules/vite')
  expect(placeOf('\0plugin-vue:export-helper')).toBe('node_modules/@vitejs/plugin-vue')
})

it('tells a package within a package from the one around it', () => {
  expect(placeOf('/src/node_modules/a/node_modules/@b/c/index.js?commonjs')).toBe('node_modules/a/node_modules/@b/c')
  expect(placeOf('/src/main/index.ts')).toBeUndefined()
})

it('stops where nobody knows which package wrote a module', () => {
  expect(() => placeOf('\0another-plugin:helper')).toThrow(/which package writes the module/)
})
