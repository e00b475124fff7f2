import type { EnrolledFactor } from '../../contract/factors'
import { AppError } from '../errors'
import { createQueue } from '../inTurn'
import type { Log } from '../log'
import { readStored, setAside, writeStored } from '../storedFile'
import type { OwnChanges } from './ownChanges'
import {
  accountKey,
  compare,
  type FactorChange,
  factorKey,
  type FactorRecords,
  factorsFile,
  withCodeKept,
  withLabel
} from './records'

/** What only this installation knows of a factor. */
export type LocalFacts = Pick<EnrolledFactor, 'label' | 'addedAt' | 'codeKeptAt'>

type Listed = Pick<EnrolledFactor, 'factorId' | 'factorType'>

/** What this installation remembers of the factors of everybody who signs in here. */
export interface FactorMemory {
  /**
   * To be called when the list is asked for. What it gives takes the answer, compares it with what is known, and resolves
   * with what is known here of each factor. Never rejects.
   */
  follow(): (listed: readonly Listed[]) => Promise<(factorId: string) => LocalFacts>
  /**
   * @param label what to call the factor from now on; empty takes the label away
   * @throws AppError `invalidInput` for a factor that no list has shown, and the file system's error
   */
  label(factorId: string, label: string): Promise<void>
  /** The person has kept the recovery code of the app that was bound at `boundAt`, in ms since the epoch. */
  codeKept(boundAt: number): void
  /** Resolves when nothing is on its way into the file. */
  settled(): Promise<void>
}

interface MemoryParts {
  /** The file, absolute. */
  path: string
  issuer: string
  /** Who is signed in. */
  sub: () => string | undefined
  own: OwnChanges
  /** Hears of every change that this app did not make. */
  onForeign: (change: FactorChange) => void
  log: Log
  now?: () => number
}

export function createFactorMemory({
  path,
  issuer,
  sub,
  own,
  onForeign,
  log,
  now = Date.now
}: MemoryParts): FactorMemory {
  const inTurn = createQueue()
  let accounts: Readonly<Record<string, FactorRecords>> = {}
  let reading: Promise<void> | undefined
  /** Lists are numbered as they are asked for: an answer that was overtaken by a later one tells nothing new. */
  let asked = 0
  let compared = 0
  /** A recovery code that was kept before a list has shown its app. */
  let kept: { account: string; boundAt: number; at: number } | undefined

  async function read(): Promise<void> {
    const stored = readStored(path, factorsFile)
    if (stored.state === 'present') accounts = stored.value.accounts
    if (stored.state !== 'unreadable') return
    log('factors-file-unreadable')
    await setAside(path, log)
  }

  /** Read when first needed, beside the first request to the tenant. */
  const isRead = (): Promise<void> => (reading ??= read())

  function remember(account: string, records: FactorRecords): void {
    if (records === accounts[account]) return
    accounts = { ...accounts, [account]: records }
    const written = inTurn(() => writeStored(path, { v: 1, accounts }))
    // It costs the comparison at the next start, never the list.
    written.catch((error: unknown) => log('factors-not-remembered', {}, error))
  }

  function withKept(account: string, records: FactorRecords): FactorRecords {
    if (kept?.account !== account) return records
    const noted = withCodeKept(records, kept.boundAt, kept.at)
    if (noted !== records) kept = undefined
    return noted
  }

  function look(person: string, account: string, listed: readonly Listed[], askedAt: number): void {
    const keyed = listed.map(({ factorId, factorType }) => ({ key: factorKey(account, factorId), factorType }))
    const madeHere = ({ kind, key, factorType }: FactorChange): number | undefined =>
      own.claim(
        (change) =>
          change.kind === kind &&
          change.sub === person &&
          (change.factorId === undefined
            ? change.factorType === factorType
            : factorKey(account, change.factorId) === key)
      )?.at
    const known = accounts[account]
    const { records, foreign } = compare(known, keyed, madeHere, now())
    own.settle(askedAt)
    remember(account, withKept(account, records))
    foreign.forEach(onForeign)
  }

  return {
    follow() {
      const person = sub()
      const mine = ++asked
      const askedAt = now()
      void isRead()
      return async (listed) => {
        await isRead()
        if (person === undefined) return () => ({})
        const account = accountKey(issuer, person)
        if (person === sub() && mine > compared) {
          compared = mine
          look(person, account, listed, askedAt)
        }
        return (factorId) => {
          const { label, addedAt, codeKeptAt } = accounts[account]?.[factorKey(account, factorId)] ?? {}
          return {
            ...(label !== undefined && { label }),
            ...(addedAt !== undefined && { addedAt }),
            ...(codeKeptAt !== undefined && { codeKeptAt })
          }
        }
      }
    },

    async label(factorId, label) {
      await isRead()
      const account = accountKey(issuer, sub() ?? '')
      const key = factorKey(account, factorId)
      if (!accounts[account]?.[key]) throw new AppError('invalidInput')
      const labelled = () => ({ ...accounts, [account]: withLabel(accounts[account] ?? {}, key, label.trim()) })
      await inTurn(async () => {
        await writeStored(path, { v: 1, accounts: labelled() })
        accounts = labelled()
      })
    },

    codeKept(boundAt) {
      const person = sub()
      if (person === undefined) return
      const account = accountKey(issuer, person)
      kept = { account, boundAt, at: now() }
      const records = accounts[account]
      if (records) remember(account, withKept(account, records))
    },

    settled: () => inTurn(() => Promise.resolve())
  }
}
