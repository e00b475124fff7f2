import type { Page } from '../../contract/paging'
import { AppError } from './errors'

/** These bounds are far beyond any real list. A source that reaches one of them does not end. */
export const bounds = {
  /** 1,000,000 rows in the smallest pages that anybody asks for. */
  pages: 20_000,
  rows: 1_000_000,
  /** The most pages in a row that may bring nothing new. */
  barren: 20
}

interface Walk<T> {
  /** Two rows with the same key are one row, which a source repeats when newer rows push it onto the next page. */
  keyOf: (row: T) => string
  /** Aborts the walk, which then throws the signal's reason. */
  signal?: AbortSignal
  limits?: typeof bounds
}

/**
 * Yields the pages of a list from the first to the last, each row once. Only a page without a cursor is the last one, because
 * a page may have few rows or none in the middle of a list.
 *
 * @throws AppError `unexpectedAnswer` if the source gives a cursor twice or does not end, so that a walk that stops early
 * never looks complete
 */
export async function* pagesOf<T>(
  fetchPage: (after: string | undefined) => Promise<Page<T>>,
  { keyOf, signal, limits = bounds }: Walk<T>
): AsyncGenerator<Page<T>, void, undefined> {
  const keys = new Set<string>()
  const cursors = new Set<string>()
  let barren = 0
  for (let after: string | undefined; ;) {
    signal?.throwIfAborted()
    const page = await fetchPage(after)
    signal?.throwIfAborted()
    const items = page.items.filter((row) => isNew(keyOf(row), keys))
    yield { ...page, items }
    if (page.next === undefined) return
    barren = items.length === 0 ? barren + 1 : 0
    if (!isNew(page.next, cursors)) throw endless('The list gave the same place twice.')
    if (barren >= limits.barren) throw endless('The list goes on without new rows.')
    if (keys.size >= limits.rows || cursors.size >= limits.pages) throw endless('The list does not end.')
    after = page.next
  }
}

/** Returns true if `known` does not hold the key yet, and adds it. */
function isNew(key: string, known: Set<string>): boolean {
  const before = known.size
  return known.add(key).size > before
}

const endless = (detail: string): AppError => new AppError('unexpectedAnswer', { detail })
