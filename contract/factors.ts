import { z } from 'zod'

/** The factor types this version can explain. GenAuth may name others: they stay strings and are shown as unsupported. */
export const knownFactorTypes = ['OTP', 'SMS', 'EMAIL', 'FACE'] as const
export type KnownFactorType = (typeof knownFactorTypes)[number]

export const factorType = z.string().min(1).max(64)

export const factorToEnroll = z.object({ factorType })
export type FactorToEnroll = z.infer<typeof factorToEnroll>

/** What a person calls a factor. Kept on this computer: the tenant has no names for factors. */
export const factorLabel = z.string().min(1).max(60)

const factorId = z.string().min(1).max(256)

export const enrolledFactor = z.object({
  /** Opaque; may hold characters such as `|`. */
  factorId,
  factorType,
  /** Where the factor leads, masked in main: `a•••o@fernhill.example`, `+44 ••••• 0123`. */
  target: z.string().max(320).optional(),
  label: factorLabel.optional(),
  /** When this installation bound it, in ms since the epoch; missing for a factor that came from elsewhere. */
  addedAt: z.number().optional(),
  /** When somebody showed here to have kept the recovery code that came with it, in ms since the epoch. */
  codeKeptAt: z.number().optional()
})
export type EnrolledFactor = z.infer<typeof enrolledFactor>

export const factorsChannels = {
  'factors:listToEnroll': { input: z.void(), output: z.array(factorToEnroll).max(100) },
  'factors:listEnrolled': { input: z.void(), output: z.array(enrolledFactor).max(100) },
  /** An empty label takes the name away. */
  'factors:label': { input: z.object({ factorId, label: z.string().max(60) }), output: z.void() },
  /** The view is gone: requests of this topic that are still under way are aborted. */
  'factors:stopLoading': { input: z.void(), output: z.void() }
}
