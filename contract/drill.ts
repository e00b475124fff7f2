import { z } from 'zod'
import { factorLabel, factorType } from './factors'
import { drillPaces, farthestMoment, longestName, longestTarget, passcodePattern } from './fields'
import { origin } from './origin'
import { failure } from './result'

const moment = z.int().min(0).max(farthestMoment)

/** Something that a person proves with that they are themselves, or that codes are sent to. */
const subject = {
  /** The same in each run, for as long as the tenant has it. */
  id: z.string().regex(/^[0-9a-f]{32}$/),
  kind: z.enum(['factor', 'email', 'phone', 'recoveryCode', 'passkey']),
  /** Present for a factor. */
  factorType: factorType.optional(),
  /** The address or number, masked in main. */
  target: z.string().max(longestTarget).optional(),
  /** The answer of the tenant that what is said of it rests on; absent if there is none. */
  from: z.array(origin).max(1).optional()
}

/** A subject whose turn it is. */
const turn = z.object({
  as: z.literal('now'),
  /** `sent` begins with a code that the tenant sends; all others ask at once for what the person has. */
  by: z.enum(['app', 'sent', 'compared']),
  doing: z.enum(['nothing', 'sending', 'checking']),
  /** The moment the newest code was sent; absent while none is. */
  sentAt: moment.optional(),
  /** True once the code was tried. Each is tried once, right or wrong. */
  spent: z.boolean(),
  /** The moment from which the next code can be sent or tried. */
  nextAt: moment,
  /** The moment of the last refusal by the tenant or, for a recovery code, by this computer. */
  refusedAt: moment.optional(),
  failure: failure.optional()
})
export type DrillTurn = z.infer<typeof turn>

/** The tenant refused it, or the person said that nothing arrived. */
export const drillFailing = z.enum(['refused', 'nothingArrived'])

const standing = z.discriminatedUnion('as', [
  z.object({ as: z.literal('toDo'), by: turn.shape.by }),
  turn,
  /** `madeAt` is the moment when a recovery code was made. */
  z.object({ as: z.literal('works'), at: moment, madeAt: moment.optional() }),
  z.object({
    as: z.literal('fails'),
    why: drillFailing,
    at: moment,
    sentAt: moment.optional()
  }),
  z.object({
    as: z.literal('notTested'),
    why: z.enum([
      'face',
      'passkey',
      'unknownType',
      'skipped',
      'stopped',
      /** The tenant names no number or address that a code could be sent to. */
      'noContact',
      /** The tenant has no such test. */
      'noEndpoint',
      /** The tenant sent no code. */
      'notSent',
      /** No answer came to a code. */
      'noAnswer',
      /** The recovery code was not made here, or nobody has shown here to have kept it. */
      'codeNotKnown'
    ]),
    failure: failure.optional()
  })
])
export type DrillStanding = z.infer<typeof standing>

const drillItem = z.object({ ...subject, standing })
export type DrillItem = z.infer<typeof drillItem>

const items = z.array(drillItem).max(110)

/** The lists before the first test and after the last one. `notCompared` if they could not be read both times. */
const lists = z.enum(['same', 'changed', 'notCompared'])
export type DrillLists = z.infer<typeof lists>

const drillState = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('none') }),
  z.object({ phase: z.literal('preparing') }),
  z.object({ phase: z.literal('running'), startedAt: moment, items }),
  z.object({ phase: z.literal('comparing'), startedAt: moment, items }),
  z.object({ phase: z.literal('finished'), startedAt: moment, endedAt: moment, lists, items }),
  z.object({ phase: z.literal('failed'), failure })
])
export type DrillState = z.infer<typeof drillState>

const pace = z.literal(drillPaces)
export type DrillPace = z.infer<typeof pace>

/** Everything that a test can ask for, with what the last test of each has shown. */
const drillRecord = z.object({
  subjects: z
    .array(
      z.object({
        ...subject,
        label: factorLabel.optional(),
        /** An older version has not kept why it fails. */
        last: z.object({ result: z.enum(['works', 'fails']), at: moment, why: drillFailing.optional() }).optional()
      })
    )
    .max(110),
  everyMonths: pace,
  /** The end of the last run; absent before the first. */
  lastRunAt: moment.optional(),
  /** The moment from which another run is due; absent if the person wants none, or had none yet. */
  dueAt: moment.optional()
})
export type DrillRecord = z.infer<typeof drillRecord>

/** The digits of a sent code or of an app, or a recovery code as it was written down. */
const entry = z.union([z.string().regex(passcodePattern), z.string().min(4).max(longestName)])

export const drillChannels = {
  'drill:read': { input: z.void(), output: drillState },
  /** Reads the lists, and begins with the first subject that can be tested. Another run that is under way goes on. */
  'drill:start': { input: z.void(), output: z.void() },
  'drill:sendCode': { input: z.void(), output: z.void() },
  'drill:check': { input: z.object({ code: entry }), output: z.void() },
  'drill:nothingArrived': { input: z.void(), output: z.void() },
  /** Goes on to the next subject. One that was refused does not work, any other was not tested. */
  'drill:next': { input: z.void(), output: z.void() },
  /** Ends the run. The rest is not tested. */
  'drill:stop': { input: z.void(), output: z.void() },
  'drill:leave': { input: z.void(), output: z.void() },
  'drill:readRecord': { input: z.void(), output: drillRecord },
  'drill:setPace': { input: z.object({ everyMonths: pace }), output: z.void() }
}

export const drillEvents = { 'drill:changed': drillState }
