import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { Page } from '../../contract/paging'
import { bounds, pagesOf } from './pages'

type Row = string
type Fetch = (after: string | undefined) => Promise<Page<Row>>

const keyOf = (row: Row): string => row

async function walk(fetchPage: Fetch, options: { signal?: AbortSignal; limits?: typeof bounds } = {}): Promise<Row[]> {
  const rows: Row[] = []
  for await (const page of pagesOf(fetchPage, { keyOf, ...options })) rows.push(...page.items)
  return rows
}

/** Returns a source that answers with these pages in turn. The cursor is the number of the page. */
const source =
  (pages: readonly (readonly Row[])[]): Fetch =>
  (after) => {
    const at = Number(after ?? 0)
    return Promise.resolve({
      items: [...(pages[at] ?? [])],
      ...(at + 1 < pages.length && { next: String(at + 1) })
    })
  }

const endless = { code: 'unexpectedAnswer' }

describe('a walk through a list', () => {
  it('finds every row once, in order, however the rows lie on the pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat(60).map(String), { maxLength: 8 }), { maxLength: 15 }),
        async (pages) => {
          expect(await walk(source(pages))).toEqual([...new Set(pages.flat())])
        }
      )
    )
  })

  it('loses no row and has none twice while newer rows push the others back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 80 }),
        fc.integer({ min: 1, max: 10 }),
        fc.array(fc.nat(4), { maxLength: 30 }),
        async (count, limit, arrivals) => {
          const list = Array.from({ length: count }, (_, index) => `old ${index}`)
          const first = [...list]
          let page = 0
          const rows = await walk((after) => {
            const from = Number(after ?? 0)
            const items = list.slice(from, from + limit)
            const next = from + limit < list.length ? { next: String(from + limit) } : {}
            const newer = Array.from({ length: arrivals[page++] ?? 0 }, (_, index) => `new ${page} ${index}`)
            // A page with nothing but repeated rows is not the end. With more than a page of new rows at a time, the
            // walk would never end.
            list.unshift(...newer.slice(0, limit - 1))
            return Promise.resolve({ items, ...next })
          })
          expect(rows.filter((row) => row.startsWith('old'))).toEqual(first)
          expect(new Set(rows).size).toBe(rows.length)
        }
      )
    )
  })

  it('goes on after a short or an empty page, and if the total shrinks', async () => {
    const pages: Page<Row>[] = [
      { items: ['a', 'b', 'c'], next: '1', total: 9 },
      { items: ['d'], next: '2', total: 5 },
      { items: [], next: '3', total: 5 },
      { items: ['e'], total: 5 }
    ]
    const rows = await walk((after) => Promise.resolve(pages[Number(after ?? 0)] ?? { items: [] }))
    expect(rows).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  it('hands on each page’s facts about the whole list', async () => {
    const page: Page<Row> = { items: ['a'], total: 100_000, searched: 4_300 }
    for await (const found of pagesOf(() => Promise.resolve(page), { keyOf })) expect(found).toEqual(page)
  })

  it('asks for no page before it is wanted', async () => {
    const fetchPage = vi.fn(source([['a'], ['b'], ['c']]))
    const pages = pagesOf(fetchPage, { keyOf })
    await pages.next()
    expect(fetchPage).toHaveBeenCalledTimes(1)
    await pages.return()
    expect(fetchPage).toHaveBeenCalledTimes(1)
  })
})

describe('a source that does not end is given up', () => {
  it('when a cursor comes a second time, at once or in a circle', async () => {
    const stuck = vi.fn<Fetch>(() => Promise.resolve({ items: ['a'], next: 'same' }))
    await expect(walk(stuck)).rejects.toMatchObject(endless)
    expect(stuck).toHaveBeenCalledTimes(2)
    let page = 0
    await expect(
      walk(() => Promise.resolve({ items: [`row ${page}`], next: String(page++ % 5) }))
    ).rejects.toMatchObject(endless)
    expect(page).toBe(6)
  })

  it('when page after page brings nothing new', async () => {
    for (const items of [[], ['a']]) {
      let page = 0
      await expect(walk(() => Promise.resolve({ items, next: String(page++) }))).rejects.toMatchObject(endless)
      expect(page).toBe(bounds.barren + items.length)
    }
  })

  it('when it has more pages than any list', async () => {
    let page = 0
    await expect(walk(() => Promise.resolve({ items: [`row ${page}`], next: String(page++) }))).rejects.toMatchObject(
      endless
    )
    expect(page).toBe(bounds.pages)
  })

  it('when it has more rows than any list', async () => {
    let page = 0
    const fetchPage: Fetch = () => Promise.resolve({ items: [`${page} a`, `${page} b`], next: String(page++) })
    await expect(walk(fetchPage, { limits: { ...bounds, rows: 100 } })).rejects.toMatchObject(endless)
    expect(page).toBe(50)
  })
})

describe('a walk ends', () => {
  it('by its signal, before a page and while one is being fetched', async () => {
    const early = vi.fn(source([['a']]))
    await expect(walk(early, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
    expect(early).not.toHaveBeenCalled()
    const abort = new AbortController()
    const late: Fetch = () => {
      abort.abort()
      return Promise.resolve({ items: ['a'] })
    }
    await expect(walk(late, { signal: abort.signal })).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('by the failure of a page, and never as if it were complete', async () => {
    const failing: Fetch = (after) =>
      after === undefined ? source([['a'], ['b']])(after) : Promise.reject(new Error())
    const pages = pagesOf(failing, { keyOf })
    await expect(pages.next()).resolves.toMatchObject({ value: { items: ['a'] } })
    await expect(pages.next()).rejects.toThrow()
  })
})
