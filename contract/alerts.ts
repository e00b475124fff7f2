import { z } from 'zod'
import { farthestMoment, longestName } from './fields'
import { origin } from './origin'
import { failure } from './result'

/** Formatting throws at a moment that no date can hold. */
const moment = z.number().min(-farthestMoment).max(farthestMoment)
const count = z.int().nonnegative()
const text = z.string().max(longestName)
const alertId = z.string().min(1).max(100)

/** The rules, and the kinds of changes, that raise an alert. */
export const alertRule = z.enum([
  'newDevice',
  'newPlace',
  'failedBurst',
  'factorAdded',
  'factorRemoved',
  'emailChanged',
  'phoneChanged',
  'passwordChanged',
  'memoryLost'
])
export type AlertRule = z.infer<typeof alertRule>

/** `over`: nobody got in, so there is nothing to answer. `undone`: this app has removed its cause. */
export const alertState = z.enum(['waiting', 'me', 'notMe', 'goingOn', 'over', 'undone'])

/** Refused attempts in quick succession. */
const burst = z.object({ count, since: moment, until: moment, addresses: count, countries: count })

/** The families of system and browser. A browser has no name. */
const device = z.object({ system: text.optional(), browser: text.optional(), name: text.optional() })

/** Something that the rules did not take for the person's own. A text is absent if the tenant does not tell it. */
export const alert = z.object({
  id: alertId,
  rule: alertRule,
  at: moment,
  state: alertState,
  answeredAt: moment.optional(),
  /** True if it happened while the app was locked or closed. */
  away: z.literal(true).optional(),
  device: device.optional(),
  /** The sign-in that raised it, or that belongs to the device. */
  signIn: z
    .object({
      at: moment,
      country: text.optional(),
      system: text.optional(),
      browser: text.optional(),
      address: text.optional(),
      app: text.optional(),
      method: text.optional()
    })
    .optional(),
  burst: burst.optional(),
  /** The burst that came right before the sign-in. */
  before: burst.optional(),
  factorType: text.optional(),
  was: text.optional(),
  is: text.optional(),
  /** The habits when it was raised, the latest first. */
  usual: z
    .object({ countries: z.array(text).max(5), systems: z.array(text).max(5), browsers: z.array(text).max(5) })
    .optional()
})
export type Alert = z.infer<typeof alert>

const names = z.array(text).max(200)

/** The habits that the first run has learnt, for the person to look through once. */
const learnt = z.object({
  at: moment,
  signIns: count,
  days: count,
  /** True once the person has seen the list. */
  shown: z.boolean(),
  countries: names,
  systems: names,
  browsers: names,
  devices: count
})

const alertList = z.object({
  /** The newest first. */
  waiting: z.array(alert).max(200),
  earlier: z.array(alert).max(200),
  learnt: learnt.optional(),
  /** When the tenant was asked last, in ms since the epoch. */
  readAt: moment.optional(),
  /** The reason why the last look saw less than everything. */
  failure: failure.optional()
})
export type AlertList = z.infer<typeof alertList>

/** The kinds of differences that a person is shown. */
export const accountChangeKinds = [
  'factorAdded',
  'factorRemoved',
  'emailChanged',
  'phoneChanged',
  'passwordChanged',
  'passwordSet',
  'passwordRemoved',
  'deviceAdded',
  'deviceGone'
] as const

/** One difference between two looks at the account. */
const accountChange = z.object({
  at: moment,
  kind: z.enum(accountChangeKinds),
  /** The type of a factor. */
  subject: text.optional(),
  device: device.optional(),
  before: text.optional(),
  after: text.optional(),
  beforeAt: moment.optional(),
  afterAt: moment.optional(),
  /** True if this app made it. */
  own: z.literal(true).optional(),
  /** The person's answer to the alert that it raised. */
  answer: z.enum(['me', 'notMe']).optional(),
  from: z.array(origin).max(1)
})
export type AccountChange = z.infer<typeof accountChange>

const accountChanges = z.object({
  /** The moment since which they are listed: the end of the visit before, unless another was asked for. */
  since: moment,
  /** When the account was first looked at; absent if it has not been yet. */
  began: moment.optional(),
  /** The newest first. */
  changes: z.array(accountChange).max(4_000)
})
export type AccountChanges = z.infer<typeof accountChanges>

export const alertsChannels = {
  'alerts:read': { input: z.void(), output: alertList },
  /** Asks the tenant now. Answers with the list. */
  'alerts:look': { input: z.void(), output: alertList },
  'alerts:answer': {
    input: z.object({ id: alertId, answer: z.enum(['me', 'notMe']) }),
    output: alertList
  },
  /** Notes that the person has seen what the first run has learnt. */
  'alerts:closeLearnt': { input: z.void(), output: alertList },
  'alerts:readChanges': { input: z.object({ since: moment.optional() }), output: accountChanges }
}

/** The number of alerts that wait for an answer. */
export const alertsEvents = { 'alerts:changed': z.object({ waiting: count }) }
