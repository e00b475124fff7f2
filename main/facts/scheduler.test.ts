import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createScheduler, intervalMs, type Scheduler } from './scheduler'

let visible: boolean
let looks: number
let change: (() => void) | undefined
let scheduler: Scheduler
let random: number
let before: number | undefined
beforeEach(() => {
  vi.useFakeTimers()
  visible = true
  looks = 0
  random = 0
  before = undefined
  scheduler = createScheduler({
    look: () => {
      looks++
      return Promise.resolve()
    },
    lastAsked: () => Promise.resolve(before),
    attention: {
      isVisible: () => visible,
      onChange: (listener) => {
        change = listener
        return () => (change = undefined)
      }
    },
    random: () => random
  })
})
afterEach(() => {
  scheduler.end()
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const minute = 60_000

it('looks twenty seconds after the start, then four times an hour', async () => {
  scheduler.begin()
  await pass(19_999)
  expect(looks).toBe(0)
  await pass(1)
  expect(looks).toBe(1)
  await pass(60 * minute)
  expect(looks).toBe(5)
})

it('leaves the first twenty seconds to the first page, even if its window gets the focus', async () => {
  scheduler.begin()
  await pass(10_000)
  change?.()
  await pass(9_999)
  expect(looks).toBe(0)
  await pass(1)
  expect(looks).toBe(1)
})

it('spreads the looks over a fifth of the time', async () => {
  random = 1
  scheduler.begin()
  await pass(24_000)
  expect(looks).toBe(1)
  await pass(15 * minute)
  expect(looks).toBe(1)
  await pass(3 * minute)
  expect(looks).toBe(2)
})

it('does not look while nobody can see the window, and at once when somebody can', async () => {
  visible = false
  scheduler.begin()
  await pass(60 * minute)
  expect(looks).toBe(0)
  visible = true
  change?.()
  await pass(0)
  expect(looks).toBe(1)
})

it('asks nothing at a focus while the last answer is young, and goes on waiting', async () => {
  scheduler.begin()
  await pass(20_000)
  for (let n = 0; n < 20; n++) change?.()
  await pass(intervalMs - 1)
  expect(looks).toBe(1)
  await pass(1)
  expect(looks).toBe(2)
})

it('counts an answer that was asked for otherwise', async () => {
  scheduler.begin()
  await pass(20_000)
  await pass(10 * minute)
  scheduler.asked()
  await pass(14 * minute)
  expect(looks).toBe(1)
  await pass(minute)
  expect(looks).toBe(2)
})

it('asks nothing after a start or an unlock while an earlier answer is young, whoever asked for it', async () => {
  before = Date.now() - 5 * minute
  scheduler.begin()
  await pass(10 * minute - 1)
  expect(looks).toBe(0)
  await pass(1)
  expect(looks).toBe(1)
})

it('looks although the clock was set back', async () => {
  before = Date.now() + 60 * minute
  scheduler.begin()
  await pass(20_000)
  expect(looks).toBe(1)
})

it('never looks once it has ended', async () => {
  scheduler.begin()
  await pass(20_000)
  scheduler.end()
  expect(change).toBeUndefined()
  await pass(60 * minute)
  expect(looks).toBe(1)
})
