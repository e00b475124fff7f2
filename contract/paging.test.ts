import { expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { longestPage } from './fields'
import { type Page, pageOf, pageRequest } from './paging'

const row = z.object({ id: z.string() })
const page = pageOf(row)
const rows = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `row ${index}` }))

it.each([
  ['the first page', { limit: 50 }, true],
  ['a page after another', { limit: longestPage, after: 'c1' }, true],
  ['no limit', {}, false],
  ['no row at all', { limit: 0 }, false],
  ['a row too many', { limit: longestPage + 1 }, false],
  ['half a row', { limit: 1.5 }, false],
  ['an empty cursor', { limit: 50, after: '' }, false],
  ['a cursor without end', { limit: 50, after: 'c'.repeat(501) }, false]
])('a request for %s is answered: %j %s', (_name, request, answered) => {
  expect(pageRequest.safeParse(request).success).toBe(answered)
})

it('a topic adds filters of its own to a request', () => {
  const request = pageRequest.extend({ success: z.boolean() })
  expect(request.parse({ limit: 10, success: true, host: 'evil.example' })).toEqual({ limit: 10, success: true })
})

it('a page may be the last one, may be empty, and may know neither its total nor how far it was searched', () => {
  expect(page.parse({ items: [] })).toEqual({ items: [] })
  expect(page.parse({ items: rows(2), next: 'c2', total: 90, searched: 40 })).toMatchObject({ searched: 40 })
})

it.each([
  ['more rows than one page holds', { items: rows(longestPage + 1) }],
  ['a total below nothing', { items: [], total: -1 }],
  ['a total that is no number of rows', { items: [], total: 2.5 }],
  ['a row of another shape', { items: [{ id: 7 }] }]
])('a page with %s does not cross the bridge', (_name, answer) => {
  expect(page.safeParse(answer).success).toBe(false)
})

it('a page has the type that main and the window work with', () => {
  expectTypeOf<z.infer<typeof page>>().toEqualTypeOf<Page<{ id: string }>>()
})
