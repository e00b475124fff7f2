import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { AlertRule } from '../../contract/alerts'
import type { AlertBook, KeptAlert } from './alertBook'
import { keptSignIn, mostUrgent, waitingIn } from './alertBook'
import type { Burst, Finding } from './findings'
import type { SeenDevice, SeenSignIn } from './habits'
import type { LedgerChange } from './ledger'
import { isOver, knownFor } from './sameAlert'

/** The book with what was raised now, and that alone. */
export interface Raised {
  readonly book: AlertBook
  readonly raised: readonly KeptAlert[]
}

/** So many open questions of one rule say enough. What a flood brings beyond them is not raised. */
const mostWaiting = 50
const mostUsual = 5

/** The moments of a look, in ms since the epoch. */
export interface When {
  readonly now: number
  /** When this run of the account began. What happened earlier happened while nobody was looking. */
  readonly began: number
}

/** Returns the book with new alerts for the findings, and the alerts that were raised now. */
export function raise(book: AlertBook, findings: readonly Finding[], when: When): Raised {
  let grownBook = book
  const raised: KeptAlert[] = []
  for (const finding of findings) {
    const known = knownFor([...raised, ...grownBook.alerts], finding)
    if (!known) {
      const open = waitingIn({ ...book, alerts: [...raised, ...book.alerts] }).filter(
        ({ rule }) => rule === finding.rule
      )
      if (open.length < mostWaiting) raised.unshift(alertOf(finding, book, when))
    } else grownBook = withAlert(grownBook, known, grownBy(known, finding, when.now))
  }
  return withAlerts(grownBook, raised)
}

const withAlert = (book: AlertBook, known: KeptAlert, now: KeptAlert): AlertBook =>
  known === now ? book : { ...book, alerts: book.alerts.map((one) => (one === known ? now : one)) }

/** Returns the alert with everything that the finding adds to it. */
function grownBy(known: KeptAlert, finding: Finding, now: number): KeptAlert {
  if (finding.rule === 'failedBurst') return grown(known, finding.burst, now)
  // The device is listed only now. It takes the question over, and keeps its id, which the window may be about to answer.
  return finding.rule === 'newDevice' && known.rule === 'newPlace'
    ? { ...known, rule: 'newDevice', subject: finding.subject, device: wordsOf(finding.device) }
    : known
}

function grown(known: KeptAlert, found: Burst, now: number): KeptAlert {
  const before = known.burst ?? found
  const merged = {
    count: Math.max(before.count, found.count),
    since: Math.min(before.since, found.since),
    until: Math.max(before.until, found.until),
    addresses: Math.max(before.addresses, found.addresses),
    countries: Math.max(before.countries, found.countries)
  }
  return { ...known, burst: merged, state: isOver(merged, now) ? 'over' : 'goingOn' }
}

function alertOf(finding: Finding, book: AlertBook, { now, began }: When): KeptAlert {
  const { rule, subject } = finding
  const at = finding.at ?? now
  const common = { id: idOf(rule, subject, at), rule, subject, at, ...(at < began && { away: true as const }) }
  if (finding.rule === 'failedBurst') {
    return { ...common, state: isOver(finding.burst, now) ? 'over' : 'goingOn', burst: finding.burst }
  }
  const row = finding.signIn && seenIn(finding.signIn)
  return {
    ...common,
    state: 'waiting',
    usual: usualOf(book),
    ...(row && { signIn: row }),
    ...(finding.before && { before: finding.before }),
    ...(finding.rule === 'newDevice' && { device: wordsOf(finding.device) })
  }
}

const wordsOf = ({ system, browser, name }: SeenDevice): NonNullable<KeptAlert['device']> => ({
  ...(system !== undefined && { system }),
  ...(browser !== undefined && { browser }),
  ...(name !== undefined && { name })
})

/** Drops what is not kept, and what is not told. */
const seenIn = (row: SeenSignIn): z.infer<typeof keptSignIn> => keptSignIn.parse(row)

const usualOf = ({ habits: known }: AlertBook) => ({
  countries: latestOf(known.countries),
  systems: latestOf(known.systems),
  browsers: latestOf(known.browsers)
})

const latestOf = (values: Record<string, number>): string[] =>
  Object.entries(values)
    .sort(([, one], [, other]) => other - one)
    .slice(0, mostUsual)
    .map(([name]) => name)

const idOf = (rule: AlertRule, subject: string, at: number): string =>
  createHash('sha256')
    .update(JSON.stringify([rule, subject, at]))
    .digest('hex')
    .slice(0, 32)

const ruleOfChange: Partial<Record<LedgerChange['kind'], AlertRule>> = {
  emailChanged: 'emailChanged',
  phoneChanged: 'phoneChanged',
  passwordChanged: 'passwordChanged',
  passwordSet: 'passwordChanged',
  passwordRemoved: 'passwordChanged'
}

/** Returns the book with an alert for each change of address, number, password or method that this app did not make, once. */
export function raiseChanges(before: AlertBook, changes: readonly LedgerChange[], { now, began }: When): Raised {
  const { book, raised: factors } = raiseListed(before, changes, began)
  const raised = changes.flatMap(({ kind, own, before, after, ...change }): KeptAlert[] => {
    const rule = ruleOfChange[kind]
    if (!rule || own || isIn(book, idOf(rule, '', change.at))) return []
    // The tenant's clock may be ahead.
    const at = Math.min(change.afterAt ?? change.at, now)
    return [
      {
        id: idOf(rule, '', change.at),
        rule,
        subject: '',
        at,
        state: 'waiting',
        ...(at < began && { away: true }),
        ...(before !== undefined && { was: before }),
        ...(after !== undefined && { is: after })
      }
    ]
  })
  return withAlerts(book, raised, factors)
}

const isIn = ({ alerts }: AlertBook, id: string): boolean => alerts.some((one) => one.id === id)

/**
 * Returns the book with an alert for each factor that the ledger saw come or go without this app. The comparison of the lists
 * may have raised it since the last look: then it learns here which factor it is about.
 */
function raiseListed(book: AlertBook, changes: readonly LedgerChange[], began: number): Raised {
  const raised: KeptAlert[] = []
  const alerts = [...book.alerts]
  for (const { kind, subject = '', key, at, own } of changes) {
    if ((kind !== 'factorAdded' && kind !== 'factorRemoved') || own || key === undefined) continue
    const id = idOf(kind, key, at)
    if (alerts.some((one) => one.id === id || (one.rule === kind && one.key === key && one.at === at))) continue
    const known = alerts.findIndex((one) =>
      isFoundBefore(one, { kind, subject, since: book.raisedUntil ?? at - sameFactorMs })
    )
    const before = alerts[known]
    if (before) alerts[known] = { ...before, key }
    else
      raised.push({
        id,
        rule: kind,
        subject,
        at,
        state: 'waiting',
        factorType: subject,
        key,
        ...(at < began && { away: true })
      })
  }
  return withAlerts({ ...book, alerts }, raised)
}

const isFoundBefore = (
  { rule, subject, key, at }: KeptAlert,
  found: { kind: AlertRule; subject: string; since: number }
): boolean => rule === found.kind && subject === found.subject && key === undefined && at >= found.since

/** The comparison of the lists finds a factor at most so long before the ledger does, in ms. */
const sameFactorMs = 60 * 60_000

/** Returns true if an alert asks about this change. */
export function isRaisedBy({ id, rule, subject, at, key: factor }: KeptAlert, change: LedgerChange): boolean {
  const { kind, key } = change
  const ofChange = ruleOfChange[kind]
  if (change.own) return false
  if (ofChange) return id === idOf(ofChange, '', change.at)
  if (kind === 'deviceAdded') return rule === 'newDevice' && subject === key
  if (factor !== undefined && factor !== key) return false
  return rule === kind && subject === change.subject && Math.abs(at - change.at) < sameFactorMs
}

/** Returns the book with an alert for each factor that came or went without this app. */
export function raiseFactors(
  book: AlertBook,
  changes: readonly { kind: 'added' | 'removed'; factorType: string }[],
  { now }: When
): Raised {
  const raised = changes.map(({ kind, factorType }, index): KeptAlert => {
    const rule = kind === 'added' ? 'factorAdded' : 'factorRemoved'
    return {
      id: idOf(rule, `${factorType}:${index}`, now),
      rule,
      subject: factorType,
      at: now,
      state: 'waiting',
      factorType
    }
  })
  return withAlerts(book, raised)
}

/** Returns the book with an alert for a part of the memory that could not be opened, once. */
export function raiseLost(book: AlertBook, part: string, at: number): Raised {
  const id = idOf('memoryLost', part, at)
  if (book.alerts.some((one) => one.id === id)) return { book, raised: [] }
  return withAlerts(book, [{ id, rule: 'memoryLost', subject: part, at, state: 'waiting' }])
}

function withAlerts(book: AlertBook, raised: readonly KeptAlert[], before: readonly KeptAlert[] = []): Raised {
  const all = [...before, ...raised]
  return raised.length === 0
    ? { book, raised: all }
    : { book: { ...book, alerts: mostUrgent([...raised, ...book.alerts]) }, raised: all }
}
