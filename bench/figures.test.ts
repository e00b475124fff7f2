import { describe, expect, it } from 'vitest'
import {
  debuggerAddress,
  headings,
  orderOf,
  privateMegabytes,
  proportionalMegabytes,
  shareOf,
  spreadOf,
  tableRow
} from './figures'

describe('the spread of values', () => {
  it('is their median and the middle half of them, in whatever order they came', () => {
    expect(spreadOf([50, 10, 40, 20, 30])).toEqual({ median: 30, lower: 20, upper: 40 })
  })

  it('lies between two values where there is an even number of them', () => {
    expect(spreadOf([10, 20, 30, 40])).toEqual({ median: 25, lower: 17.5, upper: 32.5 })
  })

  it('is not made up of no values, or of one that was not measured', () => {
    expect(() => spreadOf([])).toThrow(RangeError)
    expect(() => spreadOf([1, NaN])).toThrow(RangeError)
  })
})

it('reads the proportional memory of a process and nothing that is named alike', () => {
  const rollup = '5570-7ffe ---p 00000000 00:00 0 [rollup]\nRss:  90000 kB\nPss:  20480 kB\nPss_Anon:  4096 kB\n'
  expect(proportionalMegabytes(rollup)).toBe(20)
  expect(() => proportionalMegabytes('Pss_Anon: 4096 kB\n')).toThrow(TypeError)
})

it('reads the memory that a process shares with no other', () => {
  expect(privateMegabytes('Pss: 20480 kB\nPrivate_Clean:  1024 kB\nPrivate_Dirty:     2048 kB\n')).toBe(3)
  expect(() => privateMegabytes('Private_Dirty: 4096 kB\n')).toThrow(TypeError)
})

it('writes a share with the whole that it is of', () => {
  expect(shareOf(13, 1_000)).toBe('1.3 % of 1000')
})

it('finds the address of the debugger among other lines, once the whole line is there', () => {
  const address = 'ws://127.0.0.1:4711/devtools/browser/1c2d'
  expect(debuggerAddress(`a warning\n\nDevTools listening on ${address}\n`)).toBe(address)
  expect(debuggerAddress('a warning\n')).toBeUndefined()
})

it('lets each begin a round in turn', () => {
  const all = ['own', 'plain', 'posture']
  expect([0, 1, 2, 3].map((round) => orderOf(all, round)[0])).toEqual(['own', 'plain', 'posture', 'own'])
  expect(orderOf(all, 2)).toEqual(['posture', 'own', 'plain'])
})

it('prints Holdfast, both references and the ratio to each', () => {
  const row = tableRow(
    'ms',
    [700, 730, 760],
    [
      [440, 450, 460],
      [490, 500, 510]
    ]
  )
  expect(row.trim().split(/ {2,}/)).toEqual([
    'ms',
    '730 (715 to 745)',
    '450 (445 to 455)',
    '500 (495 to 505)',
    '1.62',
    '1.46'
  ])
})

it('names each program above its figures, and each that Holdfast is divided by above the ratio', () => {
  const line = headings(['Holdfast', 'other build', 'plain window'], ['other build', 'plain window'])
  expect(line.trim().split(/ {2,}/)).toEqual([
    'Holdfast',
    'other build',
    'plain window',
    ': other build',
    ': plain window'
  ])
})

it('prints a figure that has no reference alone', () => {
  expect(tableRow('ms', [10, 20, 30], []).trim().split(/ {2,}/)).toEqual(['ms', '20 (15 to 25)'])
})
