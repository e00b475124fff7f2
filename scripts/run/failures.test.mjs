import { expect, it } from 'vitest'
import { failuresIn, quoted } from './failures.mjs'

it('names each failed unit test with its file and message, without colours', () => {
  const passed = { status: 'passed', fullName: 'adds', failureMessages: [] }
  const failed = {
    status: 'failed',
    fullName: 'a sum subtracts',
    failureMessages: ['\u001B[31mexpected 1\u001B[39m\nto be 2']
  }
  const report = {
    testResults: [
      { name: 'a.test.ts', status: 'failed', assertionResults: [passed, failed] },
      { name: 'b.test.ts', status: 'failed', message: 'cannot be loaded', assertionResults: [] },
      { name: 'c.test.ts', status: 'passed', assertionResults: [passed] }
    ]
  }
  expect(failuresIn(report)).toEqual([
    'a.test.ts › a sum subtracts\n    expected 1\n    to be 2',
    'b.test.ts\n    cannot be loaded'
  ])
})

it('names each failed end-to-end test with the path to it, and what failed outside of all', () => {
  const spec = (title, ok, message) => ({ title, ok, tests: [{ results: [{ errors: ok ? [] : [{ message }] }] }] })
  const report = {
    errors: [{ message: 'no display' }],
    suites: [
      {
        title: 'lock.spec.ts',
        specs: [spec('opens', true)],
        suites: [{ title: 'a wrong PIN', specs: [spec('is counted', false, 'timed out')] }]
      }
    ]
  }
  expect(failuresIn(report)).toEqual([
    'lock.spec.ts › a wrong PIN › is counted\n    timed out',
    'outside of every test\n    no display'
  ])
})

it('names nothing where there is no report', () => {
  expect(failuresIn(undefined)).toEqual([])
})

it('cuts a message that would fill the log', () => {
  const failed = { status: 'failed', fullName: 'a', failureMessages: ['x'.repeat(5_000)] }
  const [text] = failuresIn({ testResults: [{ name: 'a.test.ts', status: 'failed', assertionResults: [failed] }] })
  expect(text.length).toBeLessThan(1_300)
})

it('quotes the end of an output without its colours, which take no room from it', () => {
  const output = `${'\u001B[31mx\u001B[39m'.repeat(3_000)}\nUnhandled rejection\n`
  expect(quoted('test:unit', output)).toBe(`test:unit\n    ${'x'.repeat(2_380)}\n    Unhandled rejection`)
})
