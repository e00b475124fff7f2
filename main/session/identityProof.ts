import type { Language } from '../../contract/settings'
import { AppError } from '../errors'
import type { Oidc } from './oidc'
import { beginInBrowser } from './signIn'

const clockToleranceMs = 60_000

interface IdentityProof {
  oidc: Pick<Oidc, 'identityRequest' | 'proveIdentity'>
  /** Whose identity is to be proven. */
  sub: string
  /** See `beginInBrowser`. */
  ports: readonly number[]
  language: Language
  /** See `Client.clockError`. */
  clockError: number
  /** ms */
  limit?: number
}

/**
 * Resolves once the person has signed in afresh in a browser: this very person, and not before this was asked.
 * The proof is good for what asked for it and leaves nothing behind.
 *
 * @throws AppError `confirmationOtherAccount`, `confirmationDeclined` (no sign-in since, or none that is told of), and those
 * of a sign-in; an abort rejects with the signal's reason
 */
export async function proveIdentity(
  { oidc, sub, ports, language, clockError, limit }: IdentityProof,
  onLink: (link: string) => void,
  signal: AbortSignal
): Promise<void> {
  const earliest = Date.now() - clockError - clockToleranceMs
  const attempt = await beginInBrowser(
    {
      request: (redirectUri, state) => oidc.identityRequest(redirectUri, state),
      redeem: (callback, request) => oidc.proveIdentity(callback, request)
    },
    ports,
    language,
    limit
  )
  signal.addEventListener('abort', () => attempt.cancel(), { once: true })
  if (signal.aborted) attempt.cancel()
  else onLink(attempt.link)
  const identity = await attempt.outcome
  signal.throwIfAborted()
  if (identity?.sub !== sub) throw new AppError('confirmationOtherAccount')
  if (identity.authTime === undefined || identity.authTime < earliest) throw new AppError('confirmationDeclined')
}
