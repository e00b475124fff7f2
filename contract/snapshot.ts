import { z } from 'zod'
import { enrolledFactor, factorToEnroll } from './factors'
import { overview } from './overview'
import { profile } from './profile'

/** A value that the tenant sent, and the moment it did so in ms since the epoch. */
const part = <T extends z.ZodType>(value: T) => z.object({ readAt: z.number(), value })

/** The values known from earlier about the account that is signed in. A part that is absent is not known. */
export const snapshot = z.object({
  toEnroll: part(z.array(factorToEnroll).max(100)).optional(),
  enrolled: part(z.array(enrolledFactor).max(100)).optional(),
  account: part(profile).optional(),
  overview: part(overview).optional()
})
export type Snapshot = z.infer<typeof snapshot>

export const snapshotChannels = {
  /** Answers with an empty snapshot if nothing is known. */
  'snapshot:read': { input: z.void(), output: snapshot }
}
