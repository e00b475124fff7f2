import { z } from 'zod'
import { alertRule, alertState } from '../../contract/alerts'
import { longestName } from '../../contract/fields'
import { habits, longestCombination, noHabits } from './habits'

const moment = z.number()
const text = z.string().max(longestName)
const burst = z.object({
  count: z.number(),
  since: moment,
  until: moment,
  addresses: z.number(),
  countries: z.number()
})
export const keptSignIn = z.object({
  at: moment,
  country: text.optional(),
  system: text.optional(),
  browser: text.optional(),
  address: text.optional(),
  app: text.optional(),
  method: text.optional()
})

const alert = z.object({
  id: z.string().max(100),
  rule: alertRule,
  /** Two alerts of one subject are about the same device, place or method. */
  subject: z.string().max(longestCombination),
  /** When it happened, or was found, in ms since the epoch. */
  at: moment,
  state: alertState,
  answeredAt: moment.optional(),
  /** True if it happened while nobody was looking. */
  away: z.literal(true).optional(),
  device: z.object({ system: text.optional(), browser: text.optional(), name: text.optional() }).optional(),
  signIn: keptSignIn.optional(),
  burst: burst.optional(),
  before: burst.optional(),
  factorType: text.optional(),
  /** The hash of the factor's id, once the ledger has seen it. */
  key: z.string().max(64).optional(),
  was: text.optional(),
  is: text.optional(),
  /** The habits when it was raised. */
  usual: z.object({ countries: z.array(text), systems: z.array(text), browsers: z.array(text) }).optional()
})
export type KeptAlert = z.infer<typeof alert>

/** Everything that alerts remember of one account. */
export const alertBook = z.object({
  habits,
  /** The newest first. */
  alerts: z.array(alert),
  /** The first run, which raised no alerts. */
  learnt: z.object({ at: moment, signIns: z.number(), days: z.number(), shown: z.boolean() }).optional(),
  /** The moment up to which sign-ins were looked at. */
  lookedAt: moment.optional(),
  /** The moments of the sign-ins shortly before, by a hash of each; absent in a book that was kept without them. */
  judged: z.record(z.string().max(64), moment).optional(),
  /** Changes in the ledger up to this moment have their alerts, in ms since the epoch. */
  raisedUntil: moment.optional(),
  /** When this app signed in, in ms since the epoch, the latest last. */
  ownSignIns: z.array(moment).optional(),
  /** When the visit before this one ended. */
  visit: z.object({ since: moment, seenAt: moment }).optional()
})
export type AlertBook = z.infer<typeof alertBook>

export const emptyBook: AlertBook = { habits: noHabits, alerts: [] }

/** Returns the alerts that wait for an answer, the newest first. */
export const waitingIn = ({ alerts }: AlertBook): KeptAlert[] => alerts.filter(({ state }) => state === 'waiting')

const mostAlerts = 200
/** The ranks behind every question that is open. */
const ranks: Partial<Record<KeptAlert['state'], number>> = { notMe: mostAlerts, me: 1e6, over: 1e6, undone: 1e6 }

/** Returns the alerts that are kept. What is answered or over goes first, then the oldest of the rule with the most. */
export function mostUrgent(alerts: readonly KeptAlert[]): KeptAlert[] {
  if (alerts.length <= mostAlerts) return [...alerts]
  const counts = new Map<string, number>()
  const ranked = alerts.map((alert, index) => {
    const kind = `${alert.state} ${alert.rule}`
    const count = counts.get(kind) ?? 0
    counts.set(kind, count + 1)
    return { alert, index, rank: (ranks[alert.state] ?? 0) + count }
  })
  const kept = ranked.sort((one, other) => one.rank - other.rank || one.index - other.index).slice(0, mostAlerts)
  return kept.sort((one, other) => one.index - other.index).map(({ alert }) => alert)
}

/** A visit that begins so long after the one before is a new one, in ms. */
const newVisitMs = 30 * 60_000

/** Returns the book with the moment since which changes are new to the person. It is called with each look. */
export function visited(book: AlertBook, now: number): AlertBook {
  const { visit = { since: now, seenAt: now } } = book
  const since = now - visit.seenAt > newVisitMs ? visit.seenAt : visit.since
  return { ...book, visit: { since, seenAt: now } }
}
