import { expect, it } from 'vitest'
import type { ActivityDay, SignIn } from '../../../contract/activity'
import { countDays } from './days'
import { createSignInList } from './signInList'

const now = new Date(2026, 10, 29, 15).getTime()
const dayMs = 24 * 3_600_000

interface Range {
  start?: number
  end?: number
  success?: boolean
}

/** Returns a tenant with these sign-ins, newest first, which counts its requests for rows and for totals. */
function tenantOf(rows: SignIn[], tellsTotals = true) {
  const asked = { rows: 0, totals: 0 }
  const matching = ({ start = -Infinity, end = Infinity, success }: Range) =>
    rows.filter((row) => row.at >= start && row.at <= end && (success === undefined || row.success === success))
  const list = createSignInList((range) => {
    asked.rows++
    const found = matching(range)
    const shown = found.slice((range.page - 1) * 50, range.page * 50)
    return Promise.resolve({ total: tellsTotals ? found.length : undefined, length: shown.length, rows: shown })
  })
  const count = (range: Range) => {
    asked.totals++
    const found = matching(range)
    return Promise.resolve({ total: tellsTotals ? found.length : undefined, length: 1, rows: found.slice(0, 1) })
  }
  const counted = new Map<number, ActivityDay>()
  return { asked, days: () => countDays(list, count, now, counted) }
}

/** Returns so many sign-ins for each of 40 days, the second of each day refused. */
const everyDay = (perDay: number): SignIn[] =>
  Array.from({ length: 40 * perDay }, (_, index) => ({
    at: now - Math.floor(index / perDay) * dayMs - (index % perDay) * 1_000,
    success: index % perDay !== 1
  }))

it('has thirty days, the last of them today, with what happened on each', async () => {
  const { days } = tenantOf(everyDay(3))
  const counted = await days()
  expect(counted).toHaveLength(30)
  expect(counted?.at(-1)).toEqual({ day: new Date(2026, 10, 29).getTime(), success: 2, refused: 1 })
  expect(counted?.every(({ success, refused }) => success === 2 && refused === 1)).toBe(true)
})

it('reads the rows where that takes fewer requests than to count each day', async () => {
  const { days, asked } = tenantOf(everyDay(3))
  await days()
  expect(asked).toEqual({ rows: 2, totals: 1 })
  await days()
  expect(asked).toEqual({ rows: 2, totals: 1 })
})

it('counts each day at the tenant where there are too many rows, with at most sixty requests and one', async () => {
  const { days, asked } = tenantOf(everyDay(200))
  expect((await days())?.at(-1)).toMatchObject({ success: 199, refused: 1 })
  expect(asked).toEqual({ rows: 0, totals: 61 })
})

it('counts only today again, because the days before do not change any more', async () => {
  const { days, asked } = tenantOf(everyDay(200))
  const first = await days()
  expect(await days()).toEqual(first)
  expect(asked).toEqual({ rows: 0, totals: 61 + 3 })
})

it('reads the rows where the tenant tells no totals, as long as that takes at most sixty requests', async () => {
  const few = tenantOf(everyDay(3), false)
  expect((await few.days())?.every(({ success, refused }) => success === 2 && refused === 1)).toBe(true)
  expect(few.asked).toEqual({ rows: 2, totals: 1 })
  const many = tenantOf(everyDay(200), false)
  expect(await many.days()).toBeUndefined()
  expect(await many.days()).toBeUndefined()
  expect(many.asked.rows).toBe(60)
})

it('reads no more rows where attacks without an end make few entries of them', async () => {
  const attack = Array.from({ length: 8_000 }, (_, index) => ({ at: now - index * 1_000, success: false }))
  const { days, asked } = tenantOf(attack, false)
  expect(await days()).toBeUndefined()
  expect(asked.rows).toBeLessThan(72)
})

it('has days without any sign-in', async () => {
  const counted = await tenantOf([{ at: now - 3 * dayMs, success: true }]).days()
  expect(counted?.filter(({ success }) => success > 0)).toHaveLength(1)
})
