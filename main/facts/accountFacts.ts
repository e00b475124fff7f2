import type { FactSource, Origin } from '../../contract/origin'
import type { Score } from '../../contract/overview'
import type { AppError } from '../ground/errors'
import type { Watch } from '../tenant/client'
import {
  getProfile,
  getSecurityInfo,
  listEnrolledFactors,
  listFactorsToEnroll,
  listWebauthnCredentials
} from '../tenant/operations'
import { createFactCell, type FactCell } from './factCell'
import { scoreOf } from './score'

/** One thing that the tenant said of the account, and where it said so. */
interface Fact<T> {
  value: T
  source: FactSource
  /** The field of the answer, as the API names it. */
  field: string
  /** In ms since the epoch. */
  readAt: number
  /** Absent if the tenant gave its answer none. */
  requestId?: string
}

/** The facts by name. One that is absent was not read, or the tenant did not tell it. */
export interface Facts {
  /** The types of the active methods, one for each method. */
  active?: Fact<readonly string[]> | undefined
  /** The types that the tenant lets this person add. */
  offered?: Fact<readonly string[]> | undefined
  /** `null` if the tenant has no passkeys at all. */
  passkeys?: Fact<number | null> | undefined
  /** As the tenant gave it, odd or not. It is there as soon as the tenant has answered. */
  score?: Fact<Score> | undefined
  passwordSet?: Fact<boolean> | undefined
  /** From 1, the lowest, to 3. */
  passwordLevel?: Fact<number> | undefined
  emailBound?: Fact<boolean> | undefined
  phoneBound?: Fact<boolean> | undefined
  emailVerified?: Fact<boolean> | undefined
}
export type FactName = keyof Facts

/** A whole answer, with when it came, in ms since the epoch, and the id that the tenant gave it. */
export interface Answered<Data> {
  readonly data: Data
  readonly readAt: number
  readonly requestId?: string | undefined
}

type Cells = ReturnType<typeof createCells>
type Answer<Cell> = Cell extends FactCell<infer Data> ? Answered<Data> : never

/** Whole answers, for whoever needs more than the facts in them. */
export type YoungAnswers = { [Source in 'active' | 'profile' | 'security']?: Answer<Cells[Source]> | undefined }

/** The facts of the account that is signed in, each with its origin. They are in memory only. */
export interface AccountFacts {
  /** Is given to the client, and hears every answer, whoever asked for it. */
  watch: Watch
  known: () => Facts
  /** Returns the failure of the source's last request, or undefined if that was answered or none was made. */
  failureOf: (source: FactSource) => AppError | undefined
  /** Returns true if the source has told something in this session, even if a later request failed. */
  isKnown: (source: FactSource) => boolean
  /**
   * Resolves once the source has an answer or a failure. One that is under way counts, and one that is younger than `youngMs`.
   * Otherwise `ask` is called. Never rejects.
   */
  ensure: (source: FactSource, ask: () => Promise<unknown>, youngMs?: number) => Promise<void>
  /** Returns the answers of this session that are younger than `youngMs`. */
  young: (youngMs: number) => YoungAnswers
  /** Returns the last answer of a source as the origin of what one of its fields told; empty if there is none. */
  originOf: (source: FactSource, field: string) => Origin[]
  /** Notes that the tenant does not have what this source asks for. */
  lack: (source: FactSource) => void
  /** Drops everything, because the session is over. Answers that are under way are not heard. */
  forget: () => void
}

/** The time during which an answer counts as one of the moment, in ms. */
const momentMs = 3_000

export function createAccountFacts(now = Date.now): AccountFacts {
  let cells = createCells(now)

  return {
    watch: (path) =>
      Object.values(cells)
        .find((cell) => cell.path === path)
        ?.asked() ?? (() => undefined),
    known: () => factsOf(cells),
    failureOf: (source) => cells[source].failure(),
    isKnown: (source) => cells[source].known() !== undefined,
    ensure: (source, ask, youngMs = momentMs) => cells[source].ensure(ask, youngMs),
    young: (youngMs) => ({
      active: youngOf(cells.active, now() - youngMs),
      profile: youngOf(cells.profile, now() - youngMs),
      security: youngOf(cells.security, now() - youngMs)
    }),
    originOf(source, field) {
      const known = cells[source].known()
      if (!known) return []
      const { data: _, ...answer } = known
      return [{ source, field, values: [], ...answer }]
    },
    lack: (source) => cells[source].lack(),
    forget() {
      cells = createCells(now)
    }
  }
}

const createCells = (now: () => number) => ({
  active: createFactCell(listEnrolledFactors, now),
  offered: createFactCell(listFactorsToEnroll, now),
  passkeys: createFactCell(listWebauthnCredentials, now),
  security: createFactCell(getSecurityInfo, now),
  profile: createFactCell(getProfile, now)
})

function youngOf<Data>(cell: FactCell<Data>, after: number): Answered<Data> | undefined {
  const { data, ...known } = cell.known() ?? { readAt: -Infinity }
  return data !== undefined && known.readAt > after && !cell.failure() ? { data, ...known } : undefined
}

function factsOf({ active, offered, passkeys, security, profile }: Cells): Facts {
  const typesOf = (factors: readonly { factorType: string }[] | undefined): string[] | undefined =>
    factors?.map(({ factorType }) => factorType)
  return {
    active: factOf(active, 'active', 'factorType', typesOf),
    offered: factOf(offered, 'offered', 'factorType', typesOf),
    passkeys: factOf(passkeys, 'passkeys', 'list', (list) => list?.length ?? null),
    score: factOf(security, 'security', 'securityScore', (info) => scoreOf(info?.securityScore)),
    passwordSet: factOf(security, 'security', 'passwordSet', (info) => info?.passwordSet),
    passwordLevel: factOf(security, 'security', 'passwordSecurityLevel', (info) => info?.passwordSecurityLevel),
    emailBound: factOf(security, 'security', 'emailBinded', (info) => info?.emailBinded),
    phoneBound: factOf(security, 'security', 'phoneBinded', (info) => info?.phoneBinded),
    emailVerified: factOf(profile, 'profile', 'emailVerified', (info) => info?.emailVerified)
  }
}

function factOf<Data, Value>(
  cell: FactCell<Data>,
  source: FactSource,
  field: string,
  read: (data: Data | undefined) => Value | undefined
): Fact<Value> | undefined {
  const known = cell.known()
  const value = known && read(known.data)
  if (!known || value === undefined) return undefined
  const { readAt, requestId } = known
  return { value, source, field, readAt, ...(requestId !== undefined && { requestId }) }
}
