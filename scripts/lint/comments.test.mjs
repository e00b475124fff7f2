import { resolve } from 'node:path'
import { Linter } from 'eslint'
import { expect, it } from 'vitest'
import { commentsConfig } from './comments.mjs'

const linter = new Linter({ cwd: resolve(import.meta.dirname, '../..') })
const complaints = (text) => linter.verify(text, [commentsConfig], 'one.mjs').length

it.each([
  '// Whose it is, is the question.',
  '/** What is known of it. */',
  '/**\n * Whether it is known.\n */',
  'call() // Of two, the first.'
])('finds the fragment in %j', (text) => {
  expect(complaints(text)).toBe(1)
})

it.each([
  '/** Returns the owner, whose name is masked. */',
  '/** Whenever it is called, it starts again. */',
  '// The first line goes on and says\n// What the second line ends with.',
  'call("What is known?")'
])('leaves %j as it is', (text) => {
  expect(complaints(text)).toBe(0)
})
