import { z } from 'zod'

/** The questions to the tenant that the facts come from. */
export const factSources = ['active', 'offered', 'passkeys', 'security', 'profile'] as const
export const factSource = z.enum(factSources)
export type FactSource = z.infer<typeof factSource>

/** Where the tenant said something, so that each claim can tell why it is made. */
export const origin = z.object({
  /** `test`: a code that the person has tested. */
  source: z.enum([...factSources, 'devices', 'test']),
  /** The field of the answer as the API names it; with the endpoint, for a test. */
  field: z.string().max(60),
  /** The values that were read there, as they came. */
  values: z.array(z.string().max(64)).max(100),
  /** In ms since the epoch. */
  readAt: z.number(),
  /** Absent if the tenant gave its answer none, or if it is not known any more. */
  requestId: z.string().max(100).optional()
})
export type Origin = z.infer<typeof origin>
