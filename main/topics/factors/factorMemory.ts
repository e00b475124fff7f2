import type { EnrolledFactor } from '../../../contract/factors'
import { AppError } from '../../ground/errors'
import type { Log } from '../../log/log'
import type { OwnChanges } from './ownChanges'
import {
  accountKey,
  compare,
  type FactorChange,
  factorKey,
  type FactorRecords,
  withCodeKept,
  withLabel
} from './records'
import { createRememberedFactors } from './rememberedFactors'

/** The facts of a factor that only this installation knows. */
type LocalFacts = Pick<EnrolledFactor, 'label' | 'addedAt' | 'codeKeptAt'>

type Listed = Pick<EnrolledFactor, 'factorId' | 'factorType'>

/** The memory of this installation about the factors of everybody who signs in here. */
export interface FactorMemory {
  /**
   * Is called when the list is asked for. Returns a function that takes the answer, compares it with what is known, and
   * resolves to the known facts of each factor. It never rejects.
   */
  follow(): (listed: readonly Listed[]) => Promise<(factorId: string) => LocalFacts>
  /**
   * @param label the name of the factor from now on; an empty one removes the label
   * @throws AppError `invalidInput` for a factor that no list has shown, and the file system's error
   */
  label(factorId: string, label: string): Promise<void>
  /** Notes that the person has kept the recovery code of the app that was bound at `boundAt`, in ms since the epoch. */
  codeKept(boundAt: number): void
  /** Resolves when nothing is on its way into the file. */
  settled(): Promise<void>
}

interface MemoryParts {
  /** The path of the file, absolute. */
  path: string
  issuer: string
  /** Returns the subject of the person who is signed in. */
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
  const remembered = createRememberedFactors(path, log)
  /** The number of lists asked for. An answer that a later one has overtaken tells nothing new. */
  let asked = 0
  let compared = 0
  /** A recovery code that was kept before a list has shown its app. */
  let kept: { account: string; boundAt: number; at: number } | undefined

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
    const known = remembered.of(account)
    const { records, foreign } = compare(known, keyed, madeHere, now())
    own.settle(askedAt)
    remembered.remember(account, withKept(account, records))
    foreign.forEach(onForeign)
  }

  return {
    follow() {
      const person = sub()
      const mine = ++asked
      const askedAt = now()
      // Beside the first request to the tenant.
      void remembered.isRead()
      return async (listed) => {
        await remembered.isRead()
        if (person === undefined) return () => ({})
        const account = accountKey(issuer, person)
        if (person === sub() && mine > compared) {
          compared = mine
          look(person, account, listed, askedAt)
        }
        return (factorId) => factsOf(remembered.of(account), factorKey(account, factorId))
      }
    },

    async label(factorId, label) {
      await remembered.isRead()
      const account = accountKey(issuer, sub() ?? '')
      const key = factorKey(account, factorId)
      if (!remembered.of(account)?.[key]) throw new AppError('invalidInput')
      await remembered.change(account, (records) => withLabel(records, key, label.trim()))
    },

    codeKept(boundAt) {
      const person = sub()
      if (person === undefined) return
      const account = accountKey(issuer, person)
      kept = { account, boundAt, at: now() }
      const records = remembered.of(account)
      if (records) remembered.remember(account, withKept(account, records))
    },

    settled: () => remembered.settled()
  }
}

function factsOf(records: FactorRecords | undefined, key: string): LocalFacts {
  const { label, addedAt, codeKeptAt } = records?.[key] ?? {}
  return {
    ...(label !== undefined && { label }),
    ...(addedAt !== undefined && { addedAt }),
    ...(codeKeptAt !== undefined && { codeKeptAt })
  }
}
