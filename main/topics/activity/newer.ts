import type { SignIn } from '../../../contract/activity'
import { overlapMs } from '../../facts/alertRules'

/** The known rows that are read again at most, because an attack fills half an hour with far more. */
const mostReadAgain = 500

/**
 * Returns the moment from which the newest rows are read again: a tenant may list a row late, below those that are known. It
 * is never below the known rows, because a walk is still to come there. A time that is yet to come does not count as the newest,
 * because all others would be late then.
 *
 * @param rows the known rows, newest first
 */
export function readAgainFrom(rows: readonly SignIn[], complete: boolean, now = Date.now()): number {
  const [newest] = rows
  if (!newest) return complete ? -Infinity : Infinity
  const last = rows[mostReadAgain] ?? (complete ? undefined : rows.at(-1))
  return Math.max(Math.min(newest.at, now) - overlapMs, last?.at ?? -Infinity)
}

/** Returns the rows that were found at or above the moment and are not known yet. */
export function withoutKnown(found: readonly SignIn[], known: readonly SignIn[], from: number): readonly SignIn[] {
  const isAbove = ({ at }: SignIn): boolean => at >= from
  const [now, before] = [found.filter(isAbove), known.filter(isAbove)]
  const unlike = without(now, before, contentOf)
  // The tenant may translate its words meanwhile, or learn where an address is.
  const changed = without(before, now, contentOf)
  return without(unlike, changed, nameOf)
}

/** Returns both together, newest first. */
export const byTime = (newer: readonly SignIn[], rows: readonly SignIn[]): SignIn[] =>
  [...newer, ...rows].toSorted((one, other) => other.at - one.at)

/** Returns the rows that are left if each of the others takes away one with the same key. */
function without(
  rows: readonly SignIn[],
  others: readonly SignIn[],
  keyOf: (row: SignIn) => string
): readonly SignIn[] {
  const left = new Map<string, number>()
  for (const key of others.map(keyOf)) left.set(key, (left.get(key) ?? 0) + 1)
  return rows.filter((row) => {
    const key = keyOf(row)
    const count = left.get(key) ?? 0
    left.set(key, count - 1)
    return count <= 0
  })
}

const contentOf = (row: SignIn): string => JSON.stringify(row)
const nameOf = ({ at, success, appId, address, userAgent }: SignIn): string =>
  JSON.stringify([at, success, appId, address, userAgent])
