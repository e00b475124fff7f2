import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { SignIn } from '../../../contract/activity'
import { rowsPerRequest } from '../../tenant/loginHistory'
import { asking, start, step } from './walk'
import { answerOf, anyServer, numbers, row, type Server } from './walk.testing'

/** Walks to the end. `meanwhile` runs before each request, as sign-ins go on. */
function walk(server: Server, meanwhile: (request: number) => void = () => undefined) {
  const taken: SignIn[] = []
  let place = start
  for (let requests = 0; ; requests++) {
    const asked = asking(place)
    if (!asked) return taken
    if (requests > 5_000) throw new Error('The walk does not end.')
    meanwhile(requests)
    const next = step(place, answerOf(server, asked))
    place = next.place
    taken.push(...next.rows)
  }
}

it('takes each sign-in once, in order, at any server, however many share a millisecond', () => {
  fc.assert(
    fc.property(anyServer, (server) => {
      const taken = walk(server)
      expect(numbers(taken)).toEqual(numbers(server.rows))
      expect(taken.map(({ at }) => at)).toEqual(taken.map(({ at }) => at).toSorted((one, other) => other - one))
    }),
    { numRuns: 2_000 }
  )
})

it('loses and repeats nothing while new sign-ins arrive', () => {
  fc.assert(
    fc.property(anyServer, fc.array(fc.nat(3), { maxLength: 30 }), (initial, arrivals) => {
      const before = initial.rows
      const server = { ...initial, rows: [...before] }
      let number = before.length
      const taken = walk(server, (request) => {
        // The first answer decides what belongs to the walk.
        if (request === 0) return
        for (let count = arrivals[request] ?? 0; count > 0; count--) server.rows.push(row(1_000 + request, number++))
      })
      expect(numbers(taken)).toEqual(numbers(before))
    }),
    { numRuns: 1_000 }
  )
})

it('asks for no page beyond the first, unless a millisecond has more rows than a page', () => {
  const server: Server = { rows: [], limit: 50, inclusive: true, total: 'told' }
  server.rows = Array.from({ length: 400 }, (_, number) => row(number * 10, number))
  const pages: number[] = []
  let place = start
  for (let asked = asking(place); asked; asked = asking(place)) {
    pages.push(asked.page)
    place = step(place, answerOf(server, asked)).place
  }
  expect(new Set(pages)).toEqual(new Set([1]))
})

it('goes on behind a full page, although its total is the number of its own rows', () => {
  const { rows: all, ...server }: Server = {
    rows: Array.from({ length: 130 }, (_, number) => row(number * 10, number)),
    limit: rowsPerRequest,
    inclusive: true,
    total: 'told'
  }
  const taken: SignIn[] = []
  let place = start
  for (let asked = asking(place); asked; asked = asking(place)) {
    const answer = answerOf({ ...server, rows: all }, asked)
    const next = step(place, { ...answer, total: answer.length })
    place = next.place
    taken.push(...next.rows)
  }
  expect(numbers(taken)).toEqual(numbers(all))
})

it('ends at a history without rows, and at one of unreadable rows only', () => {
  expect(walk({ rows: [], limit: 50, inclusive: true, total: 'told' })).toEqual([])
  expect(step(start, { rows: [], length: 3, total: 3 })).toEqual({ place: { at: 'end' }, rows: [] })
})

it('fails at a moment without an end, and at a history that goes on without readable rows', () => {
  const endless = { rows: [row(7, 0)], length: 1, total: undefined }
  expect(() => {
    for (let place = start; asking(place);) place = step(place, endless).place
  }).toThrow(expect.objectContaining({ code: 'unexpectedAnswer' }))
  const unreadable = { rows: [], length: 50, total: 400 }
  expect(() => step(step(start, unreadable).place, unreadable)).toThrow(
    expect.objectContaining({ code: 'unexpectedAnswer' })
  )
})
