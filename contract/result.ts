import { z } from 'zod'

/**
 * Every failure a person can meet, by a stable code. The words for each live in locales/.
 * A failure crosses the bridge as data, because Electron keeps only `message` of an Error thrown across IPC.
 */
export const errorCode = z.enum([
  // the way to the tenant
  'offline',
  /** Another machine of this network answered in the tenant's place. */
  'captivePortal',
  'unreachable',
  'timedOut',
  'untrustedCertificate',
  'certificateExpired',
  'certificateNotYetValid',
  'certificateForAnotherName',
  'certificateRevoked',
  'clientCertificateNeeded',
  /** Both sides know no common version or cipher of TLS. */
  'tlsTooOld',
  /** The server at the port of the address does not speak TLS. */
  'tlsNotSpoken',
  'proxyPasswordNeeded',
  /** The proxy takes no password, only a ticket or a token of a system that Holdfast does not take part in. */
  'proxySchemeUnsupported',
  'proxyUnreachable',
  'serverFault',
  'rateLimited',
  'unexpectedAnswer',
  'rejected',
  // the session
  'signedOut',
  'sessionEnded',
  'sessionNotRenewed',
  /** The tenant refused to renew the session without saying that it has ended. */
  'sessionRefused',
  /** The tenant answered a renewal with somebody else's ID token. */
  'sessionForeign',
  /** The tenant answered a renewal with an ID token that could not be verified. */
  'sessionNotVerified',
  // this device, as the tenant knows it
  /** An administrator has taken this device out of use. */
  'deviceDeactivated',
  /** An administrator has suspended this device for a while. */
  'deviceSuspended',
  // signing in
  'hostInvalid',
  'appIdInvalid',
  /** The machine's file names another tenant and allows no further ones. */
  'tenantNotAllowed',
  'signInDenied',
  'signInTimedOut',
  /** Somebody else may have read the link. */
  'signInLinkReused',
  'signInRefused',
  'signInSecretDemanded',
  'signInCallbackRefused',
  'signInScopeRefused',
  'signInGrantRefused',
  'signInAlgorithmRefused',
  'signInPkceRefused',
  'signInNotVerified',
  'signInClockWrong',
  'signInOtherTenant',
  /** The tenant names its own host, with `http` in place of `https` or the other way round. */
  'signInOtherScheme',
  'signInNotKept',
  'signInPortTaken',
  'signInAddressWrong',
  'browserNotOpened',
  // a token that the person was given
  'tokenMalformed',
  'tokenRefused',
  'tokenForeign',
  'tokenEnded',
  // adding and removing a factor
  'phoneInvalid',
  'emailInvalid',
  'passcodeWrong',
  'passcodeExpired',
  /** A code that was sent is mistyped or too old; the server does not say which. */
  'passcodeRefused',
  /** The key makes this code at another time, so two clocks differ. */
  'passcodeOfAnotherTime',
  /** The key makes this code now, but the server refused it for two challenges. */
  'rightPasscodeRefused',
  /** No answer came to the request for a code. If the code arrives, it can be typed here. */
  'codeMayArrive',
  /** No answer came to the request for a code, and without it the code cannot be used. */
  'codeMayNotCount',
  'additionDeclined',
  'enrolmentRefused',
  'enrolmentNotConfirmed',
  'otpKeyUnsupported',
  'factorAlreadyBound',
  'faceNoPhoto',
  'faceMismatch',
  'faceNeedsContact',
  'faceFailed',
  'photoNotUploaded',
  'lastMethod',
  /** The lists no longer hold what was to be removed, so it is already gone. */
  'alreadyRemoved',
  /** The tenant answered that the factor is removed, but still lists it. */
  'stillListed',
  /** The account lost its address or number by a code, but the factor that uses it is still bound. */
  'onlyContactRemoved',
  /** The tenant does not have the list of devices. */
  'devicesNotListed',
  'confirmationDeclined',
  'confirmationOtherAccount',
  /** The tenant does not say when somebody signed in, so a fresh sign-in cannot be told from an old one. */
  'signInTimeMissing',
  'accountNameWrong',
  'authenticatorNotOpened',
  'fileNotWritten',
  // the keychain
  'keychainAbsent',
  /** A Secret Service runs, but has no collection to store anything in. */
  'keychainNoCollection',
  'keychainLocked',
  'keychainSilent',
  'keychainDamaged',
  'keychainNewer',
  'keychainNotCleared',
  /** The keychain is open, but what it should hold was deleted. */
  'keychainEmptied',
  'keychainUnusable',
  'profileCopied',
  // the lock
  'locked',
  'pinWrong',
  'pinTooSoon',
  'pinAttemptsSpent',
  'touchIdRefused',
  'lockNotWritten',
  // updates
  'updateUnreachable',
  /** The answer lacks the publisher's signatures, is older than one seen before, or has another shape or size. */
  'updateRefused',
  /** The publisher's signatures are too old to say what is newest, or this computer's clock is ahead. */
  'updateExpired',
  'updateNotWritten',
  // this program
  'invalidInput',
  'notAllowed',
  'unexpected'
])
export type ErrorCode = z.infer<typeof errorCode>

export const failure = z.object({
  code: errorCode,
  /** The server's own words, cleaned of control and bidirectional characters; shown only under Details. */
  detail: z.string().max(300).optional(),
  requestId: z.string().max(100).optional(),
  /** HTTP status, or the envelope's `statusCode` if the HTTP status was 200. */
  status: z.int().optional(),
  /** When the call failed, in ms since the epoch; no more than a `Date` can hold. */
  at: z.number().min(0).max(8.64e15),
  /** `rateLimited`, `pinWrong` and `pinTooSoon` only: another try is refused before this moment (ms since the epoch). */
  retryAt: z.number().optional(),
  /** `deviceSuspended` only: the end of the suspension by the tenant's word, in ms since the epoch. */
  until: z.number().min(1).max(8.64e15).optional(),
  /** `untrustedCertificate` only: who signed the certificate, in its own words, cleaned like `detail`. */
  issuer: z.string().max(100).optional(),
  /** The failures of a proxy only: its host and port, cleaned like `detail`. */
  proxy: z.string().max(100).optional(),
  /** `signInClockWrong` only: how far this computer's clock is ahead of the server's, in ms. */
  clockErrorMs: z.number().optional(),
  /** `passcodeOfAnotherTime` only: how far the clock that made the code is ahead of the server's, in ms. */
  aheadMs: z.number().optional()
})
export type Failure = z.infer<typeof failure>

export type Result<T> = { ok: true; data: T } | { ok: false; error: Failure }
