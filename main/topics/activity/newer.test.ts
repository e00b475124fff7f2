import fc from 'fast-check'
import { afterEach, expect, it, vi } from 'vitest'
import { createSignInList } from './signInList'
import { answerOf, anyServer, numbers, row, type Server } from './walk.testing'

/** Something that happens between two looks. An arrival is so many ms older than the newest row; a negative age is newer. */
const happening = fc.record({
  arrivals: fc.array(fc.record({ age: fc.integer({ min: -3, max: 45 }), number: fc.nat(2) }), { maxLength: 4 }),
  done: fc.constantFrom('readOlder', 'countNewer', 'takeNewer')
})

it('holds each sign-in once, in order, however late it is listed, and moves no row until the new ones are taken', async () => {
  await fc.assert(
    fc.asyncProperty(anyServer, fc.array(happening, { maxLength: 12 }), async (initial, happenings) => {
      // The tenant lists more than that in half an hour only in a storm.
      const server = { ...initial, rows: initial.rows.slice(0, 300) }
      const list = createSignInList((asked) => Promise.resolve(answerOf(server, asked)))
      const arrive = (age: number, number: number): void => {
        const newest = Math.max(0, ...server.rows.map(({ at }) => at))
        // Two arrivals may be alike in everything.
        server.rows.push(row(newest - age, -number))
      }
      await list.readOlder()
      for (const { arrivals, done } of happenings) {
        for (const { age, number } of arrivals) arrive(age, number)
        const before = [...list.rows()]
        await list[done]()
        if (done !== 'takeNewer') expect(list.rows().slice(0, before.length)).toEqual(before)
      }
      while (!list.progress().complete) await list.readOlder()
      await list.countNewer()
      list.takeNewer()
      expect(numbers(list.rows())).toEqual(numbers(server.rows))
      const moments = list.rows().map(({ at }) => at)
      expect(moments).toEqual(moments.toSorted((one, other) => other - one))
      expect(await list.countNewer()).toBe(0)
    }),
    { numRuns: 1_000 }
  )
})

afterEach(() => {
  vi.restoreAllMocks()
})

const minute = 60_000
const hour = 60 * minute

/** Returns a list of a tenant with 2,000 sign-ins, so many ms apart, of which the first `known` are read. It counts its requests. */
async function listOf(apart: number, known: number) {
  const rows = Array.from({ length: 2_000 }, (_, index) => row(10 * hour - index * apart, index))
  const server: Server = { rows, limit: 50, inclusive: true, total: 'told' }
  const asked: { pages: number; meanwhile?: () => void } = { pages: 0 }
  const list = createSignInList((one) => {
    asked.pages++
    asked.meanwhile?.()
    return Promise.resolve(answerOf(server, one))
  })
  while (list.rows().length < known) await list.readOlder()
  asked.pages = 0
  return { list, server, asked }
}

it('reads half an hour again for what is listed late, and no more than 500 rows of it in a storm', async () => {
  const calm = await listOf(minute, 100)
  calm.server.rows.push(row(10 * hour - 29 * minute, -1), row(10 * hour - 31 * minute, -2))
  expect(await calm.list.countNewer()).toBe(1)
  expect(calm.asked.pages).toBe(1)
  const storm = await listOf(10, 1_500)
  storm.server.rows.push(row(10 * hour - 4_000, -1), row(10 * hour - 6_000, -2))
  expect(await storm.list.countNewer()).toBe(1)
  expect(storm.asked.pages).toBeLessThan(12)
})

it('takes a row for the same one although its words are translated meanwhile, and one beside it for another', async () => {
  const { list, server } = await listOf(minute, 40)
  server.rows = server.rows.map((one) => ({ ...one, country: 'Spanien' }))
  expect(await list.countNewer()).toBe(0)
  server.rows.push(row(10 * hour - minute, 1))
  expect(await list.countNewer()).toBe(1)
})

it('counts nothing twice that the person takes while it counts', async () => {
  const { list, server, asked } = await listOf(minute, 40)
  server.rows.push(row(10 * hour + minute, -1))
  await list.countNewer()
  server.rows.push(row(10 * hour + 2 * minute, -2))
  asked.meanwhile = () => list.takeNewer()
  expect(await list.countNewer()).toBe(1)
})

it('counts nothing before the first rows are read', async () => {
  const { list } = await listOf(minute, 0)
  expect(await list.countNewer()).toBe(0)
})

it('reads those that wait not again, however many they are', async () => {
  const { list, server, asked } = await listOf(minute, 40)
  const later = Array.from({ length: 3_000 }, (_, index) => row(10 * hour + index, -index - 1))
  server.rows.push(...later)
  expect(await list.countNewer()).toBe(3_000)
  asked.pages = 0
  server.rows.push(row(11 * hour, -4_000))
  expect(await list.countNewer()).toBe(3_001)
  expect(asked.pages).toBeLessThan(12)
  list.takeNewer()
  expect(numbers(list.rows().slice(0, 3_001))).toEqual(numbers([...later, row(11 * hour, -4_000)]))
})

it('finds newer rows below one whose time is yet to come', async () => {
  const { list, server } = await listOf(minute, 40)
  vi.spyOn(Date, 'now').mockReturnValue(10 * hour)
  server.rows.push(row(1_000 * hour, -1))
  await list.countNewer()
  list.takeNewer()
  server.rows.push(row(10 * hour + minute, -2))
  expect(await list.countNewer()).toBe(1)
})
