import { z } from 'zod'
import { askedBy } from './enrolment'
import { farthestMoment, longestCredentialId, longestName, longestTarget, mostDevices } from './fields'
import { failure } from './result'

/** Formatting throws at a moment that no date can hold. */
const moment = z.int().min(-farthestMoment).max(farthestMoment)
const text = z.string().min(1).max(longestName)
/** That of a factor, a device or a passkey, which may be the longest. */
const id = z.string().min(1).max(longestCredentialId)

/** A change of the account that this installation did not make. */
const incidentChange = z.enum(['factorAdded', 'factorRemoved', 'emailChanged', 'phoneChanged', 'passwordChanged'])
export type IncidentChange = z.infer<typeof incidentChange>

/** The sign-in of which the person said that it was not theirs, the attempts, or the change. */
export const incidentCause = z.object({
  at: moment,
  success: z.boolean(),
  /** Present if it is a change and no sign-in. */
  change: incidentChange.optional(),
  app: text.optional(),
  address: text.optional(),
  /** ISO 3166-1 alpha-2 */
  countryCode: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  country: text.optional(),
  /** The number of attempts, and when they began, if there were several. */
  attempts: z.int().min(2).optional(),
  since: moment.optional()
})
export type IncidentCause = z.infer<typeof incidentCause>

/** The steps, in the order in which they are taken. */
export const incidentSteps = ['password', 'sessions', 'factors', 'identities'] as const
export const incidentStep = z.enum(incidentSteps)
export type IncidentStep = (typeof incidentSteps)[number]

/** A thing that a step can take away: a second factor, a passkey, or the session of a device. */
export const incidentSubject = z.object({
  id,
  /** Present for a second factor. */
  factorType: z.string().min(1).max(64).optional(),
  passkey: z.literal(true).optional(),
  /** The address or number, masked. */
  target: z.string().max(longestTarget).optional(),
  /** The name of a device, or the one that the person gave. */
  name: text.optional(),
  /** When this installation added a factor, absent if it was added elsewhere; when a passkey was made, wherever that was. */
  addedAt: moment.optional(),
  /** When somebody last signed in there. */
  usedAt: moment.optional(),
  /** True if the tenant does not say whether it is signed in. Only its absence proves then that it is not. */
  untold: z.literal(true).optional()
})
export type IncidentSubject = z.infer<typeof incidentSubject>

/**
 * How a line of the timeline is known: from the history of the tenant, noticed between two looks at the account, read back
 * after the tenant had answered, found done when it was read again after the answer had been lost, accepted by the tenant
 * which shows nothing of it, found to be gone although nothing was sent, done but not to be read back, or said by the person.
 */
const knownBy = z.enum(['history', 'noticed', 'proven', 'foundDone', 'accepted', 'gone', 'notProven', 'said'])
export type KnownBy = z.infer<typeof knownBy>

export const incidentLine = z.object({
  at: moment,
  /**
   * `removed`: a method, or the session of a device. `stayedIn`, `leftOut`: this app is signed in after sessions were ended,
   * without interruption or because the person signed in again.
   */
  what: z.enum([
    'attempts',
    'signIn',
    'changed',
    'said',
    'password',
    'removed',
    'kept',
    'stayedIn',
    'leftOut',
    'page',
    'skipped'
  ]),
  step: incidentStep.optional(),
  subject: incidentSubject.optional(),
  cause: incidentCause.optional(),
  by: knownBy,
  /** When it was read back. */
  readAt: moment.optional()
})
export type IncidentLine = z.infer<typeof incidentLine>

/** `part`: something was left. `visited`: done on the tenant's page, which nothing can prove. */
export const incidentOutcome = z.enum(['proven', 'part', 'visited', 'skipped'])
export type IncidentOutcome = z.infer<typeof incidentOutcome>

/** Each device can be a subject, and each subject is one line. */
export const mostIncidentSubjects = mostDevices
export const mostIncidentLines = 4 * mostIncidentSubjects

const stepState = z.object({ step: incidentStep, outcome: incidentOutcome.optional(), at: moment.optional() })

/** The step that is to be taken now. */
const openStep = z.discriminatedUnion('kind', [
  /** It is done on the tenant's page in the browser. */
  z.object({
    kind: z.literal('page'),
    step: incidentStep,
    /** When the page was opened. */
    openedAt: moment.optional(),
    /** True if the tenant says that nothing has changed since. */
    unchanged: z.boolean()
  }),
  /** The person says of each subject if it is theirs, and Holdfast takes away what is not. */
  z.object({
    kind: z.literal('choice'),
    step: incidentStep,
    /** Absent until they were read. */
    subjects: z.array(incidentSubject).max(mostIncidentSubjects).optional(),
    /** True while nobody knows if the last removal was carried out. Until then the step cannot be left out. */
    unproven: z.boolean(),
    /** Those that the person has already said are not theirs. */
    chosen: z.array(id).max(mostIncidentSubjects)
  })
])

const incidentState = z.discriminatedUnion('phase', [
  /** Nothing was read yet. */
  z.object({ phase: z.literal('unread'), failure: failure.optional() }),
  z.object({ phase: z.literal('none'), failure: failure.optional() }),
  z.object({
    phase: z.enum(['running', 'done']),
    startedAt: moment,
    cause: incidentCause,
    /** True if the person stopped for now. */
    stopped: z.boolean(),
    steps: z.array(stepState),
    /** Absent once every step has an outcome. */
    open: openStep.optional(),
    /** True while something is written, asked or read. */
    busy: z.boolean(),
    /** The question to the person outside of the page, while there is one. */
    asking: z.object({ by: askedBy, link: z.string().optional() }).optional(),
    lines: z.array(incidentLine).max(mostIncidentLines),
    failure: failure.optional()
  })
])
export type IncidentState = z.infer<typeof incidentState>

/** The things that the person can do with the step that is open. */
const incidentAct = z.enum(['openPage', 'check', 'vouch', 'skip', 'retry', 'stop', 'goOn', 'close', 'cancelQuestion'])
export type IncidentAct = z.infer<typeof incidentAct>

export const incidentChannels = {
  /** Answers with the incident, and goes on with what was under way when the app ended. */
  'incident:read': { input: z.void(), output: incidentState },
  /** Begins an incident, or goes on with the one there is. */
  'incident:start': { input: z.object({ cause: incidentCause }), output: z.void() },
  'incident:act': { input: z.object({ act: incidentAct }), output: z.void() },
  /** Takes away these subjects of the open step and keeps all others. `accountName` is typed to remove the last factor. */
  'incident:decide': {
    input: z.object({
      remove: z.array(id).max(mostIncidentSubjects),
      accountName: z.string().max(longestTarget).optional()
    }),
    output: z.void()
  },
  /** Saves the timeline as text at a place that the person chooses. Answers with true if it was saved. */
  'incident:save': { input: z.void(), output: z.boolean() },
  'incident:copySignInLink': { input: z.void(), output: z.void() },
  'incident:reopenBrowser': { input: z.void(), output: z.void() }
}

export const incidentEvents = { 'incident:changed': incidentState }
