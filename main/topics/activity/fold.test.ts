import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SignIn } from '../../../contract/activity'
import { fold } from './fold'

const minute = 60_000
/** A row at so many minutes ago. */
const row = (ago: number, error?: string): SignIn => ({ at: -ago * minute, success: error === undefined, error })
const guesses = (count: number, from: number): SignIn[] =>
  Array.from({ length: count }, (_, index) => row(from + index, 'wrong password'))

describe('refused attempts', () => {
  it('are one entry if five or more of them follow each other within minutes, for the same reason', () => {
    const rows = [row(0), ...guesses(5, 1), row(20)]
    expect(fold(rows, 0, true)).toEqual([
      { from: 0, to: 1 },
      { from: 1, to: 6 },
      { from: 6, to: 7 }
    ])
  })

  it.each([
    ['four of them', guesses(4, 0)],
    ['a longer pause between them', [...guesses(3, 0), ...guesses(3, 12)]],
    ['another reason', [...guesses(3, 0), row(3, 'locked'), ...guesses(3, 4)]],
    ['a sign-in in their middle', [...guesses(3, 0), row(3), ...guesses(3, 4)]]
  ])('stay single with %s', (_name, rows) => {
    expect(fold(rows, 0, true)).toHaveLength(rows.length)
  })

  it('wait for older rows at the end of what is known, and not any more once the list is complete', () => {
    const rows = [row(0), ...guesses(6, 1)]
    expect(fold(rows, 0, false)).toEqual([{ from: 0, to: 1 }])
    expect(fold(rows, 0, true)).toHaveLength(2)
  })

  it('are shown in parts if they never end', () => {
    expect(fold(guesses(1_200, 0), 0, false)).toEqual([
      { from: 0, to: 500 },
      { from: 500, to: 1_000 }
    ])
  })
})

const anyRows = fc
  .array(fc.record({ pause: fc.integer({ min: 0, max: 8 }), error: fc.constantFrom(undefined, 'a', 'b') }), {
    maxLength: 60
  })
  .map((list) => {
    let ago = 0
    return list.map(({ pause, error }) => row((ago += pause), error))
  })

it('keeps each row in exactly one entry, and never changes an entry that it has shown', () => {
  fc.assert(
    fc.property(anyRows, fc.nat(60), (rows, known) => {
      const whole = fold(rows, 0, true)
      expect(whole.flatMap(({ from, to }) => rows.slice(from, to))).toEqual(rows)
      const early = fold(rows.slice(0, known), 0, false)
      expect(whole.slice(0, early.length)).toEqual(early)
      expect([...early, ...fold(rows, early.at(-1)?.to ?? 0, true)]).toEqual(whole)
    })
  )
})
