import { createHash } from 'node:crypto'
import { z } from 'zod'
import { factorLabel, factorType } from '../../../contract/factors'

const hash = z.string().regex(/^[0-9a-f]{32}$/)

const factorRecord = z.object({
  factorType,
  /** When it was first seen here, in ms since the epoch. */
  seenAt: z.number(),
  /** When this installation bound it, in ms since the epoch; absent for a factor that was bound elsewhere. */
  addedAt: z.number().optional(),
  /** When the person proved to have kept its recovery code, in ms since the epoch. */
  codeKeptAt: z.number().optional(),
  label: factorLabel.optional()
})
type FactorRecord = z.infer<typeof factorRecord>

/** The factors of one account, by hashed factor id. */
const factorRecords = z.record(hash, factorRecord)
export type FactorRecords = Readonly<z.infer<typeof factorRecords>>

/** The file: accounts and factors by their hashes. It contains no target of a factor. */
export const factorsFile = z.object({ v: z.literal(1), accounts: z.record(hash, factorRecords) })

const hashOf = (...parts: string[]): string => createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32)

/** Returns the key of one person of one tenant. */
export const accountKey = (issuer: string, sub: string): string => hashOf(issuer, sub)

/** Returns the key of a factor, which differs between accounts for the same factor id. */
export const factorKey = (account: string, factorId: string): string => hashOf(account, factorId)

/** A difference between what was known and what the tenant lists. */
export interface FactorChange {
  readonly kind: 'added' | 'removed'
  /** The result of `factorKey`. */
  readonly key: string
  readonly factorType: string
}

/**
 * Compares what is known of an account with what its tenant lists now.
 *
 * @param known undefined if nothing is: later lists are then compared with this one, and nothing in it is foreign
 * @param madeHere returns when this app asked for a change, in ms since the epoch, or undefined for a change it did not make
 * @returns what is known from now on, which is the very same object if nothing changed, and the changes made elsewhere
 */
export function compare(
  known: FactorRecords | undefined,
  listed: readonly { readonly key: string; readonly factorType: string }[],
  madeHere: (change: FactorChange) => number | undefined,
  now: number
): { records: FactorRecords; foreign: FactorChange[] } {
  const keys = new Set(listed.map(({ key }) => key))
  const fresh = listed.filter(({ key }) => known?.[key] === undefined)
  const removed = Object.entries(known ?? {})
    .filter(([key]) => !keys.has(key))
    .map(([key, { factorType }]): FactorChange => ({ kind: 'removed', key, factorType }))
  if (known && fresh.length === 0 && removed.length === 0) return { records: known, foreign: [] }

  const records: Record<string, FactorRecord> = Object.fromEntries(
    Object.entries(known ?? {}).filter(([key]) => keys.has(key))
  )
  const foreign = removed.filter((change) => madeHere(change) === undefined)
  for (const { key, factorType } of fresh) {
    const change: FactorChange = { kind: 'added', key, factorType }
    const addedAt = madeHere(change)
    records[key] = { factorType, seenAt: now, ...(addedAt !== undefined && { addedAt }) }
    if (known && addedAt === undefined) foreign.push(change)
  }
  return { records, foreign }
}

/** Returns the records with a label for a known factor. An empty label removes it. */
export function withLabel(records: FactorRecords, key: string, label: string): FactorRecords {
  const record = records[key]
  if (!record) return records
  const { label: before, ...unnamed } = record
  return { ...records, [key]: { ...unnamed, ...(label && { label }) } }
}

/**
 * The longest time between asking for an app to be bound and the answer, in ms, because an enrolment token lives no longer
 * (GenAuth).
 */
const longestBindingMs = 60_000

/**
 * Notes that the recovery code of the app that was bound at `boundAt` was kept at `at`, both in ms since the epoch. If two
 * were added within that minute, it belongs to the later one.
 *
 * @returns the very same object if no list has shown that app yet
 */
export function withCodeKept(records: FactorRecords, boundAt: number, at: number): FactorRecords {
  const isIt = ({ factorType: type, addedAt = 0 }: FactorRecord): boolean =>
    type === 'OTP' && addedAt <= boundAt && addedAt >= boundAt - longestBindingMs
  const [found] = Object.entries(records)
    .filter(([, record]) => isIt(record))
    .sort(([, { addedAt: one = 0 }], [, { addedAt: other = 0 }]) => other - one)
  return found ? { ...records, [found[0]]: { ...found[1], codeKeptAt: at } } : records
}
