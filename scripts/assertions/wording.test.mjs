import { expect, it } from 'vitest'
import { importsIn, lineOf, lineOfText, tokensOf } from './wording.mjs'
import { parse } from './owners.mjs'

it.each([
  ["expect( a )\n  .toEqual({ x: 'y', })", 'expect(a).toEqual({x:"y"})'],
  ['expect(a as string).toBe(b!) // a comment', 'expect(a).toBe(b)'],
  ["view.get<HTMLElement>('.x')", 'view.get(".x")'],
  ['(a: string, b?: number): boolean => a < b && c > d', '(a,b?)=>a<b&&c>d'],
  ['`a ${b} c`', '`a ${b} c`'],
  ['return typeof x', 'return typeof x'],
  ['[1, 2,]', '[1,2]']
])('says %j without what makes no difference', (code, line) => {
  expect(lineOfText(code)).toBe(line)
})

it.each([
  'expect(a).toBe(1)',
  'expect(a).not.toBe(1)',
  'await expect(a).toBe(1)',
  'expect(a).toBe(10)',
  'expect(b).toBe(1)'
])('tells %s from all that is similar', (code) => {
  const all = [
    'expect(a).toBe(1)',
    'expect(a).not.toBe(1)',
    'await expect(a).toBe(1)',
    'expect(a).toBe(10)',
    'expect(b).toBe(1)'
  ]
  expect(all.filter((other) => lineOfText(other) === lineOfText(code))).toEqual([code])
})

it('leaves alone what is no code', () => {
  expect(lineOfText("isn't code")).toBe("isn't code")
})

it('can leave out the names of imports, but not their order', () => {
  const tokens = tokensOf(parse('x.ts', 'expect(read(store(read.store)).read)'), new Set(['read', 'store']))
  expect(lineOf(tokens, true)).toBe('expect(§0(§1(§0.store)).read)')
  expect(importsIn(tokens)).toEqual(['read', 'store'])
})
