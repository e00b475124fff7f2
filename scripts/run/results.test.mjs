import { expect, it } from 'vitest'
import {
  checkResult,
  countsIn,
  failuresOf,
  isGreen,
  notRunCode,
  playwrightResult,
  rootResult,
  sum,
  totalResult,
  vitestResult
} from './results.mjs'

const unit = (over = {}) => ({
  numPassedTests: 10,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ status: 'passed', assertionResults: [{}] }],
  ...over
})
const e2e = (over = {}) => ({ stats: { expected: 5, unexpected: 0, flaky: 0, skipped: 0, ...over } })

it('adds up all stages, a check as one', () => {
  const results = [checkResult(0), checkResult(2), vitestResult(0, unit()), playwrightResult(0, e2e())]
  expect(sum(results)).toEqual({ passed: 16, failed: 1, skipped: 0, notRun: 0, complete: true })
})

it('counts a test file that cannot be loaded as one that failed', () => {
  const broken = unit({ testResults: [{ status: 'failed', assertionResults: [] }] })
  expect(vitestResult(1, broken)).toEqual({ passed: 10, failed: 1, skipped: 0 })
})

it('shows skipped unit tests without failing the run', () => {
  const result = vitestResult(0, unit({ numPendingTests: 2, numTodoTests: 1 }))
  expect(sum([result])).toEqual({ passed: 10, failed: 0, skipped: 3, notRun: 0, complete: true })
})

it('does not let a single skipped end-to-end test pass', () => {
  expect(sum([playwrightResult(0, e2e({ skipped: 1 }))])).toMatchObject({ failed: 0, skipped: 1, complete: false })
})

it('takes an end-to-end suite in which nothing ran for a failure', () => {
  expect(playwrightResult(0, e2e({ expected: 0 }))).toMatchObject({ failed: 1 })
  expect(playwrightResult(0, e2e({ expected: 0, skipped: 9 }))).toMatchObject({
    failed: 1,
    skipped: 9,
    complete: false
  })
})

it('takes a missing report for a failure, whatever the exit code', () => {
  expect(vitestResult(0, undefined)).toMatchObject({ failed: 1 })
  expect(playwrightResult(0, undefined)).toMatchObject({ failed: 1 })
})

it('counts a failure outside every test, and a test that passes only at a second try', () => {
  expect(vitestResult(1, unit())).toMatchObject({ failed: 1 })
  expect(playwrightResult(1, e2e())).toMatchObject({ failed: 1 })
  expect(playwrightResult(0, e2e({ flaky: 2 }))).toMatchObject({ passed: 5, failed: 2 })
})

it('counts tests that need root by themselves, which is red only where the outcome decides for others', () => {
  const listed = { suites: [{ specs: [{}, {}], suites: [{ specs: [{}] }] }, { specs: [{}] }] }
  const total = sum([checkResult(0), rootResult(notRunCode, listed)])
  expect(countsIn(total)).toBe('1 passed, 0 failed, 0 skipped, 4 not run: needs root')
  expect(isGreen(total, false)).toBe(true)
  expect(isGreen(total, true)).toBe(false)
})

it('takes a suite that needs root as any other where it did run, and one that cannot even be listed for a failure', () => {
  expect(rootResult(0, e2e())).toEqual(playwrightResult(0, e2e()))
  expect(rootResult(1, e2e())).toMatchObject({ failed: 1 })
  expect(rootResult(notRunCode, undefined)).toMatchObject({ failed: 1 })
  expect(countsIn(sum([rootResult(0, e2e())]))).toBe('5 passed, 0 failed, 0 skipped')
})

it('adds up commands that counted for themselves, and takes one that left no counts for a failure', () => {
  const totals = [
    sum([vitestResult(0, unit())]),
    sum([playwrightResult(0, e2e({ skipped: 1 })), rootResult(notRunCode, {})])
  ]
  const total = sum(totals.map((counts) => totalResult(0, counts)))
  expect(total).toEqual({ passed: 15, failed: 0, skipped: 1, notRun: 0, complete: false })
  expect(totalResult(1, undefined)).toMatchObject({ failed: 1 })
  expect(totalResult(0, undefined)).toMatchObject({ failed: 1 })
  expect(totalResult(1, sum([vitestResult(0, unit())]))).toMatchObject({ passed: 10, failed: 1 })
})

it('is green only without failures and skipped end-to-end tests', () => {
  expect(isGreen(sum([checkResult(1)]), false)).toBe(false)
  expect(isGreen(sum([playwrightResult(0, e2e({ skipped: 1 }))]), false)).toBe(false)
  expect(isGreen(sum([playwrightResult(0, e2e())]), true)).toBe(true)
})

it('keeps what failed in any of them', () => {
  const failed = { ...checkResult(1), failures: ['lint: a line too long'] }
  expect(failuresOf([checkResult(0), failed, totalResult(1, { ...failed, failures: ['lock: timed out'] })])).toEqual([
    'lint: a line too long',
    'lock: timed out'
  ])
})
