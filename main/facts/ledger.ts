import { z } from 'zod'
import { accountChangeKinds } from '../../contract/alerts'
import { longestName } from '../../contract/fields'
import { origin } from '../../contract/origin'
import { type Claimable, claim } from './actClaims'
import { keptChanges } from './keptChanges'

const moment = z.number()
const text = z.string().max(longestName)
const key = z.string().max(64)
/** The words by which a device is known again on screen. A browser has no name. */
const knownDevice = z.object({ system: text.optional(), browser: text.optional(), name: text.optional() })

/** An address or a number: masked, and a hash that tells two with the same mask apart. `null` if the account has none. */
const contact = z.object({ shown: text, key }).nullable()

/** How an account looks. A part that the tenant has never told is absent. */
const accountState = z.object({
  /** By the hash of the id. */
  factors: z.record(key, z.object({ type: text, shown: text.optional() })).optional(),
  email: contact.optional(),
  phone: contact.optional(),
  passwordSet: z.boolean().optional(),
  /** When the password was set, in ms since the epoch. */
  passwordAt: moment.optional(),
  /** By the hash of the id. `own` is true for this app and for the browser in which it signed in. */
  devices: z.record(key, knownDevice.extend({ own: z.literal(true).optional() })).optional(),
  /** The countries, systems and browsers of sign-ins. */
  seen: z.array(text).optional()
})
export type AccountState = z.infer<typeof accountState>

const kind = z.enum([...accountChangeKinds, 'seen'])

/** One difference between two looks at the account. */
const change = z.object({
  /** When it was found, in ms since the epoch. */
  at: moment,
  kind,
  /** The type of a factor, or what is usual by now. */
  subject: text.optional(),
  /** `deviceAdded` and `deviceGone` only. */
  device: knownDevice.optional(),
  /** The hash of the id of a factor or device. */
  key: key.optional(),
  before: text.optional(),
  after: text.optional(),
  /** `passwordChanged` only. */
  beforeAt: moment.optional(),
  afterAt: moment.optional(),
  /** True if this app asked for it. */
  own: z.literal(true).optional(),
  /** When the answer came that showed it, in ms since the epoch; absent if that was at `at`. */
  readAt: moment.optional(),
  /** The id of that answer. An older version of this app has kept none. */
  requestId: origin.shape.requestId
})
export type LedgerChange = z.infer<typeof change>

/** A change that this app has asked the tenant for. It explains one difference. */
const act = z.object({
  about: z.enum(['factor', 'email', 'phone', 'password', 'device']),
  at: moment,
  key: key.optional(),
  /** Absent if it may be either. */
  kind: z.enum(['added', 'removed']).optional(),
  /** The type of a factor that was added. */
  subject: text.optional()
})
export type OwnAct = z.infer<typeof act>

/** The states of one account over time: the latest one, and what differed before it. */
export const ledger = z.object({
  /** When the first state was read, in ms since the epoch. */
  since: moment.optional(),
  state: accountState,
  /** The newest first. */
  changes: z.array(change),
  acts: z.array(act)
})
export type Ledger = z.infer<typeof ledger>

export const emptyLedger: Ledger = { state: {}, changes: [], acts: [] }

/** The tenant carries out what it was asked for within this time, or never does, in ms. */
const longestMs = 60_000
const mostActs = 200

/** Returns the ledger with what this app is about to change. */
export const withAct = (known: Ledger, made: OwnAct): Ledger => ({
  ...known,
  acts: [...known.acts, made].slice(-mostActs)
})

/** Returns the ledger without a change that the tenant has refused. */
export const withoutAct = (known: Ledger, refused: OwnAct): Ledger => ({
  ...known,
  acts: known.acts.filter(({ about, at }) => about !== refused.about || at !== refused.at)
})

/** Returns the changes found after a moment, the newest first. */
export const changesSince = ({ changes }: Ledger, moment: number): LedgerChange[] =>
  changes.filter(({ at }) => at > moment)

/**
 * Compares what was read now with the state before, and keeps the differences.
 *
 * @param askedAt when it was asked for, in ms since the epoch
 * @param answerOf returns the answer that a change was read from
 * @returns the very same ledger if nothing differs, and the differences, of which this app made those that are `own`
 */
export function record(
  known: Ledger,
  read: AccountState,
  askedAt: number,
  now: number,
  answerOf: (change: Difference) => Pick<LedgerChange, 'readAt' | 'requestId'> = () => ({})
): { ledger: Ledger; found: LedgerChange[] } {
  const acts = new Set(known.acts)
  const found = differences(known.state, read).map(({ claimable, ...difference }): LedgerChange => {
    const own = claimable && claim(acts, claimable)
    return { at: now, ...difference, ...(own && { own: true }), ...answerOf(difference) }
  })
  for (const one of acts) if (askedAt - one.at >= longestMs) acts.delete(one)
  const isNew = Object.entries(read).some(
    ([part, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(partOf(known.state, part))
  )
  if (!isNew && acts.size === known.acts.length && known.since !== undefined) return { ledger: known, found }
  const state = { ...known.state, ...definedIn(read) }
  const kept = keptChanges([...found, ...known.changes], state, now)
  return { ledger: { since: known.since ?? now, state, changes: kept, acts: [...acts] }, found }
}

const partOf = (state: AccountState, part: string): unknown =>
  Object.entries(state).find(([name]) => name === part)?.[1]

const definedIn = (read: AccountState): AccountState =>
  Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))

type Difference = Omit<LedgerChange, 'at'> & {
  /** Absent for what no request of this app makes. */
  claimable?: Claimable
}

/** Returns what differs in the parts that both states have. */
function differences(before: AccountState, after: AccountState): Difference[] {
  return [
    ...factorDifferences(before.factors, after.factors),
    ...contactDifference('email', before.email, after.email),
    ...contactDifference('phone', before.phone, after.phone),
    ...passwordDifference(before, after),
    ...deviceDifferences(before.devices, after.devices),
    ...seenDifferences(before.seen, after.seen)
  ]
}

function factorDifferences(before: AccountState['factors'], after: AccountState['factors']): Difference[] {
  if (!before || !after) return []
  return [
    ...onlyIn(after, before).map(([id, { type, shown }]): Difference => ({
      kind: 'factorAdded',
      subject: type,
      key: id,
      claimable: { about: 'factor', kind: 'added', subject: type },
      ...(shown !== undefined && { after: shown })
    })),
    ...onlyIn(before, after).map(([id, { type, shown }]): Difference => ({
      kind: 'factorRemoved',
      subject: type,
      key: id,
      claimable: { about: 'factor', kind: 'removed', key: id },
      ...(shown !== undefined && { before: shown })
    }))
  ]
}

function contactDifference(
  about: 'email' | 'phone',
  before: AccountState['email'],
  after: AccountState['email']
): Difference[] {
  if (before === undefined || after === undefined || before?.key === after?.key) return []
  return [
    {
      kind: about === 'email' ? 'emailChanged' : 'phoneChanged',
      claimable: { about, kind: after ? 'added' : 'removed' },
      ...(before?.shown && { before: before.shown }),
      ...(after?.shown && { after: after.shown })
    }
  ]
}

function passwordDifference(before: AccountState, after: AccountState): Difference[] {
  const claimable = { about: 'password' } as const
  if (before.passwordSet === false && after.passwordSet) return [{ kind: 'passwordSet', claimable }]
  if (before.passwordSet && after.passwordSet === false) return [{ kind: 'passwordRemoved', claimable }]
  const { passwordAt: beforeAt } = before
  const { passwordAt: afterAt } = after
  if (beforeAt === undefined || afterAt === undefined || beforeAt === afterAt) return []
  return [{ kind: 'passwordChanged', claimable, beforeAt, afterAt }]
}

function deviceDifferences(before: AccountState['devices'], after: AccountState['devices']): Difference[] {
  if (!before || !after) return []
  return [
    ...onlyIn(after, before).map(([id, { own, ...device }]): Difference => ({
      kind: 'deviceAdded',
      device,
      key: id,
      ...(own && { own })
    })),
    ...onlyIn(before, after).map(([id, { own: _, ...device }]): Difference => ({
      kind: 'deviceGone',
      device,
      key: id,
      claimable: { about: 'device', key: id }
    }))
  ]
}

const seenDifferences = (before: readonly string[] | undefined, after: readonly string[] | undefined): Difference[] =>
  before && after
    ? after.filter((one) => !before.includes(one)).map((one): Difference => ({ kind: 'seen', subject: one }))
    : []

const onlyIn = <T>(one: Record<string, T>, other: Record<string, T>): [string, T][] =>
  Object.entries(one).filter(([id]) => !Object.hasOwn(other, id))
