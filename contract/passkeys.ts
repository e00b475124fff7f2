import { z } from 'zod'

export const passkey = z.object({
  credentialId: z.string().min(1).max(1024),
  name: z.string().max(120).optional(),
  /** ms since the epoch */
  createdAt: z.number().optional()
})
export type Passkey = z.infer<typeof passkey>

const credentialId = passkey.shape.credentialId

export const passkeysChannels = {
  /** `undefined` where the tenant has no passkeys at all. */
  'passkeys:list': { input: z.void(), output: z.array(passkey).max(100).optional() },
  'passkeys:rename': { input: z.object({ credentialId, name: z.string().min(1).max(120) }), output: z.void() },
  /** Main asks the person outside of the page first; tells whether it was removed. */
  'passkeys:remove': { input: z.object({ credentialId }), output: z.object({ removed: z.boolean() }) },
  /** Opens the tenant's own page: a passkey belongs to the tenant's domain. */
  'passkeys:add': { input: z.void(), output: z.void() }
}
