import { describe, expect, it } from 'vitest'
import { playwrightVerdict, unitVerdict } from './verdict'

const named = { file: 'main/a.test.ts', title: 'the gate stays shut' }

describe('a unit test', () => {
  const run = (test: object, over: object = {}) => {
    const tests = [{ title: named.title, state: 'failed', errors: [], ...test }]
    return unitVerdict(
      { unhandled: [], modules: [{ file: '/tree/main/a.test.ts', errors: [], tests }], ...over },
      '/tree',
      named
    ).outcome
  }
  const assertion = { name: 'AssertionError', message: 'expected 1 to be 2' }

  it('passes', () => {
    expect(run({ state: 'passed' })).toBe('passed')
  })

  it('fails by its assertion, or by that of a property', () => {
    expect(run({ errors: [assertion] })).toBe('assertion')
    expect(run({ errors: [{ name: 'Error', message: 'Property failed', cause: assertion }] })).toBe('assertion')
  })

  it.each([
    ['a time-out', { errors: [{ name: 'Error', message: 'Test timed out in 30000ms.' }] }],
    [
      'a crash of a property',
      { errors: [{ name: 'Error', message: 'Property failed', cause: { name: 'TypeError' } }] }
    ],
    ['a crash beside an assertion', { errors: [assertion, { name: 'TypeError', message: 'x' }] }],
    ['a test that was left out', { state: 'skipped' }],
    ['a test of another name', { state: 'passed', title: 'another' }]
  ])('does not take %s for one', (_what, test) => {
    expect(run(test)).toBe('otherwise')
  })

  it('does not count where something failed outside of it', () => {
    expect(run({ state: 'passed' }, { unhandled: ['rejected'] })).toBe('otherwise')
    expect(run({ errors: [assertion] }, { unhandled: ['rejected'] })).toBe('otherwise')
  })

  it('does not count where its file could not be loaded', () => {
    const modules = [{ file: '/tree/main/a.test.ts', errors: ['SyntaxError'], tests: [] }]
    expect(run({}, { modules })).toBe('otherwise')
  })
})

describe('an end-to-end test', () => {
  const spec = { file: 'e2e/specs/a.spec.ts', title: named.title }
  const run = (...results: object[]) => {
    const gate = { title: 'the gate', specs: [{ title: 'stays shut', tests: [{ results }] }] }
    return playwrightVerdict({ errors: [], suites: [{ title: 'a.spec.ts', suites: [gate] }] }, spec).outcome
  }
  const expectation = {
    message: 'Error: \u001b[2mexpect(\u001b[22m\u001b[31mreceived\u001b[39m\u001b[2m).\u001b[22mtoBe'
  }

  it('passes', () => {
    expect(run({ status: 'passed', errors: [] })).toBe('passed')
  })

  it('fails by its expectation', () => {
    expect(run({ status: 'failed', errors: [expectation] })).toBe('assertion')
  })

  it.each([
    ['a time-out', { status: 'timedOut', errors: [{ message: 'Test timeout of 60000ms exceeded.' }, expectation] }],
    ['a page that is gone', { status: 'failed', errors: [{ message: 'Error: page.click: Target closed' }] }],
    ['a test that was left out', { status: 'skipped', errors: [] }]
  ])('does not take %s for one', (_what, result) => {
    expect(run(result)).toBe('otherwise')
  })

  it('does not count where it did not run, or ran twice', () => {
    expect(run()).toBe('otherwise')
    expect(run({ status: 'passed', errors: [] }, { status: 'passed', errors: [] })).toBe('otherwise')
  })
})
