import { describe, expect, it } from 'vitest'
import { unitsOf } from './units.mjs'
import { lineOf } from './wording.mjs'

/** Returns the assertions in these files, by the titles of the units that make them. */
function read(...texts) {
  const files = texts.map((text, index) => [index === 0 ? 'a.test.ts' : `support${index}.ts`, text])
  const lines = (list) => list.map((tokens) => lineOf(tokens))
  return Object.fromEntries(
    unitsOf(files).map(({ title, assertions, rows, conditions }) => [
      title,
      { assertions: lines(assertions), rows: lines(rows), conditions: lines(conditions) }
    ])
  )
}

describe('the assertions of a test', () => {
  it('are the innermost statements that call expect', () => {
    const units = read(`describe('a lock', () => {
      it('opens', async () => {
        const pin = '1'
        for (const one of pins) { if (one) expect(open(one)).toBe(true) }
        await test.step('then', async () => { await expect.poll(() => x).toBe(2) })
        pins.forEach((one) => expect(one).toBe(pin))
      })
      it('closes', () => expect(close()).toBe(true))
    })`)
    expect(units['a lock > opens'].assertions).toEqual([
      'expect(open(one)).toBe(true)',
      'await expect.poll(()=>x).toBe(2)',
      'pins.forEach((one)=>expect(one).toBe(pin))'
    ])
    expect(units['a lock > closes'].assertions).toEqual(['expect(close()).toBe(true)'])
  })

  it('include calls of functions that assert, in the same file or an imported one', () => {
    const units = read(
      `import { seen } from './support1'
       const both = () => { expectOne(); other() }
       function expectOne() { expect(1).toBe(1) }
       it('a', () => { both(); seen(); page.shows(); page.close() })
       it('b', () => { read() })`,
      `import { other } from './support2'
       export const seen = () => other()`,
      `export function other() { expect(2).toBe(2) }
       class Page { shows() { expect(3).toBe(3) } close() {} }
       function read() { expect(4).toBe(4) }`
    )
    expect(units.a.assertions).toEqual(['both()', 'seen()', 'page.shows()'])
    expect(units.b.assertions).toEqual([])
    expect(units.both.assertions).toEqual(['expectOne()'])
    expect(units.expectOne.assertions).toEqual(['expect(1).toBe(1)'])
    expect(units.seen.assertions).toEqual(['other()'])
    expect(units.shows.assertions).toEqual(['expect(3).toBe(3)'])
  })

  it('of a hook belong to the hook', () => {
    const units = read(`describe('a', () => { afterEach(() => { expect(left).toEqual([]) }) })
      test.beforeEach(async () => { await expect(page).toBeVisible() })`)
    expect(units['a > afterEach'].assertions).toEqual(['expect(left).toEqual([])'])
    expect(units.beforeEach.assertions).toEqual(['await expect(page).toBeVisible()'])
  })
})

it('reads the rows that a test is repeated for, where they are a constant too', () => {
  const units = read(`const disks = { full: 1, slow: 2 }
    describe.each([['x'], ['y']] as const)('on %s', () => {
      it.each(Object.entries(disks))('with %s', () => { expect(1).toBe(1) })
    })`)
  expect(units['on %s > with %s'].rows).toEqual(['Object.entries(disks)', 'full:1', 'slow:2', '["x"]', '["y"]'])
})

it('reads under which conditions a test does not run', () => {
  const units = read(`describe.skipIf(isMac)('a', () => { it('b', () => { test.skip(!isRoot); expect(1).toBe(1) }) })
    it.skip('c', () => {})
    it.todo('d')`)
  expect(units['a > b'].conditions).toEqual(['skipIf isMac', 'test.skip(!isRoot)'])
  expect(units.c.conditions).toEqual(['skip'])
  expect(units.d.conditions).toEqual(['todo'])
})

it('takes a title that is computed as it is written', () => {
  expect(Object.keys(read('it(`is ${name}, in ${place}`, () => {})'))).toEqual(['`is ${name}, in ${place}`'])
})
