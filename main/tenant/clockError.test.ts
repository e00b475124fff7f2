import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startOfTrip } from './clockError'

beforeEach(() => vi.useFakeTimers({ now: Date.UTC(2026, 2, 12, 10, 0, 30) }))
afterEach(() => vi.useRealTimers())

const dated = new Headers({ date: 'Thu, 12 Mar 2026 10:00:00 GMT' })

it('takes the middle of the second that the server names', () => {
  expect(startOfTrip()(dated)).toBe(29_500)
})

it('takes off half of the time that the request and its answer were on their way', () => {
  const clockErrorBy = startOfTrip()
  vi.advanceTimersByTime(3_000)
  expect(clockErrorBy(dated)).toBe(31_000)
})

it('measures the way by a clock that nobody sets', () => {
  const clockErrorBy = startOfTrip()
  vi.advanceTimersByTime(2_000)
  vi.setSystemTime(Date.UTC(2026, 2, 12, 9, 59, 50))
  expect(clockErrorBy(dated)).toBe(-11_500)
})

it.each([{}, { date: 'soon' }])('knows nothing without a date', (headers) => {
  expect(startOfTrip()(new Headers(headers))).toBeUndefined()
})
