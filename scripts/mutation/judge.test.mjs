import { describe, expect, it } from 'vitest'
import { judge } from './judge.mjs'
import { survivorLines, tableOf } from './table.mjs'

/** Returns a folder with this many mutants of each outcome. Their ids are the outcome and a number. */
function folder(name, counts) {
  const mutants = Object.entries(counts).flatMap(([outcome, count]) =>
    Array.from({ length: count }, (_, index) => ({
      id: `${outcome}${index}`,
      file: `${name}/a.ts`,
      line: index + 1,
      outcome,
      code: 'a < b',
      becomes: 'a <= b'
    }))
  )
  return { name, seconds: 61.4, mutants }
}
const equal = (name, ...ids) => ids.map((id) => ({ id, file: `${name}/a.ts`, reason: 'It changes nothing.' }))

describe('the command', () => {
  it('succeeds where tests notice nine mutants of ten in each folder', () => {
    const results = [folder('main/a', { killed: 8, timedOut: 1, survived: 1 }), folder('main/b', { killed: 1 })]
    expect(judge(results, [], true).failures).toEqual([])
  })

  it('fails where one folder scores less, however good the others are', () => {
    const results = [folder('main/a', { killed: 8999, survived: 1001 }), folder('main/b', { killed: 9000 })]
    expect(judge(results, [], true).failures).toEqual(['main/a scores 89.9 %: at least 90 % is asked for.'])
  })

  it('counts code that no test reaches like a mutant that survives', () => {
    expect(judge([folder('main/a', { killed: 8, noCoverage: 2 })], [], true).rows[0].score).toBe(80)
  })

  it('leaves mutants that change nothing out of the score', () => {
    const results = [folder('main/a', { killed: 89, survived: 10, noCoverage: 1 })]
    const { rows, failures } = judge(results, equal('main/a', 'survived0', 'noCoverage0'), true)
    expect(failures).toEqual([])
    expect(rows[0]).toMatchObject({ survived: 9, noCoverage: 0, equal: 2 })
    expect(rows[0].score).toBeCloseTo((89 / 98) * 100)
  })

  it('fails where more than three of a hundred mutants are listed', () => {
    const results = [folder('main/a', { killed: 96, survived: 4 })]
    const listed = equal('main/a', 'survived0', 'survived1', 'survived2', 'survived3')
    expect(judge(results, listed.slice(1), true).failures).toEqual([])
    expect(judge(results, listed, true).failures).toEqual(['4 mutants are listed as equal, 4.0 %: at most 3 % may be.'])
  })

  it('judges the share of listed mutants only where all folders were mutated', () => {
    const results = [folder('main/a', { killed: 9, survived: 1 })]
    expect(judge(results, equal('main/a', 'survived0'), false).failures).toEqual([])
  })

  it.each([['killed0'], ['elsewhere']])('fails where the listed mutant %s did not survive', (id) => {
    const results = [folder('main/a', { killed: 10 })]
    expect(judge(results, equal('main/a', id), false).failures).toEqual([
      `The entry ${id} (main/a/a.ts) of equal.json names no mutant that survived.`
    ])
  })

  it('does not judge entries of folders that were not mutated', () => {
    expect(judge([folder('main/a', { killed: 10 })], equal('main/b', 'survived0'), false).failures).toEqual([])
  })
})

it('prints a row for each folder and one for all', () => {
  const results = [
    folder('main/bridge', { killed: 28, survived: 1, timedOut: 1 }),
    folder('main/b', { killed: 3, noCoverage: 1 })
  ]
  const { rows } = judge(results, [], true)
  expect(tableOf(rows)).toEqual([
    'folder       mutants  killed  survived  timed out  no coverage  equal   score  seconds',
    'main/bridge       30      28         1          1            0      0  96.6 %       61',
    'main/b             4       3         0          0            1      0  75.0 %       61',
    'all               34      31         1          1            1      0  94.1 %      123'
  ])
})

it('lists the mutants that nobody noticed, but for those that change nothing', () => {
  const { mutants } = folder('main/a', { killed: 1, survived: 2, noCoverage: 1 })
  expect(survivorLines(mutants, equal('main/a', 'survived0'))).toEqual([
    'survived1  main/a/a.ts:2  survived',
    '  - a < b',
    '  + a <= b',
    'noCoverage0  main/a/a.ts:1  no coverage',
    '  - a < b',
    '  + a <= b'
  ])
})
