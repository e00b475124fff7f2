import fc from 'fast-check'
import { expect, it } from 'vitest'
import { lookAgainAt, type Looked, longestJitterMs, type Moment, waitForLook } from './schedule'

const hour = 3_600_000
const day = 24 * hour
const year = 365 * day
const wall = Date.UTC(2026, 10, 28)
const start: Moment = { wall, monotonic: 0 }
const chance = fc.double({ min: 0, max: 1, noNaN: true })

it('looks soon after a first start, and not at once', () => {
  expect(waitForLook({}, start, 0)).toBe(30_000)
  expect(waitForLook({}, start, 1)).toBe(300_000)
})

it('waits for the rest of the day and some more if an earlier run has looked', () => {
  expect(waitForLook({ stored: wall - 20 * hour }, start, 0)).toBe(4 * hour)
  expect(waitForLook({ stored: wall - 20 * hour }, start, 1)).toBe(4 * hour + longestJitterMs)
  expect(waitForLook({ stored: wall - 3 * day }, start, 0)).toBe(30_000)
})

it('does not trust a stored moment in the future', () => {
  expect(waitForLook({ stored: wall + year }, start, 0)).toBe(30_000)
})

it('looks at most once a day in one run, however the clock is set meanwhile', () => {
  const settings = fc.array(fc.record({ passed: fc.nat(2 * day), shift: fc.integer({ min: -year, max: year }) }))
  fc.assert(
    fc.property(settings, chance, (steps, random) => {
      let now = start
      const looked: Looked = {}
      let last = -Infinity
      const pass = (ms: number): void => void (now = { wall: now.wall + ms, monotonic: now.monotonic + ms })
      for (const { passed, shift } of steps) {
        now = { ...now, wall: now.wall + shift }
        const wait = waitForLook(looked, now, random)
        pass(Math.min(wait, passed))
        if (wait > passed) continue
        expect(now.monotonic - last).toBeGreaterThanOrEqual(day)
        last = now.monotonic
        looked.stored = now.wall
        looked.inThisRun = now
      }
    })
  )
})

it('follows a person’s wish a minute after the last look, by the clock that nobody can set', () => {
  const inThisRun = { wall, monotonic: 1_000 }
  expect(lookAgainAt({}, start)).toBeUndefined()
  expect(lookAgainAt({ inThisRun }, { wall: wall + 10_000, monotonic: 11_000 })).toBe(wall + 60_000)
  expect(lookAgainAt({ inThisRun }, { wall: wall - year, monotonic: 31_000 })).toBe(wall - year + 30_000)
  expect(lookAgainAt({ inThisRun }, { wall: wall + year, monotonic: 61_000 })).toBeUndefined()
})
