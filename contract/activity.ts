import { z } from 'zod'
import { job, jobState } from './job'
import {
  farthestMoment,
  longestAppId,
  longestDetail,
  longestFileName,
  longestName,
  longestPage,
  mostFound,
  mostKinds
} from './fields'

/** Formatting throws at a moment that no date can hold. */
const moment = z.int().min(-farthestMoment).max(farthestMoment)
const count = z.int().nonnegative()
const text = z.string().min(1).max(longestName)

/** A sign-in, or an attempt at one. A text is absent where the tenant gives none. */
const signIn = z.object({
  /** ms since the epoch */
  at: moment,
  success: z.boolean(),
  appId: z.string().min(1).max(longestAppId).optional(),
  app: text.optional(),
  method: text.optional(),
  /** The tenant's own words for what went wrong. */
  error: z.string().min(1).max(longestDetail).optional(),
  address: text.optional(),
  browser: text.optional(),
  system: text.optional(),
  /** ISO 3166-1 alpha-2 */
  countryCode: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  country: text.optional(),
  city: text.optional(),
  /** The name of a time zone as IANA has it. */
  timeZone: text.optional(),
  userAgent: z.string().min(1).max(longestDetail).optional()
})
export type SignIn = z.infer<typeof signIn>

/** Everything that is alike in one column of the list, by one sign-in that has it. */
const signInKind = z.object({ column: z.enum(['result', 'device', 'place', 'method']), example: signIn })
export type SignInKind = z.infer<typeof signInKind>

/** A row of the list: one sign-in, or many refused ones in a short time. */
const activityEntry = z.object({
  /** The place in the list. It stays until newer rows are taken. */
  index: count,
  /** The moment of the entry before it, which is newer; absent for the first. */
  newerAt: moment.optional(),
  /** The sign-in, or the latest one of a burst. */
  signIn,
  /** Present if refused attempts are folded into one row. */
  burst: z.object({ count: count.min(2), since: moment, addresses: count, countries: count }).optional()
})
export type ActivityEntry = z.infer<typeof activityEntry>

/** The filters that the tenant applies. */
const activityFilter = z.object({
  result: z.enum(['success', 'refused']).optional(),
  appId: z.string().min(1).max(longestAppId).optional(),
  address: text.optional(),
  /** ms since the epoch */
  since: moment.optional()
})
export type ActivityFilter = z.infer<typeof activityFilter>

const activityProgress = z.object({
  /** The entries that are known so far. */
  entries: count,
  /** The sign-ins in them. */
  signIns: count,
  /** The sign-ins that the tenant has, if it says so. */
  total: count.optional(),
  /** True if nothing older is left to ask for. */
  complete: z.boolean(),
  /** Rows that the tenant sent without a readable time. They are in no entry. */
  unreadable: count
})
export type ActivityProgress = z.infer<typeof activityProgress>

/** Known entries that follow each other, beside what is known of the whole list. */
const activityPage = activityProgress.extend({ items: z.array(activityEntry).max(longestPage) })
export type ActivityPage = z.infer<typeof activityPage>

const filtered = z.object({ filter: activityFilter })
const index = count

/** The sign-ins of one day of this computer's time zone. `day` is when it begins. */
const activityDay = z.object({ day: moment, success: count, refused: count })
export type ActivityDay = z.infer<typeof activityDay>

/** The sign-ins in the file, and its name without a folder. */
const exported = z.object({ signIns: count, name: z.string().min(1).max(longestFileName) })
const exportState = jobState(exported)
export type ActivityExport = z.infer<typeof exportState>

const exportFormat = z.enum(['csv', 'json'])
export type ActivityFormat = z.infer<typeof exportFormat>

export const activityChannels = {
  /** Reads known entries. Reads the newest sign-ins from the tenant if none are known yet. */
  'activity:read': {
    input: filtered.extend({ from: index, count: z.int().min(1).max(longestPage) }),
    output: activityPage
  },
  /** Asks the tenant for older sign-ins. Answers with the entries that they add. */
  'activity:readOlder': { input: filtered, output: activityPage },
  /** Asks the tenant for newer sign-ins and late ones, and answers how many there are. They are shown by `takeNewer`. */
  'activity:countNewer': { input: filtered, output: z.object({ newer: count }) },
  /** Puts these sign-ins into the list, which moves every index. */
  'activity:takeNewer': { input: filtered, output: activityProgress },
  /** Reads the sign-ins of a burst. */
  'activity:readBurst': {
    input: filtered.extend({ index, from: index }),
    output: z.object({ items: z.array(signIn).max(longestPage) })
  },
  /** Reads the kinds of the known sign-ins, for whose words the window searches. The order stays. */
  'activity:readKinds': { input: filtered, output: z.array(signInKind).max(mostKinds) },
  /**
   * Searches the known entries for a text in the tenant's words, and for these kinds: the places in the list of kinds where
   * the window's words contain it. The newest matches come first.
   */
  'activity:find': {
    input: filtered.extend({
      text: z.string().trim().min(1).max(longestName),
      kinds: z.array(index).max(mostKinds)
    }),
    output: z.object({
      indexes: z.array(index).max(mostFound),
      /** True if older entries match too. */
      more: z.boolean(),
      searched: count,
      complete: z.boolean()
    })
  },
  /** Counts the sign-ins of the last 30 days. Answers with `undefined` if they are too many to read and the tenant tells no totals. */
  'activity:countDays': { input: z.void(), output: z.array(activityDay).max(30).optional() },
  /**
   * Asks the person for a place and writes all sign-ins there, after reading those that are not known yet. Answers with
   * `undefined` if the person changed their mind.
   */
  'activity:export': { input: filtered.extend({ format: exportFormat }), output: job.optional() },
  'activity:readExport': { input: z.void(), output: exportState },
  'activity:cancelExport': { input: job, output: z.void() }
}

export const activityEvents = { 'activity:exportChanged': exportState }
