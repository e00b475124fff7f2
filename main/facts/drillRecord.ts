import { z } from 'zod'
import { drillFailing } from '../../contract/drill'
import { drillPaces } from '../../contract/fields'
import { origin } from '../../contract/origin'

/** The results of the fire drills of an account, by the ids of its subjects, and how often the person wants one. */
export const drillRecord = z.object({
  everyMonths: z.literal(drillPaces),
  /** The end of the last run, in ms since the epoch. */
  lastRunAt: z.number().optional(),
  results: z.record(
    z.string(),
    z.object({
      result: z.enum(['works', 'fails']),
      at: z.number(),
      why: drillFailing.optional(),
      from: z.array(origin).max(1).optional()
    })
  )
})
export type DrillRecordKept = z.infer<typeof drillRecord>

export const noDrill: DrillRecordKept = { everyMonths: 3, results: {} }

/**
 * Returns the moment from which another run is due, in ms since the epoch. It is undefined if the person wants none or had
 * none yet.
 */
export function dueAt({ everyMonths, lastRunAt }: DrillRecordKept): number | undefined {
  if (everyMonths === 0 || lastRunAt === undefined) return undefined
  const due = new Date(lastRunAt)
  const day = due.getDate()
  due.setMonth(due.getMonth() + everyMonths)
  // A month that is too short ends before the day of the last run.
  if (due.getDate() !== day) due.setDate(0)
  return due.getTime()
}
