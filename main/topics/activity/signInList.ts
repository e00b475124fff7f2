import type { ActivityEntry, ActivityProgress, SignIn, SignInKind } from '../../../contract/activity'
import { mostFound } from '../../../contract/fields'
import { AppError } from '../../ground/errors'
import { bounds } from '../../ground/pages'
import { createQueue } from '../../ground/queue'
import type { LoginHistoryPage } from '../../tenant/loginHistory'
import { fold, type Span } from './fold'
import { createKinds } from './kinds'
import { byTime, readAgainFrom, withoutKnown } from './newer'
import { type Asked, asking, type Place, start, step } from './walk'

/** The sign-ins that match one filter, as far as the tenant was asked. */
export interface SignInList {
  progress(): ActivityProgress
  /** Returns known entries, from the index `from` on. */
  entries(from: number, count: number): ActivityEntry[]
  /** Returns the rows of the entry at `index`, from the row `from` on. */
  rowsOf(index: number, from: number, count: number): readonly SignIn[]
  /** Asks for older rows until there is another entry, or no more. @throws AppError of the client */
  readOlder(): Promise<void>
  /** Asks for rows that are newer or were listed late, and resolves to their number. @throws AppError of the client */
  countNewer(): Promise<number>
  /** Puts the rows that were counted into the list. */
  takeNewer(): void
  /** Returns the rows of the list, newest first. */
  rows(): readonly SignIn[]
  /** Returns all known rows, newest first: those that wait above the list too. */
  rowsWithNewer(): readonly SignIn[]
  /** Returns an example of each kind of sign-in. A kind keeps its place. */
  kinds(): readonly SignInKind[]
  /** Returns the indexes of the known entries that contain the text in any field, or are of one of these kinds. */
  find(text: string, kinds: ReadonlySet<number>): { indexes: number[]; more: boolean }
}

/** Resolves to the page of the tenant's answer. */
type Ask = (asked: Asked) => Promise<LoginHistoryPage>

/** The pages that one walk may ask for, and the rows that a list may hold. */
type Limits = Pick<typeof bounds, 'pages' | 'rows'>

export function createSignInList(ask: Ask, limits: Limits = bounds): SignInList {
  const inTurn = createQueue()
  const intern = interning()
  const kinds = createKinds()
  let rows: SignIn[] = []
  let spans: Span[] = []
  let newer: readonly SignIn[] = []
  let place: Place = start
  let total: number | undefined
  let unreadable = 0

  const isComplete = (): boolean => place.at === 'end'
  const withNewer = (): readonly SignIn[] => byTime(newer, rows)

  function keep(row: SignIn): SignIn {
    const kept = intern(row)
    kinds.add(kept)
    return kept
  }

  function append(taken: readonly SignIn[]): void {
    for (const row of taken) rows.push(keep(row))
    spans.push(...fold(rows, spans.at(-1)?.to ?? 0, isComplete()))
  }

  async function readOlder(): Promise<void> {
    const known = spans.length
    for await (const { page, place: next, rows: taken } of walkFrom(place, ask, limits, rows.length)) {
      if (place === start) total = page.total
      place = next
      unreadable += page.length - page.rows.length
      append(taken)
      if (spans.length > known) return
    }
  }

  /** Walks from the newest row down to known ones, and resolves to the number of those that wait. */
  async function readNewer(): Promise<number> {
    const known = withNewer()
    const from = readAgainFrom(known, isComplete())
    const found: SignIn[] = []
    for await (const { place: head, rows: taken } of walkFrom(start, ask, limits)) {
      found.push(...taken)
      if (isBelow(head, from)) break
    }
    newer = byTime(withoutKnown(found, known, from), newer)
    return newer.length
  }

  return {
    progress: () => ({
      entries: spans.length,
      signIns: spans.at(-1)?.to ?? 0,
      ...(total !== undefined && { total: Math.max(total, rows.length) }),
      complete: isComplete(),
      unreadable
    }),
    entries: (from, count) =>
      spans.slice(from, from + count).flatMap((span, offset) => entryOf(rows, spans, from + offset, span) ?? []),
    rowsOf(index, from, count) {
      const span = spans[index]
      return span ? rows.slice(span.from + from, Math.min(span.to, span.from + from + count)) : []
    },
    rows: () => rows,
    rowsWithNewer: withNewer,
    readOlder: () => inTurn(readOlder),
    countNewer: () => inTurn(readNewer),
    takeNewer() {
      rows = byTime(newer.map(keep), rows)
      if (total !== undefined) total += newer.length
      newer = []
      spans = fold(rows, 0, isComplete())
    },
    kinds: () => kinds.examples,
    find(text, ofKinds) {
      const wanted = text.toLocaleLowerCase()
      const indexes: number[] = []
      for (const [index, { from, to }] of spans.entries()) {
        if (!rows.slice(from, to).some((row) => contains(row, wanted) || kinds.isAmong(row, ofKinds))) continue
        if (indexes.length === mostFound) return { indexes, more: true }
        indexes.push(index)
      }
      return { indexes, more: false }
    }
  }
}

/**
 * Yields each page, with the place behind it and the rows that it completes.
 *
 * @param taken the rows that were taken before this place
 * @throws AppError of the client, and `unexpectedAnswer` if the tenant does not come to an end
 */
async function* walkFrom(from: Place, ask: Ask, limits: Limits, taken = 0) {
  let place = from
  let rows = taken
  let pages = 0
  for (let asked = asking(place); asked; asked = asking(place)) {
    if (pages >= limits.pages || rows >= limits.rows) {
      throw new AppError('unexpectedAnswer', { detail: 'The history does not end.' })
    }
    const page = await ask(asked)
    const next = step(place, page)
    place = next.place
    rows += next.rows.length
    pages++
    yield { page, ...next }
  }
}

function entryOf(
  rows: readonly SignIn[],
  spans: readonly Span[],
  index: number,
  { from, to }: Span
): ActivityEntry | undefined {
  const signIn = rows[from]
  const newerAt = rows[spans[index - 1]?.from ?? -1]?.at
  if (!signIn) return undefined
  return {
    index,
    signIn,
    ...(newerAt !== undefined && { newerAt }),
    ...(to - from > 1 && { burst: burstOf(rows.slice(from, to)) })
  }
}

const burstOf = (folded: readonly SignIn[]) => ({
  count: folded.length,
  since: folded.at(-1)?.at ?? 0,
  addresses: distinct(folded.map(({ address }) => address)),
  countries: distinct(folded.map(({ countryCode }) => countryCode))
})

const distinct = (values: readonly (string | undefined)[]): number =>
  new Set(values.filter((value) => value !== undefined)).size

const contains = (row: SignIn, wanted: string): boolean =>
  texts.some((name) => row[name]?.toLocaleLowerCase().includes(wanted))

/** Returns true once every row at or above the moment is certain. */
const isBelow = (place: Place, moment: number): boolean =>
  place.at === 'end' || (place.at === 'range' && place.end !== undefined && place.end < moment)

const texts = [
  'appId',
  'app',
  'method',
  'error',
  'address',
  'browser',
  'system',
  'countryCode',
  'country',
  'city',
  'timeZone',
  'userAgent'
] as const satisfies readonly (keyof SignIn)[]

/** Returns a function that makes equal texts of all rows one, because a hundred thousand rows repeat a few of them. */
function interning(): (row: SignIn) => SignIn {
  const known = new Map<string, string>()
  function shared(text: string): string {
    const first = known.get(text)
    if (first === undefined) known.set(text, text)
    return first ?? text
  }
  return (row) => {
    const shown = { ...row }
    for (const name of texts) {
      const text = row[name]
      if (text !== undefined) shown[name] = shared(text)
    }
    return shown
  }
}
