import { z } from 'zod'
import { knownFactorTypes } from './factors'
import { longestOrganisation, longestTyped } from './fields'
import { failure } from './result'

const factorType = z.enum(knownFactorTypes)

/** How main asks a person outside of the page: in a native dialog, or by a fresh sign-in in the browser. */
export const askedBy = z.enum(['dialog', 'signIn'])
export type AskedBy = z.infer<typeof askedBy>

/** Main is asking whether the factor may be added; missing where it is not. */
const question = z
  .object({
    by: askedBy,
    /** The fresh sign-in, for any browser on this computer. */
    link: z.string().optional()
  })
  .optional()

/** What the window may know of a challenge: no token, no key, no recovery code. */
const challenge = {
  factorType,
  /** Where the code was sent, masked in main. Missing for an authenticator app and a face. */
  target: z.string().max(320).optional(),
  /** How often a code was sent. */
  sends: z.int().nonnegative(),
  /** When the newest challenge was sent, in ms since the epoch. */
  sentAt: z.number(),
  /** From when another code may be asked for, in ms since the epoch. */
  resendAt: z.number(),
  /** How long the server keeps this challenge open, in ms since the epoch. */
  expiresAt: z.number()
}

/**
 * One enrolment as the window shows it: `started → challengeSent → verifying → unknown → bound | failed`.
 * Main decides, the window follows.
 */
export const enrolmentState = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('none') }),
  /** Nothing has been asked of the server, or it refused to send a challenge. */
  z.object({ phase: z.literal('started'), factorType, pending: z.boolean(), question, failure: failure.optional() }),
  z.object({
    phase: z.literal('challengeSent'),
    ...challenge,
    /** Another challenge is being asked for. */
    pending: z.boolean(),
    question,
    /** Authenticator app: the key on screen is another one than before, an entry made from the old one must be replaced. */
    scanAgain: z.boolean(),
    /** Authenticator app: the key on screen is too old to be confirmed, and a new one would differ. */
    lapsed: z.boolean(),
    /** The server was too busy to look at the code: main hands it in once more then, in ms since the epoch. */
    triesAgainAt: z.number().optional(),
    /** Why the last entry was not accepted, or the last challenge not sent. */
    failure: failure.optional(),
    /** How far this computer's clock is ahead of the server's, in ms; negative when it is behind. */
    clockErrorMs: z.number().optional()
  }),
  z.object({ phase: z.literal('verifying'), ...challenge }),
  /** No answer said clearly whether it was added: the lists are read again before anything else is offered. */
  z.object({ phase: z.literal('unknown'), factorType, pending: z.boolean(), failure: failure.optional() }),
  z.object({
    phase: z.literal('bound'),
    factorType,
    target: z.string().max(320).optional(),
    /** There is a recovery code that the person has not yet shown to have kept. */
    recoveryCodeToKeep: z.boolean()
  }),
  /** Nothing the person can enter here changes it. */
  z.object({ phase: z.literal('failed'), factorType, failure })
])
export type EnrolmentState = z.infer<typeof enrolmentState>

/** Where a code is to be sent: nowhere for an authenticator app. */
export const enrolmentTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  /** As typed, and so long that no field needs to cut a part off; checked in main. */
  z.object({ kind: z.literal('email'), email: z.string().min(1).max(longestTyped) }),
  z.object({
    kind: z.literal('phone'),
    /** As typed; checked and brought into E.164 form in main. */
    phoneNumber: z.string().min(1).max(longestTyped),
    /** With the plus sign, such as `+44`; empty where no country was chosen, for a number that begins with its own. */
    phoneCountryCode: z.string().regex(/^(?:\+\d{1,4})?$/)
  })
])
export type EnrolmentTarget = z.infer<typeof enrolmentTarget>

/** The key of an authenticator app, for the one view that shows it. */
export const otpKey = z.object({
  /** Base32 in groups of four. */
  key: z.string().max(400),
  algorithm: z.string().max(16),
  digits: z.int().min(6).max(8),
  /** s */
  period: z.int().min(1).max(300),
  issuer: z.string().max(200),
  account: z.string().max(320),
  /** The QR code row by row, `1` for a dark module; without its quiet zone. */
  qr: z.array(z.string().regex(/^[01]+$/)).max(200)
})
export type OtpKey = z.infer<typeof otpKey>

export const recoveryCode = z.object({
  code: z.string().min(4).max(200),
  account: z.string().max(320).optional(),
  organisation: z.string().min(1).max(longestOrganisation).optional(),
  tenant: z.string().max(255),
  /** ms since the epoch */
  madeAt: z.number()
})
export type RecoveryCode = z.infer<typeof recoveryCode>

/** When main clears the clipboard of what was copied, in ms since the epoch; missing while it stays for now. */
export const copied = z.object({ clearsAt: z.number().optional() })

const passcode = z.string().regex(/^\d{4,8}$/)
const longestPhotoBytes = 3_000_000

export const enrolmentChannels = {
  'enrolment:read': { input: z.void(), output: enrolmentState },
  /** Begins an enrolment; one that was under way is left. */
  'enrolment:start': { input: z.object({ factorType }), output: z.void() },
  /** A phone number or address the account already has. */
  'enrolment:suggestTarget': { input: z.void(), output: enrolmentTarget },
  /**
   * Asks for a challenge: the first, another one, or one for another target. Before the first for a target, main asks the
   * person outside of the page. @throws `phoneInvalid`, `emailInvalid`
   */
  'enrolment:sendChallenge': { input: z.object({ target: enrolmentTarget }), output: z.void() },
  'enrolment:copySignInLink': { input: z.void(), output: z.void() },
  'enrolment:reopenBrowser': { input: z.void(), output: z.void() },
  /** Takes back the question whether to add the factor; the enrolment goes on without an answer. */
  'enrolment:cancelQuestion': { input: z.void(), output: z.void() },
  'enrolment:verify': { input: z.object({ passcode }), output: z.void() },
  'enrolment:verifyFace': {
    /** JPEG */
    input: z.object({
      photo: z.instanceof(Uint8Array).refine(({ length }) => length > 0 && length <= longestPhotoBytes)
    }),
    output: z.void()
  },
  /** Reads the lists again after a lost answer. */
  'enrolment:recheck': { input: z.void(), output: z.void() },
  'enrolment:readKey': { input: z.void(), output: otpKey },
  'enrolment:copyKey': { input: z.void(), output: copied },
  'enrolment:copyLink': { input: z.void(), output: copied },
  'enrolment:openAuthenticator': { input: z.void(), output: z.void() },
  'enrolment:readRecoveryCode': { input: z.void(), output: recoveryCode },
  'enrolment:copyRecoveryCode': { input: z.void(), output: copied },
  /** Asks the person for a place and writes a text file there; tells whether it was written. */
  'enrolment:saveRecoveryCode': { input: z.void(), output: z.object({ saved: z.boolean() }) },
  /** Compares, on this computer only. Where it matches, the recovery code is forgotten. */
  'enrolment:keepRecoveryCode': {
    input: z.object({ lastFour: z.string().max(16) }),
    output: z.object({ matches: z.boolean() })
  },
  /** Forgets the enrolment and its secrets. Refused with `notAllowed` while an entry is being verified. */
  'enrolment:leave': { input: z.void(), output: z.void() }
}

export const enrolmentEvents = {
  'enrolment:changed': enrolmentState,
  /** Secrets must leave the screen now: the computer is locked or goes to sleep. */
  'enrolment:conceal': z.void()
}
