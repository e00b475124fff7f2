import { z } from 'zod'
import { account } from './account'
import { enrolledFactor, factorToEnroll } from './factors'

/** Something the tenant said, with the moment it did so in ms since the epoch. */
const part = <T extends z.ZodType>(value: T) => z.object({ readAt: z.number(), value })

/** What is known from earlier of the account that is signed in; a part that is missing is not known. */
export const snapshot = z.object({
  toEnroll: part(z.array(factorToEnroll).max(100)).optional(),
  enrolled: part(z.array(enrolledFactor).max(100)).optional(),
  account: part(account).optional()
})
export type Snapshot = z.infer<typeof snapshot>

export const snapshotChannels = {
  /** Empty where nothing is known. */
  'snapshot:read': { input: z.void(), output: snapshot }
}
