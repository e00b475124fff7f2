import { z } from 'zod'
import { factorLabel, factorType } from './factors'
import { farthestMoment, longestName, longestTarget, losses } from './fields'

const moment = z.int().min(0).max(farthestMoment)
const proofId = z.string().regex(/^[0-9a-f]{32}$/)

const loss = z.enum(losses)
export type Loss = z.infer<typeof loss>

/** The place of something that a person proves with. `unknown` may be the phone or this laptop. */
const place = z.enum(['phone', 'laptop', 'elsewhere', 'unknown'])
export type Place = z.infer<typeof place>

export const proofKinds = [
  'password',
  /** The first step of an account without a password, which the tenant does not tell. */
  'otherSignIn',
  'app',
  'sms',
  'email',
  'face',
  'recoveryCode',
  'other',
  'passkey'
] as const
const kind = z.enum(proofKinds)
export type ProofKind = z.infer<typeof kind>

/** Something that a person proves with, and what the losses do to it. */
const proof = z.object({
  id: proofId,
  kind,
  factorType: factorType.optional(),
  /** The address or number, masked in main. */
  target: z.string().max(longestTarget).optional(),
  /** The person's name for a factor, or the name of a passkey. */
  name: z.union([factorLabel, z.string().min(1).max(longestName)]).optional(),
  place,
  /** True if the person said where it is. It is a guess otherwise. */
  isSaid: z.boolean(),
  /** False if nobody knows that it exists or works. It makes no certain way in. */
  isCertain: z.boolean(),
  /** The last fire drill of it. */
  last: z.object({ result: z.enum(['works', 'fails']), at: moment }).optional(),
  /** The losses that take it away. Empty if it stays. */
  lostWith: z.array(loss).max(losses.length)
})
export type WhatIfProof = z.infer<typeof proof>

/** One step of a way in. */
const wayStep = z.enum([
  'openPage',
  'typePassword',
  'signInOtherwise',
  'usePasskey',
  'typeAppCode',
  'typeSentText',
  'typeSentEmail',
  'showFace',
  'useOther',
  'typeRecoveryCode',
  'addAnother'
])
export type WayStep = z.infer<typeof wayStep>

const way = z.object({ proofs: z.array(proofId).min(1).max(2), isCertain: z.boolean(), steps: z.array(wayStep).max(5) })
export type Way = z.infer<typeof way>

/** The methods that can be added. */
export const additions = ['passkey', 'OTP', 'SMS', 'EMAIL', 'FACE'] as const
const addition = z.enum(additions)
export type Addition = z.infer<typeof addition>

const outlook = z.object({
  /** When the tenant was asked. */
  readAt: moment,
  proofs: z.array(proof).max(160),
  /** The ways in that are left, the best first. */
  ways: z.array(way).max(160),
  /** The number of certain ways. `perhaps` is none, but one that nobody can be sure of. */
  verdict: z.enum(['none', 'perhaps', 'one', 'several']),
  /** The one thing that would add a certain way; absent if two are left or nothing would. */
  addition: addition.optional()
})
export type Outlook = z.infer<typeof outlook>

export const whatIfChannels = {
  /** Reads the account anew. */
  'whatIf:read': { input: z.void(), output: z.void() },
  /** Answers from what was read, or reads the account first. Sends and changes nothing. */
  'whatIf:consider': { input: z.object({ lost: z.array(loss).max(losses.length) }), output: outlook },
  /** Remembers where something is, as the person says. */
  'whatIf:say': { input: z.object({ id: proofId, place }), output: z.void() }
}
