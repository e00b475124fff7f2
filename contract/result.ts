import { z } from 'zod'

/**
 * Every failure a person can meet, by a stable code. The words for each live in the renderer's locales.
 * A failure crosses the bridge as data: Electron keeps only `message` of an Error thrown across IPC.
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
  // signing in
  'hostInvalid',
  'appIdInvalid',
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
  // a token that was given
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
  /** The key makes this code at another time: two clocks differ. */
  'passcodeOfAnotherTime',
  /** The key makes this code now, and the server refused it for two challenges. */
  'rightPasscodeRefused',
  /** No answer came to the request for a code; should one arrive, it can be typed here. */
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
  /** The lists no longer hold what was to be removed. */
  'alreadyRemoved',
  /** The tenant said that it is removed, and lists it all the same. */
  'stillListed',
  /** The account lost its address or number by a code, and the factor that leads there is still bound. */
  'onlyContactRemoved',
  'confirmationDeclined',
  'confirmationOtherAccount',
  /** The tenant does not say when somebody signed in, so a fresh sign-in cannot be told from an old one. */
  'signInTimeMissing',
  'accountNameWrong',
  'authenticatorNotOpened',
  'fileNotWritten',
  // the keychain
  'keychainAbsent',
  /** A Secret Service runs, but has no collection to keep anything in. */
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
  /** HTTP status, or the envelope's `statusCode` where the HTTP status was 200. */
  status: z.int().optional(),
  /** When the call failed, in ms since the epoch; no more than a `Date` can hold. */
  at: z.number().min(0).max(8.64e15),
  /** `rateLimited`, `pinWrong` and `pinTooSoon` only: before this moment (ms since the epoch) another try is refused. */
  retryAt: z.number().optional(),
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
