import { z } from 'zod'
import { longestHostName, longestName, longestOrganisation } from './fields'

export const profile = z.object({
  /** The person's name, else nickname, username, e-mail or phone. */
  displayName: z.string().min(1).max(longestName).optional(),
  /** The tenant's host, as the person knows it. */
  tenant: z.string().max(longestHostName)
})

export const profileChannels = {
  'profile:read': { input: z.void(), output: profile },
  /**
   * Answers with the name that the organisation gives itself, if anybody tells it. The tenant is asked once, and this never
   * fails.
   */
  'profile:readOrganisation': { input: z.void(), output: z.string().min(1).max(longestOrganisation).optional() }
}
