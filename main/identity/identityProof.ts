import type { Language } from '../../contract/settings'
import { AppError } from '../ground/errors'
import { inBackground } from '../log/log'
import type { Oidc, ProvenIdentity } from './oidc/oidc'
import type { Session, SessionParts } from './sessionInterface'
import { beginInBrowser, type BrowserAttempt } from './signIn'

const clockToleranceMs = 60_000

/**
 * Accepts a sign-in without a time (`auth_time`), because the tenant is then trusted to have asked the person to sign in.
 */
export type WithoutTime = 'allowed'

export interface Proof {
  /** True if the tenant said when the person signed in. */
  readonly timeTold: boolean
}

interface IdentityProof {
  oidc: Pick<Oidc, 'identityRequest' | 'proveIdentity'>
  /** The subject of the person whose identity is to be proven. */
  sub: string
  /** See `beginInBrowser`. */
  ports: readonly number[]
  language: Language
  /** See `Client.clockError`. */
  clockError: number
  withoutTime?: WithoutTime | undefined
  /** The time until the proof times out, in ms. */
  limit?: number
  /** Is called with the attempt as soon as there is one. */
  onBegun: (attempt: Pick<BrowserAttempt<ProvenIdentity>, 'handOut'>) => void
}

/**
 * Resolves once this very person has signed in afresh in a browser, after this call.
 * The proof counts for its caller alone, and leaves nothing behind.
 *
 * @param onLink is called with the link, and again with each new one
 * @throws AppError `confirmationOtherAccount`, `confirmationDeclined` (no sign-in since), `signInTimeMissing`, and those of
 * a sign-in; an abort rejects with the signal's reason
 */
export async function proveIdentity(
  { oidc, sub, ports, language, clockError, withoutTime, limit, onBegun }: IdentityProof,
  onLink: (link: string) => void,
  signal: AbortSignal
): Promise<Proof> {
  const earliest = Date.now() - clockError - clockToleranceMs
  const attempt = await beginInBrowser(
    {
      request: (redirectUri, state) => oidc.identityRequest(redirectUri, state),
      redeem: (callback, request) => oidc.proveIdentity(callback, request)
    },
    ports,
    language,
    { limit, onLink }
  )
  signal.addEventListener('abort', () => attempt.cancel())
  if (signal.aborted) attempt.cancel()
  else {
    onBegun(attempt)
    onLink(attempt.link())
  }
  const identity = await attempt.outcome
  signal.throwIfAborted()
  if (identity?.sub !== sub) throw new AppError('confirmationOtherAccount')
  const { authTime, issuedAt } = identity
  if (authTime === undefined && withoutTime !== 'allowed') throw new AppError('signInTimeMissing')
  if ((authTime ?? issuedAt) < earliest) throw new AppError('confirmationDeclined')
  return { timeTold: authTime !== undefined }
}

interface ProofParts extends Pick<SessionParts, 'redirectPorts' | 'language' | 'openInBrowser' | 'log'> {
  oidc: () => Promise<Oidc>
  /** Returns the subject of the person of the session, or `undefined` while nobody is signed in. */
  sub: () => string | undefined
}

/** Returns the part of a session that asks its person to sign in once more. */
export function identityProofs(parts: ProofParts): Pick<Session, 'proveIdentity' | 'reopenProof'> {
  const { oidc, redirectPorts: ports, language, openInBrowser, log } = parts
  /** The last attempt that was begun. */
  let attempt: Pick<BrowserAttempt<ProvenIdentity>, 'handOut'> | undefined

  return {
    async proveIdentity(onLink, signal, clockError = 0, withoutTime) {
      const sub = parts.sub()
      if (sub === undefined) throw new AppError('signedOut')
      const onBegun = (begun: NonNullable<typeof attempt>): void => {
        attempt = begun
        inBackground(log, 'browser-not-opened', openInBrowser(begun.handOut()))
      }
      const asked = { oidc: await oidc(), sub, ports, language: language(), clockError, withoutTime, onBegun }
      return proveIdentity(asked, onLink, signal)
    },
    async reopenProof() {
      if (!attempt) throw new AppError('invalidInput')
      await openInBrowser(attempt.handOut())
    }
  }
}
