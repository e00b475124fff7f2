import { z } from 'zod'
import { longestAppId, longestHost, longestHostName, longestName, longestOrganisation, longestTarget } from './fields'

export const accountId = z.string().regex(/^[0-9a-f]{8}$/)

/** One account that this installation knows, whether somebody is signed in to it or not. */
const accountEntry = z.object({
  id: accountId,
  /** The host of its tenant. */
  tenant: z.string().max(longestHostName),
  organisation: z.string().min(1).max(longestOrganisation).optional(),
  appId: z.string().max(longestAppId),
  /** The masked name of its owner; absent until the first sign-in. */
  label: z.string().min(1).max(longestName).optional(),
  /** The email address or the number that the person signs in with, masked. */
  address: z.string().min(1).max(longestTarget).optional(),
  /** When the person last signed in here by the browser, in ms since the epoch. */
  signedInAt: z.number().optional(),
  /** True if the machine's file does not allow its tenant. Such an account can only be forgotten. */
  barred: z.boolean().optional(),
  /** True for the account on screen. */
  current: z.boolean(),
  /** True if it was to be forgotten, but the keychain did not confirm that its session is gone. */
  forgotten: z.boolean().optional()
})
export type AccountEntry = z.infer<typeof accountEntry>

/** A tenant as a person types it. Main checks it, and asks the person outside of the page before it trusts a new one. */
const tenantEntry = z.object({ host: z.string().min(1).max(longestHost), appId: z.string().min(1).max(longestAppId) })
export type TenantEntry = z.infer<typeof tenantEntry>

export const accountsChannels = {
  'accounts:list': { input: z.void(), output: z.array(accountEntry) },
  /** Shows another account. The page is loaded again, so no answer comes. */
  'accounts:switch': { input: z.object({ id: accountId }), output: z.void() },
  /** Opens the sign-in of a further account, at the tenant on screen or at the one named. */
  'accounts:add': { input: tenantEntry.optional(), output: z.void() },
  /** Signs the account out and deletes everything that is kept of it here. */
  'accounts:forget': { input: z.object({ id: accountId }), output: z.void() },
  /** Asks outside of the page, then forgets every account, the PIN, the settings and the logs, and quits. */
  'accounts:forgetAll': { input: z.void(), output: z.void() },
  /**
   * Reads the machine's file again after it was refused. The outcome arrives as `session:changed`, or the page is loaded
   * again.
   */
  'accounts:retryMachineFile': { input: z.void(), output: z.void() }
}
