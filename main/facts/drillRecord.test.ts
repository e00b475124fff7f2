import { expect, it } from 'vitest'
import { dueAt, noDrill } from './drillRecord'

const at = (year: number, month: number, day: number): number => new Date(year, month - 1, day, 12).getTime()

it('a drill is due so many months after the last one, on the last day of a month that is too short', () => {
  const due = (everyMonths: 1 | 3 | 6 | 12, lastRunAt: number) => dueAt({ ...noDrill, everyMonths, lastRunAt })
  expect(due(3, at(2026, 2, 15))).toBe(at(2026, 5, 15))
  expect(due(1, at(2026, 1, 31))).toBe(at(2026, 2, 28))
  expect(due(12, at(2024, 2, 29))).toBe(at(2025, 2, 28))
  expect(due(6, at(2026, 8, 31))).toBe(at(2027, 2, 28))
})

it('a drill is never due for somebody who wants none, or had none yet', () => {
  expect(dueAt({ ...noDrill, everyMonths: 0, lastRunAt: 1 })).toBeUndefined()
  expect(dueAt(noDrill)).toBeUndefined()
})
