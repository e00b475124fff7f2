import { describe, expect, it } from 'vitest'
import { judge } from './judge.mjs'

const head = `import { open } from '../lock'\n`
const lock = `${head}describe('a lock', () => {
  it('opens', () => { expect(open('1')).toBe(true); expect(tries).toBe(1) })
  it.each([1, 2])('counts %i', (n) => { expect(count(n)).toBe(n) })
})`

/** Compares the new text of a test with the old one. Returns the report. */
function change(now, map = {}, before = lock) {
  const { lines, unexplained } = judge([['lock.test.ts', before]], [['core/lock.test.ts', now]], map)
  return { unexplained, differences: lines.slice(0, -2) }
}

const reason = 'a reason of several words'

describe('a change of the tests', () => {
  it.each([
    ['nothing', lock],
    ['layout, quotes, comments and types', lock.replaceAll("'", '"').replaceAll('expect(', 'expect( // why\n ')],
    [
      'order',
      lock.replace(
        "expect(open('1')).toBe(true); expect(tries).toBe(1)",
        "expect(tries).toBe(1); expect(open('1')).toBe(true)"
      )
    ],
    [
      'more tests, rows and assertions',
      lock.replace('})\n})', '})\n  it("more", () => { expect(1).toBe(1) })\n})').replace('[1, 2]', '[1, 2, 3]')
    ]
  ])('passes where it is one of %s', (_what, now) => {
    expect(change(now)).toEqual({ unexplained: 0, differences: [] })
  })

  it.each([
    ['a test that is gone', lock.replace(/it\.each.*/, ''), 'lock.test.ts: "a lock > counts %i" the test is gone'],
    [
      'an assertion that is gone',
      lock.replace('; expect(tries).toBe(1)', ''),
      'asserts no longer: expect(tries).toBe(1)'
    ],
    [
      'one that is weaker',
      lock.replace('.toBe(1)', '.toBeGreaterThan(0)'),
      'now perhaps: expect(tries).toBeGreaterThan(0)'
    ],
    ['a test that is left out', lock.replace("it('opens", "it.skip('opens"), 'runs only under a new condition: skip'],
    ['a test under a new condition', lock.replace("it('opens", "it.skipIf(isMac)('opens"), 'skipIf isMac'],
    ['a row that is gone', lock.replace('[1, 2]', '[1]'), 'is no longer tried with: 2'],
    ['a group with another title', lock.replace('a lock', 'the lock'), '"a lock > opens" the test is gone'],
    [
      'an assertion that moved to another test',
      lock.replace('; expect(tries).toBe(1)', '').replace('toBe(n)', 'toBe(n); expect(tries).toBe(1)'),
      'asserts no longer'
    ]
  ])('is reported where it is %s', (_what, now, line) => {
    const { unexplained, differences } = change(now)
    expect(unexplained).toBeGreaterThan(0)
    expect(differences.join('\n')).toContain(line)
  })

  it('counts an assertion as often as it is made', () => {
    const twice = `it('a', () => { expect(1).toBe(1); expect(1).toBe(1) })`
    expect(change(twice.replace('; expect(1).toBe(1)', ''), {}, twice).unexplained).toBe(1)
  })

  it('finds tests of one title in their files, wherever these went', () => {
    const text = (value) => `it('is read', () => { expect(read()).toBe(${value}) })`
    const files = (folder) => ['a', 'b', 'c'].map((name, value) => [`${folder}/${name}.test.ts`, text(value)])
    expect(judge(files('old'), files('new').reverse(), {}).unexplained).toBe(0)
    expect(judge(files('old'), files('new').slice(1), {}).lines[0]).toBe('old/a.test.ts: "is read" the test is gone')
  })
})

describe('the name of an import', () => {
  const renamed = (text, name) => text.replaceAll('open', name).replace(`${name}s`, 'opens')

  it('may change, and is told', () => {
    expect(change(renamed(lock, 'unlock'))).toEqual({
      unexplained: 0,
      differences: ['An import is called unlock now, not open: 1 assertions']
    })
  })

  it('may not become that of two things, or of one that was there before', () => {
    const both = `import { open, close } from '../lock'\nit('a', () => { expect(open()).toBe(1); expect(close()).toBe(1) })`
    expect(change(both.replace('(close()', '(open()'), {}, both).unexplained).toBe(1)
    expect(
      change(
        both.replace('(close()', '(shut()').replace('(open()', '(shut()').replace('{ open, close }', '{ shut }'),
        {},
        both
      ).unexplained
    ).toBe(1)
  })
})

describe('the map of changes', () => {
  it('renames tests and groups', () => {
    const map = {
      titles: [
        { before: 'a lock', after: 'the lock', reason },
        { before: 'a lock > opens', after: 'the lock > opens by a PIN', reason }
      ]
    }
    expect(change(lock.replace('a lock', 'the lock').replace("'opens'", "'opens by a PIN'"), map).unexplained).toBe(0)
  })

  it('renames words, given as code or as a part of a text', () => {
    const before = `it('a', () => { expect(app.session.read('old/words.json')).toBe(applied) })`
    const now = before.replace('app.session', 'services').replace('old/words', 'new/words')
    const words = [
      { before: 'app . session', after: 'services', reason },
      { before: 'old/words.json', after: 'new/words.json', reason }
    ]
    expect(change(now, { words }, before).unexplained).toBe(0)
    expect(change(now.replace('toBe(applied)', 'toBe(servicelied)'), { words }, before).unexplained).toBe(1)
  })

  it('explains a difference by its test, its assertion and a reason', () => {
    const now = lock.replace('; expect(tries).toBe(1)', '')
    const entry = { test: 'a lock > opens', assertion: 'expect(tries).toBe(1)', reason }
    expect(change(now, { explained: [entry] })).toEqual({
      unexplained: 0,
      differences: ['Explained "a lock > opens: expect(tries).toBe(1)": a reason of several words']
    })
    expect(change(now, { explained: [{ ...entry, assertion: 'expect(tries).toBe(2)' }] }).unexplained).toBe(2)
    expect(change(now, { explained: [{ ...entry, reason: '' }] }).differences).toContainEqual(
      expect.stringContaining('The map gives no reason')
    )
  })

  it('holds nothing that did not happen', () => {
    const map = {
      titles: [{ before: 'x', after: 'y', reason }],
      words: [{ before: 'x', after: 'y', reason }],
      explained: [{ test: 'x', reason }]
    }
    expect(change(lock, map).unexplained).toBe(3)
  })
})

describe('what is counted', () => {
  const files = ({ few = 10, parts = 2, signIn = 30, guards = ['a', 'b'] }) => [
    ['torture/attacks.json', JSON.stringify({ crash: { title: 'Kills', few, full: 100, parts } })],
    ['torture/crash/points.json', JSON.stringify({ withPin: { signIn } })],
    ['torture/guards/lock.json', JSON.stringify(guards.map((id) => ({ id })))],
    ['torture/guards/claims.json', JSON.stringify([{ claim: 'M:x', text: 'y' }])]
  ]
  const judged = (now, map = {}) => judge(files({}), files(now), map)

  it('may grow', () => {
    expect(judged({ few: 11, parts: 3, signIn: 31, guards: ['a', 'b', 'c'] }).unexplained).toBe(0)
  })

  it.each([
    [{ few: 9 }, 'Tried less often: attack crash, few: 10 before, 9 now'],
    [{ parts: 1 }, 'Tried less often: attack crash, parts: 2 before, 1 now'],
    [{ signIn: 29 }, 'Tried less often: kill points withPin, signIn: 30 before, 29 now'],
    [{ guards: ['b'] }, 'Tried less often: guard a: 1 before, none now']
  ])('does not shrink without a reason: %j', (now, line) => {
    expect(judged(now)).toMatchObject({ unexplained: 1, lines: expect.arrayContaining([line]) })
  })

  it('shrinks with a reason', () => {
    expect(judged({ guards: ['b'] }, { explained: [{ count: 'guard a', reason }] }).unexplained).toBe(0)
  })
})
