import { z } from 'zod'
import { longestName } from '../../contract/fields'

/** One sign-in as the rules see it: families without versions, because browsers freeze those. */
export interface SeenSignIn {
  /** ms since the epoch */
  readonly at: number
  readonly success: boolean
  /** The code of the country, or its name where the tenant gives no code. */
  readonly country?: string | undefined
  readonly system?: string | undefined
  readonly browser?: string | undefined
  readonly address?: string | undefined
  readonly app?: string | undefined
  readonly appId?: string | undefined
  readonly method?: string | undefined
}

/** One device as the tenant lists it. */
export interface SeenDevice {
  /** A hash of its id. */
  readonly key: string
  readonly system?: string | undefined
  readonly browser?: string | undefined
  /** Absent for a browser, whose name says no more than its family. */
  readonly name?: string | undefined
  /** ms since the epoch, if the tenant tells it. */
  readonly lastLoginAt?: number | undefined
  /** True if this app gave it its id. */
  readonly own: boolean
  /** The id of the answer that lists it. */
  readonly requestId?: string | undefined
}

const moment = z.number()
/** A value, and when it was last seen, in ms since the epoch. */
const seen = z.record(z.string(), moment)

/** The usual sign-ins of a person, learnt from those that raised no alert. */
export const habits = z.object({
  countries: seen,
  systems: seen,
  browsers: seen,
  /** Only tell whose wrong passwords are likely the person's own. A new one alone means nothing. */
  addresses: seen,
  /** The combinations of country, system and browser that the person called their own. */
  taught: seen,
  /** By the hash of the id; absent until a list of the tenant was read. */
  devices: z.record(z.string(), z.object({ seenAt: moment, endedAt: moment.optional() })).optional()
})
export type Habits = z.infer<typeof habits>

export const noHabits: Habits = { countries: {}, systems: {}, browsers: {}, addresses: {}, taught: {} }

/** The values of one kind that are remembered. A tenant that invents new ones pushes out the oldest. */
const mostValues = 200
const mostDevices = 2_000

type Combination = Pick<SeenSignIn, 'country' | 'system' | 'browser'>

/** Characters of a combination. Each one of its three words may take six as JSON, and each word stands in quotes. */
export const longestCombination = 3 * (6 * longestName + 3) + 1

/** Returns the combination that "That was me" teaches. */
export const combinationOf = ({ country, system, browser }: Combination): string =>
  JSON.stringify([country, system, browser])

/** Returns the habits with a sign-in that succeeded. Returns the very same object if it tells nothing new. */
export function withSignIn(known: Habits, { at, country, system, browser, address }: SeenSignIn): Habits {
  const countries = withValue(known.countries, country, at)
  const systems = withValue(known.systems, system, at)
  const browsers = withValue(known.browsers, browser, at)
  const addresses = withValue(known.addresses, address, at)
  const isSame =
    countries === known.countries &&
    systems === known.systems &&
    browsers === known.browsers &&
    addresses === known.addresses
  return isSame ? known : { ...known, countries, systems, browsers, addresses }
}

/**
 * Returns the habits with a sign-in that was judged. One that lacks a part teaches its address only: if the tenant tells the
 * part later, the row is judged again, and must not be usual by itself.
 */
export const withJudgedSignIn = (known: Habits, signIn: SeenSignIn): Habits =>
  isWhole(signIn)
    ? withSignIn(known, signIn)
    : withSignIn(known, { at: signIn.at, success: true, address: signIn.address })

/** Returns true if the tenant tells everything by which a sign-in is judged. */
export const isWhole = (row: SeenSignIn): row is SeenSignIn & Record<keyof Combination, string> =>
  row.country !== undefined && row.system !== undefined && row.browser !== undefined

/** Returns the habits with a combination that the person called their own. */
export const taught = (known: Habits, signIn: Combination, now: number): Habits => ({
  ...known,
  taught: withValue(known.taught, combinationOf(signIn), now)
})

/** Returns the habits with a device that is the person's own. A session that was ended here is no longer remembered. */
export const withDevice = (known: Habits, key: string, now: number): Habits => ({
  ...known,
  devices: newest({ ...known.devices, [key]: { seenAt: now } }, mostDevices, ({ seenAt }) => seenAt)
})

/** Returns the habits after this app has ended the session of a device, so that its next sign-in is news. */
export function withoutSession(known: Habits, key: string, now: number): Habits {
  const device = known.devices?.[key]
  return device ? { ...known, devices: { ...known.devices, [key]: { ...device, endedAt: now } } } : known
}

/** The age from which a value's moment is worth writing anew, in ms. */
const staleMs = 24 * 3_600_000

function withValue(values: Habits['countries'], value: string | undefined, at: number): Habits['countries'] {
  if (value === undefined) return values
  const before = values[value]
  if (before !== undefined && at - before < staleMs) return values
  return newest({ ...values, [value]: at }, mostValues, (moment) => moment)
}

/** Returns the values with the latest moments, at most so many. */
export function newest<T>(values: Record<string, T>, most: number, at: (value: T) => number): Record<string, T> {
  const entries = Object.entries(values)
  if (entries.length <= most) return values
  return Object.fromEntries(entries.sort(([, one], [, other]) => at(other) - at(one)).slice(0, most))
}
