import { stringify } from 'csv-stringify/sync'
import type { ActivityFilter, ActivityFormat, SignIn } from '../../../contract/activity'

/** The rows that become one piece of text, so that no text of the whole file is ever in memory. */
const rowsPerPiece = 500

const columns = [
  'at',
  'success',
  'app',
  'method',
  'error',
  'address',
  'country',
  'city',
  'browser',
  'system',
  'userAgent'
] as const satisfies readonly (keyof SignIn)[]

interface Exported {
  rows: readonly SignIn[]
  filter: ActivityFilter
  /** True if the tenant sent rows that could not be read. They are not in the file, which says so. */
  unreadable?: boolean
  /** The name of the zone of this computer. The times in the file are in UTC, which both formats say. */
  timeZone: string
  exportedAt: Date
}

const leftOut = 'Rows without a readable time or result'

/** Returns the pieces of the file. */
export const piecesOf = (format: ActivityFormat, exported: Exported): Iterable<string> =>
  format === 'csv' ? csv(exported) : json(exported)

/**
 * Yields CSV (RFC 4180) that a spreadsheet opens as it is: with a byte order mark, without which Excel takes Chinese for
 * another encoding, and with an apostrophe before any text that a spreadsheet would run as a formula.
 */
function* csv({ rows, filter, unreadable, timeZone, exportedAt }: Exported): Iterable<string> {
  const head = [
    ['Exported', exportedAt.toISOString()],
    ['Time zone of the computer', timeZone],
    ...Object.entries(filterOf(filter)).map(([name, value]) => [`Filter: ${name}`, value]),
    ['Rows', String(rows.length)],
    ...(unreadable ? [['Left out', leftOut]] : []),
    [],
    [...columns]
  ]
  yield csvOf(head, { bom: true })
  for (const some of inPieces(rows)) {
    yield csvOf(some.map((row) => columns.map((name) => cellOf(row, name))))
  }
}

/** Returns the text of a cell. An app or a country without a name has its id or its code, because no column is for those. */
function cellOf(row: SignIn, name: (typeof columns)[number]): string | boolean | undefined {
  if (name === 'at') return timeOf(row)
  if (name === 'app') return row.app ?? row.appId
  return name === 'country' ? (row.country ?? row.countryCode) : row[name]
}

const csvOf = (lines: (string | boolean | undefined)[][], options = {}): string =>
  stringify(lines, {
    ...options,
    record_delimiter: 'windows',
    escape_formulas: true,
    cast: { boolean: (value) => String(value) }
  })

/** Yields one JSON object. */
function* json({ rows, filter, unreadable, timeZone, exportedAt }: Exported): Iterable<string> {
  const head = {
    exportedAt: exportedAt.toISOString(),
    timeZone,
    filter: filterOf(filter),
    rows: rows.length,
    ...(unreadable && { leftOut })
  }
  yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "signIns": [`
  let isFirst = true
  for (const some of inPieces(rows)) {
    const texts = some.map((row) => `\n    ${JSON.stringify({ ...row, at: timeOf(row) })}`)
    yield `${isFirst ? '' : ','}${texts.join(',')}`
    isFirst = false
  }
  yield '\n  ]\n}\n'
}

function* inPieces(rows: readonly SignIn[]): Iterable<readonly SignIn[]> {
  for (let from = 0; from < rows.length; from += rowsPerPiece) yield rows.slice(from, from + rowsPerPiece)
}

const timeOf = ({ at }: SignIn): string => new Date(at).toISOString()

/** Returns the filter in words of the file. */
const filterOf = ({ result, appId, address, since }: ActivityFilter): Record<string, string> => ({
  ...(result && { result }),
  ...(appId !== undefined && { appId }),
  ...(address !== undefined && { address }),
  ...(since !== undefined && { since: new Date(since).toISOString() })
})
