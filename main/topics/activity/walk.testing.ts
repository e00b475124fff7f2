import fc from 'fast-check'
import type { SignIn } from '../../../contract/activity'
import type { Asked } from './walk'

/** A row with a number of its own, which no tenant sends, so that a test can tell rows of one moment apart. */
export const row = (at: number, number: number): SignIn => ({ at, success: true, app: `row ${number}` })

export interface Server {
  rows: SignIn[]
  limit: number
  /** True if `start` and `end` are within the range. */
  inclusive: boolean
  total: 'told' | 'capped' | 'missing'
}

export function answerOf({ rows, limit, inclusive, total }: Server, asked: Asked) {
  const { start: from = -Infinity, end = Infinity, page } = asked
  const matching = rows
    .filter(({ at }) => (inclusive ? at >= from && at <= end : at > from && at < end))
    .toSorted((one, other) => other.at - one.at)
  const list = matching.slice((page - 1) * limit, page * limit)
  const known = { told: matching.length, capped: Math.min(matching.length, 13), missing: undefined }[total]
  return { rows: list, length: list.length, total: known }
}

/** Returns what tells the rows apart, sorted. */
export const numbers = (rows: readonly SignIn[]) => rows.map(({ app }) => app).sort()

export const anyServer: fc.Arbitrary<Server> = fc.record({
  rows: fc
    .array(fc.record({ at: fc.integer({ min: 0, max: 40 }), copies: fc.integer({ min: 1, max: 25 }) }), {
      maxLength: 30
    })
    .map((groups) =>
      groups.flatMap(({ at, copies }) => Array.from({ length: copies }, () => at)).map((at, number) => row(at, number))
    ),
  limit: fc.integer({ min: 1, max: 12 }),
  inclusive: fc.boolean(),
  total: fc.constantFrom('told', 'capped', 'missing')
})
