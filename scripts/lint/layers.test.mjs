import { resolve } from 'node:path'
import { Linter } from 'eslint'
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'
import { expect, it } from 'vitest'
import { layersConfig, trees } from './layers.mjs'

const root = resolve(import.meta.dirname, '../..')
const linter = new Linter({ cwd: root })

/** Resolves with lint's messages about a file that exists in name only. */
function messagesOf(file, text, tables = trees) {
  const config = [
    ...vue.configs['flat/base'],
    { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } },
    { files: ['**/*.vue'], languageOptions: { parserOptions: { parser: tseslint.parser } } },
    ...layersConfig(tables)
  ]
  return linter.verify(text, config, { filename: resolve(root, file) }).map(({ message }) => message)
}

const example = (row) => row.replace('*', 'first')

/** Lists every pair of neighbouring layers, as one folder of each. */
const neighbours = Object.entries(trees).flatMap(([tree, { layers }]) =>
  layers.slice(1).map((upper, index) => [tree, example(layers[index][0]), example(upper[0])])
)

/** Returns an import from one folder of a tree, as written in a file of another one. */
function importing(tree, from, to) {
  const up = '../'.repeat(from.split('/').length)
  return messagesOf(`${tree}/${from}/one.ts`, `import { two } from '${up}${to}/two'`)
}

it.each(neighbours)('lets %s/%s be imported by %s/%s only, never the other way round', (tree, lower, upper) => {
  expect(importing(tree, upper, lower)).toEqual([])
  expect(importing(tree, lower, upper)).toEqual([
    `${tree}/${lower} may not import ${tree}/${upper}, which is not in a layer below it.`
  ])
})

it('keeps the folders of one layer apart', () => {
  expect(importing('renderer', 'kit', 'stores')).toHaveLength(1)
  expect(importing('renderer', 'topics/removal', 'topics/enrolment')).toHaveLength(1)
  expect(importing('renderer', 'topics/removal', 'topics/removal')).toEqual([])
  expect(importing('main', 'topics/removal', 'topics/factors')).toHaveLength(1)
  expect(importing('main', 'topics/removal', 'topics/snapshot')).toEqual([])
})

it.each([
  `export { two } from '../shell/two'`,
  `export * from '../shell/two'`,
  `const two = () => import('../shell/two.vue')`,
  `type Two = import('../shell/two').Two`,
  `import type { Two } from '../shell/two'`
])('sees through %s', (text) => {
  expect(messagesOf('renderer/kit/one.ts', text)).toHaveLength(1)
})

it('reads components, and lets tests build on whatever they need', () => {
  const text = `import Two from '../shell/Two.vue'`
  expect(messagesOf('renderer/kit/One.vue', `<script setup lang="ts">\n${text}\n</script>`)).toHaveLength(1)
  expect(messagesOf('renderer/kit/one.test.ts', text)).toEqual([])
})

it('wants a layer for each folder', () => {
  expect(messagesOf('renderer/helpers/one.ts', `import { two } from '../text/two'`)).toEqual([
    'renderer/helpers has no layer in scripts/lint/layers.mjs.'
  ])
  expect(importing('renderer', 'shell', 'helpers')).toEqual([
    'renderer/helpers has no layer in scripts/lint/layers.mjs.'
  ])
})

it.each(['ground', 'log', 'storage', 'configuration', 'vault', 'tenant', 'identity', 'bridge', 'topics/lock'])(
  'keeps Electron out of main/%s',
  (folder) => {
    expect(messagesOf(`main/${folder}/one.ts`, `import { app } from 'electron'`)).toHaveLength(1)
  }
)

it('keeps a reserved package to its folders', () => {
  const tables = { main: { layers: [['ground'], ['desktop'], ['index']], reserved: { electron: ['desktop'] } } }
  const text = `import { app } from 'electron/main'`
  expect(messagesOf('main/desktop/one.ts', text, tables)).toEqual([])
  expect(messagesOf('main/ground/one.ts', text, tables)).toEqual(['main/ground may not import electron/main.'])
  expect(messagesOf('main/ground/one.ts', `import '../index'`, tables)).toHaveLength(1)
  expect(messagesOf('main/index.ts', `import './desktop/one'`, tables)).toEqual([])
})
