import { resolve } from 'node:path'
import { Linter } from 'eslint'
import vue from 'eslint-plugin-vue'
import { expect, it } from 'vitest'
import { bridgeConfig } from './bridge.mjs'

const root = resolve(import.meta.dirname, '../..')
const linter = new Linter({ cwd: root })

/** Returns how much lint has to say of a file that is in the repository only in name. */
const complaints = (file, text) =>
  linter.verify(text, [...vue.configs['flat/base'], { files: ['**/*.ts'] }, bridgeConfig], resolve(root, file)).length

it.each(['window.bridge.lock.lockNow()', 'const { lock } = window.bridge', 'const { bridge } = window'])(
  'lets the stores alone write %s',
  (text) => {
    expect(complaints('renderer/stores/lock.ts', text)).toBe(0)
    expect(complaints('renderer/topics/lock/one.test.ts', text)).toBe(0)
    expect(complaints('renderer/topics/lock/one.ts', text)).toBe(1)
    expect(complaints('renderer/topics/lock/One.vue', `<script setup>\n${text}\n</script>`)).toBe(1)
  }
)
