import { z } from 'zod'

/** An answer of the keychain worker. */
export const reply = z.object({
  id: z.int(),
  value: z.union([z.string(), z.null(), z.boolean()]).optional(),
  /** The keychain's own error message. */
  error: z.string().optional()
})
export type Reply = z.infer<typeof reply>
