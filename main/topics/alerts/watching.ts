import type { AccountChanges, Alert, AlertList } from '../../../contract/alerts'
import { type AlertBook, alertBook, emptyBook, type KeptAlert, visited, waitingIn } from '../../facts/alertBook'
import { mayBeOwn } from '../../facts/actClaims'
import { answer } from '../../facts/alertAnswers'
import { raiseFactors } from '../../facts/raising'
import {
  type AccountState,
  changesSince,
  emptyLedger,
  type Ledger,
  ledger,
  type LedgerChange,
  record
} from '../../facts/ledger'
import type { AccountMemory, MemoryPart } from '../../facts/memory'
import type { ActListener } from '../../facts/ownActs'
import type { AppError } from '../../ground/errors'
import { createQueue } from '../../ground/queue'
import { inBackground, type Log } from '../../log/log'
import { applyLook, type ForeignFactor, ownKeysIn, ownOf, type OwnParts, seenIn, startOfLook } from './applyLook'
import { notingActs } from './ownActs'
import { plausible } from './plausible'
import { type Answers, answerOf, devicesOf, type ReadingParts, readAnswers } from './reading'
import { changesOf, listOf } from './view'

export interface WatchingParts extends ReadingParts, OwnParts {
  memory: AccountMemory
  /** Hears of the alerts that were raised together. */
  onRaised: (raised: readonly KeptAlert[]) => void
  onChanged: (waiting: number) => void
  log: Log
  now?: () => number
  /** Returns how far the clock here is ahead of the tenant's, in ms; undefined if that is not known. */
  clockError?: () => number | undefined
}

/** Watches one account. Its methods run one at a time. */
export interface Watching {
  /** Notes that somebody is looking from now on. */
  begin(): void
  read(): Promise<AlertList>
  /** Resolves to the alerts that wait for an answer. Never rejects, because without the memory there are none. */
  waiting(): Promise<readonly Alert[]>
  /** Resolves to when the tenant was last asked, in ms since the epoch. Never rejects. */
  lastAsked(): Promise<number | undefined>
  /**
   * Asks the tenant, and resolves to the list.
   *
   * @param youngMs answers of others that are younger are not asked for again
   * @throws AppError of the memory
   */
  look(youngMs: number): Promise<AlertList>
  answer(id: string, given: 'me' | 'notMe'): Promise<AlertList>
  closeLearnt(): Promise<AlertList>
  changes(since: number | undefined): Promise<AccountChanges>
  /** Takes factors that came or went without this app, as the comparison of the lists finds them. */
  factorChanged(change: ForeignFactor): void
  /** Hears of what this app itself changes. */
  readonly acts: ActListener
  reset(): void
  settled(): Promise<void>
}

export function createWatching(parts: WatchingParts): Watching {
  const { memory, onRaised, log, now = Date.now, clockError = () => undefined } = parts
  /** Returns a moment by the tenant's clock, which its sign-ins and devices are dated by. */
  const byTenant = (at: number): number => at - (clockError() ?? 0)
  const book = memory.part<AlertBook>('alerts', alertBook, emptyBook)
  const states = memory.part<Ledger>('ledger', ledger, emptyLedger)
  const inTurn = createQueue()
  let session = new AbortController()
  let began: number | undefined
  let readAt: number | undefined
  let failure: { error: AppError; at: number } | undefined
  /** The factors found in one list, until they are kept together. */
  const foreign: ForeignFactor[] = []

  const shown = (kept: AlertBook): AlertList => listOf(kept, { readAt, failure })

  const keep = async (how: ChangeBook): Promise<AlertList> => shown(await keepBook(book, how, parts))

  async function look(signal: AbortSignal, youngMs: number): Promise<AlertList> {
    signal.throwIfAborted()
    began ??= now()
    const when = { now: now(), began }
    const before = await book.read()
    const read = await readAnswers(parts, { ...startOfLook(before, when.now), youngMs }, signal)
    signal.throwIfAborted()
    const answers = plausible(read, byTenant(now()))
    readAt = now()
    failure = answers.failure && { error: answers.failure, at: readAt }
    const own = ownOf(parts)
    const { devices, state } = answers
    const listed = devices && devicesOf(devices, ownKeysIn(before, devices.devices, own, when))
    const whole = { ...state, seen: seenIn(before), ...(listed && { devices: listed }) }
    const since = before.raisedUntil
    const { changes, kept: known } = await keepState(states, whole, answers, { now: when.now, since })
    const lost = await memory.lost()
    // The comparison of the lists may have found something meanwhile. It belongs to this look, so that there is one notice.
    const found = foreign.splice(0).filter((one) => !mayBeOwn(known, one, when.now))
    return keep((kept) => applyLook(kept, { answers, changes, foreign: found, lost, own, when, byTenant }))
  }

  async function keepFactors(): Promise<void> {
    const found = await withoutOwn(foreign.splice(0), states, now())
    if (found.length === 0) return
    const when = { now: now(), began: began ?? 0 }
    try {
      await keep((kept) => raiseFactors(kept, found, when))
    } catch (error) {
      // The person is told even if it cannot be kept.
      onRaised(raiseFactors(emptyBook, found, when).raised)
      throw error
    }
  }

  /** Waits for no look, which might take the change for somebody else's. */
  const noting = (work: Promise<unknown>): void => inBackground(log, 'act-not-kept', work)

  return {
    begin() {
      began = now()
    },
    ...readingsOf(book, states, shown, now),
    look(youngMs) {
      const { signal } = session
      return inTurn(() => look(signal, youngMs))
    },
    answer: (id, given) =>
      inTurn(async () => {
        const list = await keep((kept) => ({ book: answer(kept, id, given, byTenant(now())) }))
        const isTold = list.waiting.every(({ rule }) => rule !== 'memoryLost')
        if (isTold && list.earlier.some((one) => one.id === id && one.rule === 'memoryLost')) await memory.acknowledge()
        return list
      }),
    closeLearnt: () => inTurn(() => keep((kept) => ({ book: withLearntShown(kept) }))),
    factorChanged(change) {
      foreign.push(change)
      if (foreign.length > 1) return
      // The rest of the same list follows in this turn.
      inBackground(log, 'alert-not-kept', inTurn(keepFactors))
    },
    acts: notingActs({ states, keep, noting, byTenant }),
    reset() {
      session.abort()
      session = new AbortController()
      began = undefined
      readAt = undefined
      failure = undefined
      foreign.length = 0
    },
    settled: () => inTurn(() => settledIn(states))
  }
}

/** Leaves what an act of ours may explain to the next look, which knows the factor. */
async function withoutOwn(found: ForeignFactor[], states: MemoryPart<Ledger>, now: number): Promise<ForeignFactor[]> {
  const known = await states.read().catch(() => emptyLedger)
  return found.filter((one) => !mayBeOwn(known, one, now))
}

/** Resolves once the changes before this moment are kept. Never rejects. */
const settledIn = (part: MemoryPart<unknown>): Promise<void> =>
  part.read().then(
    () => undefined,
    () => undefined
  )

const withLearntShown = (book: AlertBook): AlertBook =>
  book.learnt ? { ...book, learnt: { ...book.learnt, shown: true } } : book

type Readings = Pick<Watching, 'read' | 'waiting' | 'lastAsked' | 'changes'>

/** Returns everything that only reads the memory. */
const readingsOf = (
  book: MemoryPart<AlertBook>,
  states: MemoryPart<Ledger>,
  shown: (kept: AlertBook) => AlertList,
  now: () => number
): Readings => ({
  read: async () => shown(await book.read()),
  async waiting() {
    const kept = await book.read().catch(() => emptyBook)
    return shown(kept).waiting
  },
  async lastAsked() {
    const kept = await book.read().catch(() => emptyBook)
    return kept.visit?.seenAt
  },
  async changes(since) {
    const kept = await book.read()
    // A visit that has just begun is one before its first look, too.
    const from = since ?? visited(kept, now()).visit?.since ?? now()
    return changesOf(await states.read(), kept, from)
  }
})

type ChangeBook = (kept: AlertBook) => { book: AlertBook; raised?: readonly KeptAlert[] }

/** Keeps a change of the alerts, and tells of what it raised. */
async function keepBook(
  book: MemoryPart<AlertBook>,
  how: ChangeBook,
  { onRaised, onChanged }: Pick<WatchingParts, 'onRaised' | 'onChanged'>
): Promise<AlertBook> {
  let raised: readonly KeptAlert[] = []
  const kept = await book.change((before) => {
    const changed = how(before)
    raised = changed.raised ?? []
    return changed.book
  })
  if (raised.length > 0) onRaised(raised)
  onChanged(waitingIn(kept).length)
  return kept
}

/** Keeps how the account looks. Resolves to what differs, with earlier changes since `since`, whose alerts may not be kept. */
async function keepState(
  states: MemoryPart<Ledger>,
  state: AccountState,
  answers: Answers,
  { now, since }: { now: number; since: number | undefined }
): Promise<{ changes: readonly LedgerChange[]; kept: Ledger }> {
  let found: readonly LedgerChange[] = []
  const kept = await states.change((before) => {
    const compared = record(before, state, answers.askedAt, now, (change) => answerOf(answers, change))
    found = compared.found
    return compared.ledger
  })
  const untold = since === undefined ? [] : changesSince(kept, since).filter(({ at }) => at !== now)
  return { changes: [...found, ...untold], kept }
}
