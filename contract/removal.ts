import { z } from 'zod'
import { askedBy } from './enrolment'
import { enrolledFactor } from './factors'
import { failure } from './result'

/** What removing a factor would leave, asked of the server just before. */
export const removalPreview = z.object({
  factor: enrolledFactor,
  left: z.array(enrolledFactor).max(100),
  /** Whether the account has a password; missing where the server does not say. */
  passwordSet: z.boolean().optional(),
  /** How many passkeys the account has; missing where they could not be read. */
  passkeys: z.int().nonnegative().optional(),
  /** The person types this name to remove the last factor. */
  accountName: z.string().min(1).max(320),
  /** How main makes sure that a person asked: a fresh sign-in in the browser, or, just after a sign-in, a native dialog. */
  confirmBy: askedBy
})
export type RemovalPreview = z.infer<typeof removalPreview>

/** One removal as the window shows it. */
export const removalState = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('none') }),
  z.object({
    phase: z.literal('confirming'),
    by: askedBy,
    /** The fresh sign-in, for any browser on this computer. */
    link: z.string().optional()
  }),
  z.object({ phase: z.literal('removing') }),
  /** The server wants a code from the address or number that is to go. */
  z.object({
    phase: z.literal('codeNeeded'),
    /** The part of the profile that the account loses along with the factor: a code takes both. */
    loses: z.enum(['email', 'phone']),
    target: z.string().max(320),
    pending: z.boolean(),
    /** ms since the epoch; 0 while none was sent */
    sentAt: z.number(),
    /** ms since the epoch */
    resendAt: z.number(),
    failure: failure.optional()
  }),
  /** No answer said clearly whether it is gone, and the list has not been read again yet. */
  z.object({ phase: z.literal('unknown'), pending: z.boolean(), failure: failure.optional() }),
  z.object({ phase: z.literal('removed') }),
  /** The factor is still there. */
  z.object({ phase: z.literal('failed'), failure })
])
export type RemovalState = z.infer<typeof removalState>

const factorId = z.string().min(1).max(256)

export const removalChannels = {
  'removal:read': { input: z.void(), output: removalState },
  'removal:preview': { input: z.object({ factorId }), output: removalPreview },
  /** Begins a removal: main asks the person outside of the page first. The last factor goes only with the account's name. */
  'removal:start': { input: z.object({ factorId, accountName: z.string().max(320).optional() }), output: z.void() },
  'removal:copySignInLink': { input: z.void(), output: z.void() },
  'removal:reopenBrowser': { input: z.void(), output: z.void() },
  'removal:sendCode': { input: z.void(), output: z.void() },
  'removal:confirmCode': { input: z.object({ passcode: z.string().regex(/^\d{4,8}$/) }), output: z.void() },
  'removal:recheck': { input: z.void(), output: z.void() },
  /** Ends what can be ended: nothing while the server is being asked. */
  'removal:leave': { input: z.void(), output: z.void() }
}

export const removalEvents = { 'removal:changed': removalState }
