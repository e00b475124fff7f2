import { settle } from '../../facts/alertAnswers'
import { type AlertBook, type KeptAlert, visited } from '../../facts/alertBook'
import { judge, overlapMs, ownDevicesIn } from '../../facts/alertRules'
import type { Look } from '../../facts/findings'
import { combinationOf, type SeenDevice, withSignIn } from '../../facts/habits'
import { judgedIn, withJudged } from '../../facts/judgedSignIns'
import type { LedgerChange } from '../../facts/ledger'
import type { LostPart } from '../../facts/memory'
import { raise, raiseChanges, type Raised, raiseFactors, raiseLost, type When } from '../../facts/raising'
import type { Answers } from './reading'

/** The facts by which this app knows its own sign-ins. */
export interface OwnParts {
  /** Returns when this app signed in during this run, in ms since the epoch. */
  signedInAt: () => number | undefined
  /** The app id of Holdfast. */
  ownApp: string
  /** The family of this computer's system. */
  ownSystem: string | undefined
}

export interface Own extends Pick<OwnParts, 'ownApp' | 'ownSystem'> {
  readonly signedInAt: number | undefined
}

export const ownOf = ({ signedInAt, ownApp, ownSystem }: OwnParts): Own => ({
  signedInAt: signedInAt(),
  ownApp,
  ownSystem
})

const dayMs = 24 * 3_600_000
/** The days of sign-ins that the first look learns from. */
const learntDays = 90
const mostOwnSignIns = 10

/** Returns the sign-ins that a look has to ask for. */
export function startOfLook({ lookedAt, alerts }: AlertBook, now: number): { since: number; withRefused: boolean } {
  if (lookedAt === undefined) return { since: now - learntDays * dayMs, withRefused: false }
  const open = alerts.filter(({ state }) => state === 'goingOn').map(({ burst, at }) => burst?.since ?? at)
  return { since: Math.min(lookedAt - overlapMs, ...open), withRefused: true }
}

/** Returns the names of everything usual, as the ledger keeps them. */
export const seenIn = ({ habits: { countries, systems, browsers } }: AlertBook): string[] =>
  [countries, systems, browsers].flatMap((values) => Object.keys(values))

/** Returns the keys of the devices that are this app, or the browser in which it signed in. */
export function ownKeysIn(book: AlertBook, devices: readonly SeenDevice[], own: Own, when: When): ReadonlySet<string> {
  const known = withOwnSignIn(book, own.signedInAt)
  return ownDevicesIn(lookOf(known, own, when, { devices }), devices, known.habits)
}

/** A factor that came or went without this app. */
export interface ForeignFactor {
  readonly kind: 'added' | 'removed'
  readonly factorType: string
}

interface Looked {
  answers: Answers
  changes: readonly LedgerChange[]
  foreign: readonly ForeignFactor[]
  lost: readonly LostPart[]
  own: Own
  when: When
  /** Returns a moment of the clock here by the tenant's clock. */
  byTenant: (at: number) => number
}

/** Returns the book after one look: what is judged, learnt, raised and over. */
export function applyLook(before: AlertBook, looked: Looked): Raised {
  const { answers, changes, foreign, lost, own, when } = looked
  const book = withOwnSignIn(visited(before, when.now), own.signedInAt)
  const steps: ((book: AlertBook) => Raised)[] = [
    (kept) => (kept.lookedAt === undefined ? learn(kept, answers, own, when) : judgeLook(kept, looked)),
    (kept) => raiseFactors(kept, foreign, when),
    (kept) => raiseChanges(kept, changes, when),
    ...lost.map(
      ({ part, writtenAt }) =>
        (kept: AlertBook) =>
          raiseLost(kept, part, Math.round(writtenAt))
    )
  ]
  const raised: KeptAlert[] = []
  let kept = book
  for (const step of steps) {
    const done = step(kept)
    kept = done.book
    raised.push(...done.raised)
  }
  const removedHere = changes.filter(({ kind, own: isOwn }) => kind === 'factorRemoved' && isOwn)
  const told = { ...kept, raisedUntil: when.now }
  return { book: settle(told, new Set(removedHere.flatMap(({ key = [] }) => key)), when.now), raised }
}

/** Takes everything of the first look for usual. Devices have a first list of their own, and are judged from then on. */
function learn(book: AlertBook, { signIns, devices }: Answers, own: Own, when: When): Raised {
  const succeeded = (signIns ?? []).filter(({ success }) => success)
  const judged = judge(
    lookOf(book, own, when, { devices: devices?.devices }),
    succeeded.reduce(withSignIn, book.habits)
  )
  const at = when.now
  const learnt: AlertBook = {
    ...(signIns ? withJudged(book, succeeded, latest(signIns, at - learntDays * dayMs)) : book),
    habits: judged.habits,
    ...(signIns && {
      learnt: { at, signIns: succeeded.length, days: learntDays, shown: false }
    })
  }
  return raise(learnt, judged.findings, when)
}

function judgeLook(book: AlertBook, { answers, own, when, byTenant }: Looked): Raised {
  const { signIns, devices, withoutRefused } = answers
  const judged = judge(lookOf(book, own, when, { signIns, devices: devices?.devices }), book.habits)
  const learntAt = byTenant(book.learnt?.at ?? -Infinity)
  // Attempts that ended before the first look are none of what happened since.
  const news = judged.findings.filter((found) => found.rule !== 'failedBurst' || found.burst.until >= learntAt)
  const { book: raised, raised: alerts } = raise({ ...book, habits: judged.habits }, news, when)
  // Its rows are judged again with the refusals.
  if (withoutRefused) return { book: raised, raised: alerts }
  // Refusals are asked for apart, and may be younger than a success that came after the question for it.
  const succeeded = (signIns ?? []).filter(({ success }) => success)
  const lookedAt = Math.max(book.lookedAt ?? 0, latest(succeeded, book.lookedAt ?? when.now))
  const certain = succeeded.filter((signIn) => !judged.ours.has(signIn))
  return { book: withJudged(raised, certain, lookedAt), raised: alerts }
}

/** Returns the moment of the newest sign-in, by the tenant's clock. */
const latest = (signIns: readonly { at: number }[], none: number): number =>
  signIns.length > 0 ? Math.max(...signIns.map(({ at }) => at)) : none

function lookOf(
  book: AlertBook,
  { ownApp, ownSystem }: Own,
  { now }: When,
  { signIns = [], devices }: { signIns?: Look['signIns'] | undefined; devices: Look['devices'] }
) {
  const doubted = book.alerts.flatMap(({ state, signIn }) =>
    signIn && (state === 'waiting' || state === 'notMe') ? [combinationOf(signIn)] : []
  )
  const asked = book.alerts.flatMap(({ rule, state, signIn }) =>
    signIn && rule === 'newPlace' && state === 'waiting' ? [{ ...signIn, success: true }] : []
  )
  return {
    now,
    signIns,
    devices,
    doubted: new Set(doubted),
    asked,
    isJudged: judgedIn(book),
    ownSignIns: book.ownSignIns ?? [],
    ownApp,
    ownSystem
  }
}

function withOwnSignIn(book: AlertBook, at: number | undefined): AlertBook {
  const { ownSignIns = [] } = book
  return at === undefined || ownSignIns.includes(at)
    ? book
    : { ...book, ownSignIns: [...ownSignIns, at].slice(-mostOwnSignIns) }
}
