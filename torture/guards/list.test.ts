import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { readGuards } from './list'
import { mutantOf, occurrences } from './mutation'
import { namesTest } from './titles'

const root = fileURLToPath(new URL('../..', import.meta.url))
const guards = readGuards()
const idsOf = (wrong: typeof guards): string[] => wrong.map(({ id }) => id)

it('gives each guard a name of its own', () => {
  const ids = idsOf(guards)
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
})

it('finds the text of each guard exactly once in its file', () => {
  expect(idsOf(guards.filter((guard) => !existsSync(join(root, guard.file))))).toEqual([])
  expect(idsOf(guards.filter((guard) => occurrences(root, guard) !== 1))).toEqual([])
})

it('changes something by each mutation', () => {
  expect(idsOf(guards.filter(({ text, replacement }) => text === replacement))).toEqual([])
})

it('names a test that stands in its file', () => {
  const lacks = guards.filter(({ test }) => {
    const file = join(root, test.file)
    return !existsSync(file) || !namesTest(readFileSync(file, 'utf8'), test.title)
  })
  expect(idsOf(lacks)).toEqual([])
})

it('refuses a text that occurs twice or not at all', () => {
  const change = { file: 'package.json', replacement: '' }
  expect(() => mutantOf(root, { ...change, text: '"version"' })).not.toThrow()
  expect(() => mutantOf(root, { ...change, text: '"' })).toThrow(/occurs \d+ times/)
  expect(() => mutantOf(root, { ...change, text: 'nowhere to be found' })).toThrow('occurs 0 times')
})

it('knows a title as it is written, a row of a table, and no other', () => {
  const source =
    "describe('the gate', () => {\n  it.each(rows)('does not hear %s', () => 1)\n  it('hears its own page', () => 2)"
  expect(namesTest(source, 'the gate hears its own page')).toBe(true)
  expect(namesTest(source, 'the gate does not hear another window')).toBe(true)
  expect(namesTest(source, 'the gate hears')).toBe(false)
})
