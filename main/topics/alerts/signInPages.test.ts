import { expect, it } from 'vitest'
import type { SignIn } from '../../../contract/activity'
import type { LoginHistoryPage } from '../../tenant/loginHistory'
import { readPages } from './signInPages'

const rowsOf = (count: number, success = true): SignIn[] =>
  Array.from({ length: count }, (_, n) => ({ at: 1_000_000 - n, success, address: 'a' }))

/** Reads a list as a server gives it, and counts the requests. */
async function read(answer: (page: number) => LoginHistoryPage, { success = true, most = 14 } = {}) {
  let requests = 0
  const rows = await readPages(
    (page) => {
      requests++
      return Promise.resolve(answer(page))
    },
    success,
    most
  )
  return { rows, requests }
}

/** Returns a server that gives so many rows on a page. */
const serverOf =
  (rows: SignIn[], perPage: number, totalOf: (rows: SignIn[], list: SignIn[]) => number | undefined) =>
  (page: number): LoginHistoryPage => {
    const list = rows.slice((page - 1) * perPage, page * perPage)
    return { rows: list, length: list.length, total: totalOf(rows, list) }
  }
const told = (rows: SignIn[]): number => rows.length
const missing = (): undefined => undefined
const ofPage = (_rows: SignIn[], list: SignIn[]): number => list.length

it.each([
  { server: 'caps its pages', count: 200, perPage: 20, total: told, requests: 10 },
  { server: 'caps its pages and tells no total', count: 200, perPage: 20, total: missing, requests: 11 },
  { server: 'gives the rows of the page for a total', count: 120, perPage: 50, total: ofPage, requests: 4 },
  { server: 'has just one page', count: 49, perPage: 50, total: told, requests: 1 },
  { server: 'has nothing', count: 0, perPage: 50, total: missing, requests: 1 },
  { server: 'ends with a full page', count: 100, perPage: 50, total: told, requests: 2 }
])('reads everything where the server $server, and asks no more than needed', async (one) => {
  const rows = rowsOf(one.count)
  expect(await read(serverOf(rows, one.perPage, one.total))).toEqual({ rows, requests: one.requests })
})

it('never asks more often than it may', async () => {
  expect(await read(serverOf(rowsOf(1_000), 20, told), { most: 4 })).toEqual({ rows: rowsOf(80), requests: 4 })
})

it('a page that comes again counts once and ends the list, and so does a row that was shifted', async () => {
  const rows = rowsOf(20)
  expect(await read(() => ({ rows, length: 20, total: 200 }))).toEqual({ rows, requests: 2 })
  const shifted = (page: number): LoginHistoryPage => ({
    rows: page === 1 ? rows.slice(0, 12) : rows.slice(11),
    length: page === 1 ? 12 : 9,
    total: page === 1 ? 20 : 21
  })
  expect((await read(shifted)).rows).toEqual(rows)
})

it('attempts that are alike in everything count each', async () => {
  const rows = Array.from({ length: 12 }, () => rowsOf(1)).flat()
  expect((await read(serverOf(rows, 50, told))).rows).toEqual(rows)
})

it('goes on behind a page whose rows cannot be read', async () => {
  const rows = rowsOf(3)
  const server = (page: number): LoginHistoryPage => ({
    rows: page === 1 ? [] : rows,
    length: page === 1 ? 20 : 3,
    total: 23
  })
  expect(await read(server)).toEqual({ rows, requests: 2 })
})

it('leaves out what was not asked for, so that a server that gives both kinds counts no refusal twice', async () => {
  const both = [...rowsOf(6, false), ...rowsOf(2)]
  expect((await read(serverOf(both, 50, told), { success: true })).rows).toEqual(rowsOf(2))
  expect((await read(serverOf(both, 50, told), { success: false })).rows).toEqual(rowsOf(6, false))
})
