import type { AccountState, LedgerChange } from './ledger'

const twoYearsMs = 2 * 365 * 24 * 3_600_000
/** The most changes that are kept. */
export const mostChanges = 4_000
/** The most bytes of state and changes. Sealed, each three become four, and all of it stays below 2 MB. */
const mostBytes = 1_450_000

/** Anybody can make these in great number by signing in, so they make room for everything else. */
const isCommon = ({ kind }: LedgerChange): boolean => kind === 'deviceAdded' || kind === 'deviceGone' || kind === 'seen'

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value)) + 1

/** Returns the changes of two years that there is room for beside a state, the newest first, as they were given. */
export function keptChanges(changes: readonly LedgerChange[], state: AccountState, now: number): LedgerChange[] {
  const young = changes.filter(({ at }) => now - at < twoYearsMs)
  const byRank = [...young.filter((one) => !isCommon(one)), ...young.filter(isCommon)].slice(0, mostChanges)
  let left = mostBytes - bytesOf(state)
  const fitting = new Set(byRank.filter((one) => (left -= bytesOf(one)) >= 0))
  return young.filter((one) => fitting.has(one))
}
