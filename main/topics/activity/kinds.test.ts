import { expect, it } from 'vitest'
import type { SignIn } from '../../../contract/activity'
import { mostKinds } from '../../../contract/fields'
import { createKinds } from './kinds'

const row = (facts: Partial<SignIn> = {}): SignIn => ({ at: 1_000, success: true, ...facts })

/** Returns kinds of these rows, and the number of the first kind of a column. */
function kindsOf(rows: readonly SignIn[]) {
  const kinds = createKinds()
  for (const one of rows) kinds.add(one)
  const numberOf = (column: string) => kinds.examples.findIndex((kind) => kind.column === column)
  return { ...kinds, numberOf }
}

it('gives rows that say the same in a column one kind there, whatever else differs', () => {
  const { examples } = kindsOf([
    row({ browser: 'Firefox', system: 'Linux', countryCode: 'ES', address: '10.0.0.1' }),
    row({ browser: 'Firefox', system: 'Linux', countryCode: 'BR', address: '10.0.0.2' })
  ])
  expect(examples.map(({ column }) => column)).toEqual(['result', 'device', 'place', 'method', 'place'])
})

it('knows a row by the kind of any column, and tells a browser alone from the same one on a system', () => {
  const [spain, brazil, bare] = [
    row({ browser: 'Firefox', system: 'Linux', countryCode: 'ES' }),
    row({ browser: 'Firefox', system: 'Linux', countryCode: 'BR' }),
    row({ browser: 'Firefox', countryCode: 'BR' })
  ]
  const kinds = kindsOf([spain, brazil, bare])
  const among = (column: string) =>
    [spain, brazil, bare].map((one) => kinds.isAmong(one, new Set([kinds.numberOf(column)])))
  expect(among('place')).toEqual([true, false, false])
  expect(among('device')).toEqual([true, true, false])
  expect(among('method')).toEqual([true, true, true])
  expect(kinds.isAmong(spain, new Set())).toBe(false)
})

it('knows no more kinds than one message may hold, and no row by those beyond', () => {
  const rows = Array.from({ length: mostKinds + 1 }, (_, index) => row({ method: `method ${index}` }))
  const kinds = kindsOf(rows)
  expect(kinds.examples).toHaveLength(mostKinds)
  const all = new Set(kinds.examples.keys())
  // Their result is of a known kind.
  const [last = row()] = rows.slice(-1)
  expect(kinds.isAmong(last, all)).toBe(true)
  expect(kinds.isAmong({ ...last, success: false, browser: 'b', countryCode: 'ES' }, all)).toBe(false)
})
