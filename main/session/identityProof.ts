import type { Language } from '../../contract/settings'
import { AppError } from '../errors'
import { inBackground } from '../log'
import type { Oidc, ProvenIdentity } from './oidc'
import type { Session, SessionParts } from './sessionInterface'
import { beginInBrowser, type BrowserAttempt } from './signIn'

const clockToleranceMs = 60_000

/** A tenant that does not say when somebody signed in (`auth_time`) is believed to have asked them to. */
export type WithoutTime = 'allowed'

export interface Proof {
  /** The tenant said when the person signed in. */
  readonly timeTold: boolean
}

interface IdentityProof {
  oidc: Pick<Oidc, 'identityRequest' | 'proveIdentity'>
  /** Whose identity is to be proven. */
  sub: string
  /** See `beginInBrowser`. */
  ports: readonly number[]
  language: Language
  /** See `Client.clockError`. */
  clockError: number
  withoutTime?: WithoutTime | undefined
  /** ms */
  limit?: number
  /** Called with the attempt as soon as there is one. */
  onBegun: (attempt: Pick<BrowserAttempt<ProvenIdentity>, 'handOut'>) => void
}

/**
 * Resolves once the person has signed in afresh in a browser: this very person, and not before this was asked.
 * The proof is good for what asked for it and leaves nothing behind.
 *
 * @param onLink called with the link, and again whenever there is a new one
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
  signal.addEventListener('abort', () => attempt.cancel(), { once: true })
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

interface ProofParts extends Pick<SessionParts, 'redirectPorts' | 'language' | 'openInBrowser'> {
  oidc: () => Promise<Oidc>
  /** Returns whom the session belongs to; `undefined` while nobody is signed in. */
  sub: () => string | undefined
}

/** The part of a session that has its person sign in once more. */
export function identityProofs(parts: ProofParts): Pick<Session, 'proveIdentity' | 'reopenProof'> {
  const { oidc, redirectPorts: ports, language, openInBrowser } = parts
  /** The last attempt that was begun. */
  let attempt: Pick<BrowserAttempt<ProvenIdentity>, 'handOut'> | undefined

  return {
    async proveIdentity(onLink, signal, clockError = 0, withoutTime) {
      const sub = parts.sub()
      if (sub === undefined) throw new AppError('signedOut')
      const onBegun = (begun: NonNullable<typeof attempt>): void => {
        attempt = begun
        inBackground('browser-not-opened', openInBrowser(begun.handOut()))
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
