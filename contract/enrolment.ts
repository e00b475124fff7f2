import { z } from 'zod'
import { knownFactorTypes } from './factors'
import { longestHostName, longestOrganisation, longestTarget, longestTyped, passcodePattern } from './fields'
import { failure } from './result'

const factorType = z.enum(knownFactorTypes)

/** The way in which main asks a person outside of the page: by a native dialog, or by a fresh sign-in in the browser. */
export const askedBy = z.enum(['dialog', 'signIn'])
export type AskedBy = z.infer<typeof askedBy>

/** The confirmation that main is asking for before the factor is added; absent while it asks for none. */
const question = z
  .object({
    by: askedBy,
    /** The address of the fresh sign-in, for any browser on this computer. */
    link: z.string().optional()
  })
  .optional()

/** The part of a challenge that the window may know: no token, no key, no recovery code. */
const challenge = {
  factorType,
  /** The address or number that the code was sent to, masked in main. Absent for an authenticator app and a face. */
  target: z.string().max(longestTarget).optional(),
  /** The number of codes that were sent. */
  sends: z.int().nonnegative(),
  /** When the newest challenge was sent, in ms since the epoch. */
  sentAt: z.number(),
  /** When another code may be asked for at the earliest, in ms since the epoch. */
  resendAt: z.number(),
  /** When the server closes this challenge, in ms since the epoch. */
  expiresAt: z.number()
}

/**
 * One enrolment as the window shows it: `started → challengeSent → verifying → unknown → bound | failed`.
 * Main decides, the window follows.
 */
export const enrolmentState = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('none') }),
  /** The server was asked for nothing yet, or it refused to send a challenge. */
  z.object({ phase: z.literal('started'), factorType, pending: z.boolean(), question, failure: failure.optional() }),
  z.object({
    phase: z.literal('challengeSent'),
    ...challenge,
    /** True while another challenge is being asked for. */
    pending: z.boolean(),
    question,
    /**
     * True if the key on screen of an authenticator app is a new one, so that an entry made from the old one must be
     * replaced.
     */
    scanAgain: z.boolean(),
    /** True if the key on screen of an authenticator app is too old to be confirmed, and a new one would differ. */
    lapsed: z.boolean(),
    /** When main submits the code again, in ms since the epoch, because the server was too busy to check it. */
    triesAgainAt: z.number().optional(),
    /** The reason why the last entry was not accepted, or the last challenge not sent. */
    failure: failure.optional(),
    /** The time by which this computer's clock is ahead of the server's, in ms; negative if it is behind. */
    clockErrorMs: z.number().optional()
  }),
  z.object({ phase: z.literal('verifying'), ...challenge }),
  /** No answer said clearly whether the factor was added, so the lists are read again before anything else is offered. */
  z.object({ phase: z.literal('unknown'), factorType, pending: z.boolean(), failure: failure.optional() }),
  z.object({
    phase: z.literal('bound'),
    factorType,
    target: z.string().max(longestTarget).optional(),
    /** True if there is a recovery code that the person has not yet proven to have kept. */
    recoveryCodeToKeep: z.boolean()
  }),
  /** The enrolment ended, and nothing that the person could enter here changes that. */
  z.object({ phase: z.literal('failed'), factorType, failure })
])
export type EnrolmentState = z.infer<typeof enrolmentState>

/** The address or number that a code is to be sent to. An authenticator app has none. */
const enrolmentTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  /** The address as typed, checked in main. The bound is so long that no field cuts a part off. */
  z.object({ kind: z.literal('email'), email: z.string().min(1).max(longestTyped) }),
  z.object({
    kind: z.literal('phone'),
    /** The number as typed. Main checks it and brings it into E.164 form. */
    phoneNumber: z.string().min(1).max(longestTyped),
    /** With the plus sign, such as `+44`. Empty if no country was chosen, because the number begins with its own code. */
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
  account: z.string().max(longestTarget),
  /** The QR code row by row without its quiet zone, `1` for a dark module. */
  qr: z.array(z.string().regex(/^[01]+$/)).max(200)
})
export type OtpKey = z.infer<typeof otpKey>

const recoveryCode = z.object({
  code: z.string().min(4).max(200),
  account: z.string().max(longestTarget).optional(),
  organisation: z.string().min(1).max(longestOrganisation).optional(),
  tenant: z.string().max(longestHostName),
  /** ms since the epoch */
  madeAt: z.number()
})
export type RecoveryCode = z.infer<typeof recoveryCode>

/** When main clears the clipboard, in ms since the epoch; absent while the copied text stays for now. */
const copied = z.object({ clearsAt: z.number().optional() })

const passcode = z.string().regex(passcodePattern)
const longestPhotoBytes = 3_000_000

export const enrolmentChannels = {
  'enrolment:read': { input: z.void(), output: enrolmentState },
  /** Begins an enrolment and leaves one that is under way. */
  'enrolment:start': { input: z.object({ factorType }), output: z.void() },
  /** Answers with a phone number or address that the account already has. */
  'enrolment:suggestTarget': { input: z.void(), output: enrolmentTarget },
  /**
   * Asks for a challenge: the first, another one, or one for another target. Before the first for a target, main asks the
   * person outside of the page. @throws `phoneInvalid`, `emailInvalid`
   */
  'enrolment:sendChallenge': { input: z.object({ target: enrolmentTarget }), output: z.void() },
  'enrolment:copySignInLink': { input: z.void(), output: z.void() },
  'enrolment:reopenBrowser': { input: z.void(), output: z.void() },
  /** Takes back the request for a confirmation. The enrolment goes on without an answer. */
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
  /** Asks the person for a place and writes a text file there. Answers whether it was written. */
  'enrolment:saveRecoveryCode': { input: z.void(), output: z.object({ saved: z.boolean() }) },
  /** Compares on this computer only, and forgets the recovery code if it matches. */
  'enrolment:keepRecoveryCode': {
    input: z.object({ lastFour: z.string().max(16) }),
    output: z.object({ matches: z.boolean() })
  },
  /** Forgets the enrolment and its secrets. Refused with `notAllowed` while an entry is being verified. */
  'enrolment:leave': { input: z.void(), output: z.void() }
}

export const enrolmentEvents = {
  'enrolment:changed': enrolmentState,
  /** Secrets must leave the screen now, because the computer is locked or goes to sleep. */
  'enrolment:conceal': z.void()
}
