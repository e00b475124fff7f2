import { z } from 'zod'
import { longestOrganisation } from './fields'

export const account = z.object({
  /** What to call the person: name, else nickname, username, e-mail or phone. */
  displayName: z.string().min(1).max(120).optional(),
  /** The tenant's host, as the person knows it. */
  tenant: z.string().max(255)
})
export type Account = z.infer<typeof account>

export const accountChannels = {
  'account:read': { input: z.void(), output: account },
  /** Answers with the name that the organisation gives itself; without one where nobody tells. It is asked once, and never fails. */
  'account:readOrganisation': { input: z.void(), output: z.string().min(1).max(longestOrganisation).optional() }
}
