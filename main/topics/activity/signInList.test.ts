import { expect, it } from 'vitest'
import { mostFound } from '../../../contract/fields'
import type { LoginHistoryPage } from '../../tenant/loginHistory'
import { createSignInList } from './signInList'
import type { Asked } from './walk'

const page = (...moments: number[]): LoginHistoryPage => ({
  rows: moments.map((at) => ({ at, success: true })),
  length: moments.length,
  total: undefined
})
const endless = { code: 'unexpectedAnswer' }

/** Returns a list, bounded closely, of a tenant that answers with `answer`. It counts its requests. */
function listOf(answer: (asked: Asked) => LoginHistoryPage) {
  const asked = { pages: 0 }
  const list = createSignInList(
    (one) => {
      asked.pages++
      return Promise.resolve(answer(one))
    },
    { pages: 40, rows: 100 }
  )
  return { asked, list }
}

it('fails at a tenant that shows moments of which it knows no row when they are asked for', async () => {
  const { asked, list } = listOf(({ start, end = 1_000 }) => (start === undefined ? page(end) : page()))
  await expect(list.readOlder()).rejects.toMatchObject(endless)
  expect(asked.pages).toBe(40)
})

it('fails at a history that never ends, and keeps what is known', async () => {
  const { list } = listOf(({ end = 1_000_000 }) => page(end - 1, end - 2))
  const readAll = async (): Promise<void> => {
    while (!list.progress().complete) await list.readOlder()
  }
  await expect(readAll()).rejects.toMatchObject(endless)
  expect(list.rows()).toHaveLength(100)
})

it('fails at newer sign-ins that never end', async () => {
  let newest = 1_000
  const { list } = listOf(({ end = newest }) => page(end - 1, end - 2))
  await list.readOlder()
  newest = 1_000_000
  await expect(list.countNewer()).rejects.toMatchObject(endless)
})

it.each([
  { matching: mostFound, more: false },
  { matching: mostFound + 1, more: true }
])('finds the newest thousand of $matching entries, and says if there are more', async ({ matching, more }) => {
  const moments = Array.from({ length: matching }, (_, index) => 9_000 - index)
  const { rows, ...told } = page(...moments)
  const answer = { ...told, total: matching, rows: rows.map((row) => ({ ...row, app: 'Rota' })) }
  const list = createSignInList(() => Promise.resolve(answer))
  await list.readOlder()
  const found = list.find('rota', new Set())
  expect(found).toEqual({ indexes: Array.from({ length: mostFound }, (_, index) => index), more })
})

it('finds newer sign-ins even if the list was empty, and leaves it as it is until they are taken', async () => {
  let moments: number[] = []
  const { list } = listOf(() => ({ ...page(...moments), total: moments.length }))
  await list.readOlder()
  moments = [2_000, 1_000]
  expect(await list.countNewer()).toBe(2)
  expect([list.rows(), list.rowsWithNewer()].map(({ length }) => length)).toEqual([0, 2])
  list.takeNewer()
  expect(list.progress()).toMatchObject({ signIns: 2, complete: true })
})
