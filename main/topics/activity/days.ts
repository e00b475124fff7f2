import type { ActivityDay } from '../../../contract/activity'
import { type LoginHistoryPage, rowsPerRequest } from '../../tenant/loginHistory'
import type { SignInList } from './signInList'

const shownDays = 30
/** Two counts for each day, if there are too many sign-ins to read them all. */
const mostRequests = 2 * shownDays
/** The rows that so many requests bring, as each page leaves its last one to the next. */
const mostRowsUntold = mostRequests * (rowsPerRequest - 1)

/** Asks for one row of a range, for the total that comes with it. */
type Count = (range: { start: number; end: number; success?: boolean }) => Promise<LoginHistoryPage>

/**
 * Resolves to the sign-ins of each of the last 30 days of this computer's time zone, oldest first, or to undefined if the
 * tenant tells no totals and has too many to read. It reads the list where that takes fewer requests than to count each day.
 *
 * @param counted the days that were counted before. Those that are over are added, because they do not change any more
 * @throws AppError of the client
 */
export async function countDays(
  list: SignInList,
  count: Count,
  now: number,
  counted = new Map<number, ActivityDay>()
): Promise<ActivityDay[] | undefined> {
  const starts = Array.from({ length: shownDays }, (_, index) => startOfDay(now, index - shownDays + 1))
  const [first = now] = starts
  const end = startOfDay(now, 1)
  if (!covers(list, first)) {
    const { total } = await count({ start: first, end })
    if (total !== undefined && total > mostRequests * rowsPerRequest) return countEach(starts, end, count, counted)
    while (!covers(list, first)) {
      // The list keeps its rows, so that the next count does not read on, either.
      if (total === undefined && list.rows().length >= mostRowsUntold) return undefined
      await list.readOlder()
    }
  }
  const days = starts.map((day) => ({ day, success: 0, refused: 0 }))
  for (const { at, success } of list.rows()) {
    if (at < first) break
    const day = at < end ? days.findLast((one) => one.day <= at) : undefined
    if (day) day[success ? 'success' : 'refused']++
  }
  return days
}

/** Returns true if the list reaches back to the moment. */
function covers(list: SignInList, moment: number): boolean {
  const oldest = list.rows().at(-1)
  return list.progress().complete || (oldest !== undefined && oldest.at < moment)
}

async function countEach(
  starts: readonly number[],
  end: number,
  count: Count,
  counted: Map<number, ActivityDay>
): Promise<ActivityDay[] | undefined> {
  const days: ActivityDay[] = []
  for (const [index, day] of starts.entries()) {
    const next = starts[index + 1]
    const known = counted.get(day) ?? (await countDay(day, next ?? end, count))
    if (!known) return undefined
    if (next !== undefined) counted.set(day, known)
    days.push(known)
  }
  return days
}

async function countDay(day: number, next: number, count: Count): Promise<ActivityDay | undefined> {
  const range = { start: day, end: next - 1 }
  const [success, refused] = await Promise.all([true, false].map((result) => count({ ...range, success: result })))
  if (success?.total === undefined || refused?.total === undefined) return undefined
  return { day, success: success.total, refused: refused.total }
}

/** Returns when a day begins, so many days from the one of `now`. A day may have 23 or 25 hours. */
function startOfDay(now: number, days: number): number {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime()
}
