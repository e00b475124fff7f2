import type { SignIn } from '../../../contract/activity'
import { AppError } from '../../ground/errors'
import { rowsPerRequest } from '../../tenant/loginHistory'

/** Far beyond what happens in a millisecond. A tenant that reaches it answers without an end. */
const mostPagesOfMoment = 1_000

/** The part of a request that the walk decides. Moments are in ms since the epoch. */
export interface Asked {
  page: number
  start?: number
  end?: number
}

/** An answer of the tenant. `length` counts unreadable rows too, and `total` what matches the request, if it is known. */
export interface Answered {
  rows: readonly SignIn[]
  length: number
  total: number | undefined
}

/** The place that a walk back through the history has reached. */
export type Place =
  /** Everything later than `end` is taken. Without it, nothing is. */
  | { at: 'range'; end?: number; exact?: true }
  /** More rows than fit onto a page happened in one millisecond. `taken` are those of earlier pages. */
  | { at: 'moment'; moment: number; page: number; taken: readonly SignIn[] }
  | { at: 'end' }

export const start: Place = { at: 'range' }

/**
 * Returns the request for a place, or undefined at the end. No page is asked for by number in the whole history: rows that
 * arrive meanwhile would shift it, and servers refuse to count far. A bound is asked for one millisecond wider than needed,
 * because the documents do not say whether it is within the range.
 */
export function asking(place: Place): Asked | undefined {
  switch (place.at) {
    case 'range':
      if (place.end === undefined) return { page: 1 }
      return { page: 1, end: place.exact ? place.end : place.end + 1 }
    case 'moment':
      return { page: place.page, start: place.moment - 1, end: place.moment + 1 }
    case 'end':
      return undefined
  }
}

interface Step {
  place: Place
  /** The rows that the answer completes, newest first. */
  rows: readonly SignIn[]
}

/**
 * Returns the next place and the rows that are certain now. The rows of the oldest moment of a page wait for the next page,
 * because more of that moment may follow; so no row needs to be told from another one, and none is lost or taken twice.
 *
 * @throws AppError `unexpectedAnswer` if the tenant does not let the walk end, or shows nothing that the request asks for
 */
export function step(place: Place, answer: Answered): Step {
  switch (place.at) {
    case 'range':
      return inRange(place, answer)
    case 'moment':
      return inMoment(place, answer)
    case 'end':
      return { place, rows: [] }
  }
}

function inRange(place: Extract<Place, { at: 'range' }>, answer: Answered): Step {
  const { end = Infinity } = place
  const rows = newestFirst(answer.rows.filter(({ at }) => at <= end))
  const last = rows.at(-1)
  if (isWhole(answer)) return { place: { at: 'end' }, rows }
  if (!last) {
    // A walk that stops early must not look complete.
    if (place.exact) throw new AppError('unexpectedAnswer', { detail: 'The history goes on without readable rows.' })
    // The page is full of the moment that was taken last.
    return { place: { ...place, exact: true }, rows }
  }
  const complete = rows.filter(({ at }) => at > last.at)
  if (complete.length > 0) return { place: { at: 'range', end: last.at }, rows: complete }
  return { place: { at: 'moment', moment: last.at, page: 1, taken: [] }, rows: [] }
}

function inMoment(place: Extract<Place, { at: 'moment' }>, answer: Answered): Step {
  const { moment, page } = place
  const taken = [...place.taken, ...answer.rows.filter(({ at }) => at === moment)]
  // Servers cap their totals, so only an empty page ends a moment.
  if (answer.length === 0) return { place: { at: 'range', end: moment - 1 }, rows: taken }
  if (page >= mostPagesOfMoment)
    throw new AppError('unexpectedAnswer', { detail: 'A moment of the history has no end.' })
  return { place: { at: 'moment', moment, page: page + 1, taken }, rows: [] }
}

/**
 * Returns true if no row that matches the request is missing. A total below what came is no total, and some servers give the
 * number of rows on the page for one, so that a full page proves nothing.
 */
const isWhole = ({ total, length }: Answered): boolean =>
  length === 0 || (total === length && length !== rowsPerRequest)

const newestFirst = (rows: readonly SignIn[]): readonly SignIn[] => rows.toSorted((one, other) => other.at - one.at)
