import { z } from 'zod'
import { longestFactorId, longestLabel, longestTarget } from './fields'

/** The factor types this version can explain. GenAuth may name others: they stay strings and are shown as unsupported. */
export const knownFactorTypes = ['OTP', 'SMS', 'EMAIL', 'FACE'] as const
export type KnownFactorType = (typeof knownFactorTypes)[number]

export const factorType = z.string().min(1).max(64)

export const factorToEnroll = z.object({ factorType })
export type FactorToEnroll = z.infer<typeof factorToEnroll>

/** The person's own name for a factor. It is kept on this computer, because the tenant has no names for factors. */
export const factorLabel = z.string().min(1).max(longestLabel)

export const factorId = z.string().min(1).max(longestFactorId)

export const enrolledFactor = z.object({
  /** An opaque id, which may hold characters such as `|`. */
  factorId,
  factorType,
  /** The masked address or number of the factor: `a•••o@fernhill.example`, `+44 ••••• 0123`. */
  target: z.string().max(longestTarget).optional(),
  label: factorLabel.optional(),
  /** When this installation bound it, in ms since the epoch; absent for a factor that was bound elsewhere. */
  addedAt: z.number().optional(),
  /** When the person proved here to have kept its recovery code, in ms since the epoch. */
  codeKeptAt: z.number().optional()
})
export type EnrolledFactor = z.infer<typeof enrolledFactor>

export const factorsChannels = {
  'factors:listToEnroll': { input: z.void(), output: z.array(factorToEnroll).max(100) },
  'factors:listEnrolled': { input: z.void(), output: z.array(enrolledFactor).max(100) },
  /** Sets the label of a factor. An empty one removes it. */
  'factors:label': { input: z.object({ factorId, label: z.string().max(longestLabel) }), output: z.void() },
  /** Aborts the requests of this topic that are under way, because the view is gone. */
  'factors:stopLoading': { input: z.void(), output: z.void() }
}
