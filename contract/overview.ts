import { z } from 'zod'
import { alert } from './alerts'
import { factSource, factSources, origin } from './origin'
import { failure } from './result'

/** The tenant's score, as the tenant gave it. */
const score = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('number'), value: z.number().min(0).max(100) }),
  /** A number that is less than 0 or more than 100. */
  z.object({ kind: z.literal('outside'), value: z.number() }),
  z.object({ kind: z.literal('text'), text: z.string().max(40) }),
  /** The field is there, and `null`. */
  z.object({ kind: z.literal('empty') }),
  z.object({ kind: z.literal('absent') }),
  /** Neither a number nor a text. */
  z.object({ kind: z.literal('odd') })
])
export type Score = z.infer<typeof score>

const subjects = [
  'alert',
  'reading',
  'secondMethod',
  'fallback',
  'recoveryCode',
  'passkey',
  'password',
  'email',
  'phone'
] as const
const subject = z.enum(subjects)
export type Subject = z.infer<typeof subject>

/** Every sentence that says how the account stands. */
const reasonId = z.enum([
  'passwordAlone',
  'oneMethod',
  'manyMethods',
  'lostPhone',
  'lostMailbox',
  'notRecognised',
  'onlyOne',
  'independent',
  'passwordWeak',
  'passwordMeetsRule',
  'passwordNotTold',
  'noPassword',
  'emailConfirmed',
  'emailUnconfirmed',
  'emailNotTold',
  'noEmail',
  'phoneSet',
  'phoneNotTold',
  'noPhone',
  'noPhoneHere',
  'passkey',
  'passkeys',
  'noPasskey',
  'notRead'
])
export type ReasonId = z.infer<typeof reasonId>

const reason = z.object({
  id: reasonId,
  about: subject,
  /** `none`: it is not there, and that is no fault. `unknown`: it was not told, or could not be read. */
  state: z.enum(['good', 'gap', 'none', 'unknown']),
  /** How many there are, where the sentence counts. */
  count: z.number().optional(),
  /** The method that the sentence is about. */
  method: z.string().max(64).optional(),
  from: z.array(origin).max(10)
})
export type Reason = z.infer<typeof reason>

const ruleIds = [
  'unanswered',
  'readAgain',
  'passwordAlone',
  'lostPhone',
  'lostMailbox',
  'notRecognised',
  'onlyOne',
  'passwordWeak',
  'recoveryCode',
  'emailUnconfirmed',
  'falseWebsite',
  'noPhone',
  'noEmail'
] as const
const ruleId = z.enum(ruleIds)
export type RuleId = z.infer<typeof ruleId>

/** The way to take a step. */
const action = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('add'), method: z.enum(['OTP', 'SMS', 'EMAIL', 'FACE', 'PASSKEY']) }),
  /** In the list of alerts. */
  z.object({ kind: z.literal('answer'), alert }),
  z.object({ kind: z.literal('readAgain') }),
  /** On the tenant's own page. */
  z.object({ kind: z.literal('tenantPage') }),
  /** Nothing here can do it: the organisation's administrator could allow one of these methods. */
  z.object({ kind: z.literal('administrator'), methods: z.array(z.enum(['OTP', 'SMS', 'EMAIL', 'FACE'])).max(4) })
])
export type Action = z.infer<typeof action>

const step = z.object({
  rule: ruleId,
  about: subject,
  severity: z.enum(['high', 'medium', 'low', 'optional']),
  action,
  /** The days for which it can be put off; absent if it cannot. */
  offDays: z.int().positive().optional(),
  from: z.array(origin).max(10)
})
export type Step = z.infer<typeof step>

/** The person's decision about a rule. Without `until` it holds for good. */
export const decision = z.object({
  rule: ruleId,
  about: subject,
  /** In ms since the epoch. */
  at: z.number(),
  until: z.number().optional()
})
export type Decision = z.infer<typeof decision>

export const overview = z.object({
  /** Absent if it was not read. */
  score: score.optional(),
  scoreFrom: z.array(origin).max(1),
  reasons: z.array(reason).max(20),
  /** The steps that the person can take, the best first. Until all is read there are only those that the lists decide. */
  steps: z.array(step).max(20),
  /** Steps that only somebody else could take. */
  outside: z.array(step).max(20),
  /** Things that are not set and need not be. They may explain a score below 100. */
  optional: z.array(step).max(20),
  decided: z.array(decision.extend({ from: z.array(origin).max(10).optional() })).max(100),
  /** True if the person may dismiss a row for good, having two strong methods. */
  mayDismiss: z.boolean(),
  /** The sources that could not be read this time. */
  unread: z.array(z.object({ source: factSource, failure, known: z.boolean() })).max(factSources.length),
  /** True while some sources have not answered yet. */
  waiting: z.boolean()
})
export type Overview = z.infer<typeof overview>

export const overviewChannels = {
  /**
   * Reads everything that the page tells. Answers of the moment count, unless the person asks `again`.
   */
  'overview:read': { input: z.object({ again: z.boolean() }), output: overview },
  /** Puts a step off for its days. Answers with the overview as it is then, without reading anything. */
  'overview:putOff': { input: step.pick({ rule: true, about: true }), output: overview },
  /** Dismisses a step for good, if the person has two strong methods. */
  'overview:dismiss': { input: step.pick({ rule: true, about: true }), output: overview },
  /** Takes a decision back. */
  'overview:undo': { input: decision, output: overview },
  /** Copies a message that asks the administrator to allow what such a step needs. */
  'overview:copyRequest': { input: step.pick({ rule: true, about: true }), output: z.void() },
  /** Opens the tenant's own page for the account. */
  'overview:openTenantPage': { input: z.void(), output: z.void() }
}

export const overviewEvents = {
  /** Tells what is known so far, while the rest is still being read. */
  'overview:changed': overview
}
