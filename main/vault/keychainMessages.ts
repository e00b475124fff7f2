import { z } from 'zod'

/** What main asks of the keychain worker, and what comes back. */
export const request = z.object({
  id: z.int(),
  verb: z.enum(['get', 'set', 'delete']),
  service: z.string().min(1),
  name: z.string().min(1),
  value: z.string().min(1).optional()
})
export type Request = z.infer<typeof request>

export const reply = z.object({
  id: z.int(),
  value: z.union([z.string(), z.null(), z.boolean()]).optional(),
  /** The keychain's own error message. */
  error: z.string().optional()
})
export type Reply = z.infer<typeof reply>
