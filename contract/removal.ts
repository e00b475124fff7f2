import { z } from 'zod'
import { longestTarget, passcodePattern } from './fields'
import { askedBy } from './enrolment'
import { enrolledFactor, factorId } from './factors'
import { failure } from './result'

/** The account as the removal of a factor would leave it, asked of the server just before. */
const removalPreview = z.object({
  factor: enrolledFactor,
  left: z.array(enrolledFactor).max(100),
  /** True if the account has a password; absent if the server does not say. */
  passwordSet: z.boolean().optional(),
  /** The number of passkeys of the account; absent if they could not be read. */
  passkeys: z.int().nonnegative().optional(),
  /** The person types this name to remove the last factor. */
  accountName: z.string().min(1).max(longestTarget),
  /**
   * The way in which main confirms the removal: by a fresh sign-in in the browser or, just after a sign-in, by a native
   * dialog.
   */
  confirmBy: askedBy
})
export type RemovalPreview = z.infer<typeof removalPreview>

/** One removal as the window shows it. */
const removalState = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('none') }),
  z.object({
    phase: z.literal('confirming'),
    by: askedBy,
    /** The address of the fresh sign-in, for any browser on this computer. */
    link: z.string().optional()
  }),
  z.object({ phase: z.literal('removing') }),
  /** The server wants a code from the address or number that is to be removed. */
  z.object({
    phase: z.literal('codeNeeded'),
    /** The part of the profile that the account loses with the factor, because a code removes both. */
    loses: z.enum(['email', 'phone']),
    target: z.string().max(longestTarget),
    pending: z.boolean(),
    /** ms since the epoch; 0 if none was sent yet */
    sentAt: z.number(),
    /** ms since the epoch */
    resendAt: z.number(),
    failure: failure.optional()
  }),
  /** No answer said clearly whether the factor is gone, and the list has not been read again yet. */
  z.object({ phase: z.literal('unknown'), pending: z.boolean(), failure: failure.optional() }),
  z.object({ phase: z.literal('removed') }),
  /** The factor is still there. */
  z.object({ phase: z.literal('failed'), failure })
])
export type RemovalState = z.infer<typeof removalState>

export const removalChannels = {
  'removal:read': { input: z.void(), output: removalState },
  'removal:preview': { input: z.object({ factorId }), output: removalPreview },
  /**
   * Begins a removal. Main first asks the person outside of the page, and removes the last factor only if the account's name
   * was typed.
   */
  'removal:start': {
    input: z.object({ factorId, accountName: z.string().max(longestTarget).optional() }),
    output: z.void()
  },
  'removal:copySignInLink': { input: z.void(), output: z.void() },
  'removal:reopenBrowser': { input: z.void(), output: z.void() },
  'removal:sendCode': { input: z.void(), output: z.void() },
  'removal:confirmCode': { input: z.object({ passcode: z.string().regex(passcodePattern) }), output: z.void() },
  'removal:recheck': { input: z.void(), output: z.void() },
  /** Ends a removal. While the server is being asked, nothing can be ended. */
  'removal:leave': { input: z.void(), output: z.void() }
}

export const removalEvents = { 'removal:changed': removalState }
