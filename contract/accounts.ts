import { z } from 'zod'
import { longestOrganisation } from './fields'

export const accountId = z.string().regex(/^[0-9a-f]{8}$/)

/** One account that this installation knows, whether somebody is signed in to it or not. */
export const accountEntry = z.object({
  id: accountId,
  /** The host of its tenant. */
  tenant: z.string().max(255),
  organisation: z.string().min(1).max(longestOrganisation).optional(),
  appId: z.string().max(128),
  /** Whom it belongs to, masked; absent until the first sign-in. */
  label: z.string().min(1).max(120).optional(),
  /** The email address or the number that the person signs in with, masked. */
  address: z.string().min(1).max(320).optional(),
  /** When they last signed in here by the browser, in ms since the epoch. */
  signedInAt: z.number().optional(),
  /** The account on screen. */
  current: z.boolean(),
  /** True if it was to be forgotten, but the keychain did not confirm that its session is gone. */
  forgotten: z.boolean().optional()
})
export type AccountEntry = z.infer<typeof accountEntry>

/** A tenant as a person types it. Main checks it and asks outside of the page before it trusts a new one. */
export const tenantEntry = z.object({ host: z.string().min(1).max(2048), appId: z.string().min(1).max(200) })
export type TenantEntry = z.infer<typeof tenantEntry>

export const accountsChannels = {
  'accounts:list': { input: z.void(), output: z.array(accountEntry) },
  /** Shows another account. The page ends and begins anew, so no answer comes. */
  'accounts:switch': { input: z.object({ id: accountId }), output: z.void() },
  /** Goes to the sign-in of a further account: at the tenant on screen, or at the one named. */
  'accounts:add': { input: tenantEntry.optional(), output: z.void() },
  /** Signs the account out and deletes all that is kept of it here. */
  'accounts:forget': { input: z.object({ id: accountId }), output: z.void() }
}
