import { z } from 'zod'
import { type Failure, failure } from './result'

/**
 * A long job that main does for the window. A topic declares its channels by hand, like everything that crosses the bridge:
 *
 * 'activity:export': { input: exportRequest, output: job },
 * 'activity:readExport': { input: z.void(), output: exportState },
 * 'activity:cancelExport': { input: job, output: z.void() }
 *
 * and the event `'activity:exportChanged': exportState`, where `exportState` is `jobState(exportResult)`.
 */
export const job = z.object({ id: z.uuid() })
export type Job = z.infer<typeof job>

const count = z.int().nonnegative()

/** Returns the schema of a job's state, which is read after a reload and sent at each change. */
export const jobState = <R extends z.ZodType>(result: R) =>
  z.discriminatedUnion('phase', [
    z.object({ phase: z.literal('none') }),
    /** `total` is absent while nobody knows how much there is to do. */
    job.extend({ phase: z.literal('running'), done: count, total: count.optional() }),
    job.extend({ phase: z.literal('finished'), result }),
    job.extend({ phase: z.literal('cancelled') }),
    job.extend({ phase: z.literal('failed'), failure })
  ])

export type JobState<R> =
  | { phase: 'none' }
  | { phase: 'running'; id: string; done: number; total?: number | undefined }
  | { phase: 'finished'; id: string; result: R }
  | { phase: 'cancelled'; id: string }
  | { phase: 'failed'; id: string; failure: Failure }
