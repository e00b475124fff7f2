import { z } from 'zod'
import { longestCredentialId, longestName } from './fields'

const passkey = z.object({
  credentialId: z.string().min(1).max(longestCredentialId),
  name: z.string().max(longestName).optional(),
  /** ms since the epoch */
  createdAt: z.number().optional()
})
export type Passkey = z.infer<typeof passkey>

const credentialId = passkey.shape.credentialId

export const passkeysChannels = {
  /** Answers with `undefined` if the tenant has no passkeys at all. */
  'passkeys:list': { input: z.void(), output: z.array(passkey).max(100).optional() },
  'passkeys:rename': { input: z.object({ credentialId, name: z.string().min(1).max(longestName) }), output: z.void() },
  /** Removes a passkey, after main asked the person outside of the page. Answers whether it was removed. */
  'passkeys:remove': { input: z.object({ credentialId }), output: z.object({ removed: z.boolean() }) },
  /** Opens the tenant's own page, because a passkey belongs to the tenant's domain. */
  'passkeys:add': { input: z.void(), output: z.void() }
}
