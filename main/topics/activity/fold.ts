import type { SignIn } from '../../../contract/activity'

/** Fewer refused attempts than this are shown one by one. */
const leastInBurst = 5
/** The longest pause between two attempts of one burst, in ms. */
const longestPauseMs = 5 * 60_000
/** A burst ends at this many rows, so that an attack without an end is shown all the same. */
const mostInBurst = 500

/** Returns true if both were refused for the same reason, within a short time. `older` follows `newer` in the list. */
const isSameBurst = (newer: SignIn, older: SignIn): boolean =>
  !newer.success && !older.success && newer.error === older.error && newer.at - older.at <= longestPauseMs

/** The bounds of one entry in the rows: `from` is its newest row, `to` the row behind its last one. */
export interface Span {
  from: number
  to: number
}

/**
 * Returns the entries of the rows from `first` on, which are sorted newest first. Refused attempts in quick succession are
 * one entry. The last run of attempts waits for more rows unless `complete` is true, so that no entry ever changes.
 */
export function fold(rows: readonly SignIn[], first: number, complete: boolean): Span[] {
  const entries: Span[] = []
  let from = first
  while (from < rows.length) {
    const to = endOfRun(rows, from)
    const isOpen = to === rows.length && to - from < mostInBurst
    if (isOpen && !complete) break
    if (to - from >= leastInBurst) entries.push({ from, to })
    else for (let index = from; index < to; index++) entries.push({ from: index, to: index + 1 })
    from = to
  }
  return entries
}

/** Returns the index behind the run that begins at `from`. */
function endOfRun(rows: readonly SignIn[], from: number): number {
  let to = from + 1
  for (; to < rows.length && to - from < mostInBurst; to++) {
    const [newer, older] = [rows[to - 1], rows[to]]
    if (!newer || !older || !isSameBurst(newer, older)) break
  }
  return to
}
