import { toFailure } from '../../ground/errors'
import { pause } from '../../ground/pause'
import type { Oidc } from '../../identity/oidc/oidc'
import type { SessionParts } from '../../identity/sessionInterface'
import { beginSignIn, type SignInAttempt } from '../../identity/signIn'
import type { Tokens } from '../../identity/tokens'
import { inBackground } from '../../log/log'
import type { Effect, SessionEvent, ShownIn } from './state'

/** The time that a sign-out waits for the tenant to revoke the session, in ms. After that it goes on without it. */
const revocationPatienceMs = 2_000

/** The source of the tenant's OpenID client. */
export interface Provider {
  get(): Promise<Oidc>
  /** Forgets the client, because the next discovery may find a corrected configuration. */
  forget(): void
}

/** The surroundings of a session and its own parts, as its effects use them. */
export interface Carrying extends SessionParts {
  provider: Provider
  tokens: Tokens
  send: (event: SessionEvent) => Promise<void>
}

/**
 * Returns a provider that loads when first needed, because a start with a valid access token needs neither the library nor
 * the discovery document.
 */
export function createProvider({ tenant, fetch }: SessionParts): Provider {
  let discovered: Promise<Oidc> | undefined
  const forget = (): void => void (discovered = undefined)
  return {
    get: () =>
      (discovered ??= import('../../identity/oidc/oidc')
        .then(({ discoverOidc }) => discoverOidc(tenant, fetch))
        .catch((error: unknown) => {
          forget()
          throw error
        })),
    forget
  }
}

export const waitingFor = ({ appId }: SessionParts['tenant'], attempt: SignInAttempt): ShownIn<'signingIn'> => ({
  phase: 'signingIn',
  appId,
  redirectUri: attempt.redirectUri,
  expiresAt: attempt.expiresAt,
  link: attempt.link(),
  browserOpened: true
})

/** Returns the function that carries out the effects of a session. */
export function carryOut(parts: Carrying): (effect: Effect) => Promise<SessionEvent | undefined> {
  const { tokens, owner, store, openInBrowser, log } = parts
  return async (effect) => {
    if ('instead' in effect) effect.instead?.cancel()
    switch (effect.do) {
      case 'load':
        return load(parts)
      case 'resume':
        tokens.resume(effect.loaded.credential, effect.loaded)
        return { type: 'resumed' }
      case 'beginAttempt':
        return beginAttempt(parts)
      case 'openBrowser': {
        const { attempt } = effect
        const isOpened = await openInBrowser(attempt.handOut())
        return isOpened ? undefined : { type: 'browserNotOpened', attempt, link: attempt.link() }
      }
      case 'cancel':
        effect.attempt.cancel()
        return undefined
      case 'adopt':
        await tokens.adopt(effect.credential, effect.memoryOnlyBecause)
        return undefined
      case 'handOver':
        owner.handOver(effect.credential)
        return undefined
      case 'signOut':
        return signOut(parts, effect.isStored)
      case 'clear':
        await store.clear().catch((error: unknown) => log('keychain-not-cleared', {}, error))
        return undefined
    }
  }
}

async function load({ store, log }: Carrying): Promise<SessionEvent> {
  try {
    return { type: 'loaded', loaded: await store.load(), at: Date.now() }
  } catch (cause) {
    log('keychain-unreadable', {}, cause)
    return { type: 'notLoaded', cause, failure: toFailure(cause) }
  }
}

async function beginAttempt(parts: Carrying): Promise<SessionEvent> {
  const { provider, redirectPorts, language, send } = parts
  try {
    const attempt = await beginSignIn(await provider.get(), redirectPorts, language(), {
      onLink: (link) => void send({ type: 'linked', attempt, link })
    })
    inBackground(parts.log, 'sign-in-ended', settle(parts, attempt))
    return { type: 'attemptBegun', attempt, shown: waitingFor(parts.tenant, attempt) }
  } catch (error) {
    provider.forget()
    return { type: 'attemptNotBegun', failure: toFailure(error) }
  }
}

/** Waits for the outcome of an attempt, and keeps the keychain open until the new session is stored. */
async function settle({ keychain, owner, provider, log, send }: Carrying, attempt: SignInAttempt): Promise<void> {
  const release = keychain.hold()
  try {
    const credential = await attempt.outcome
    if (credential) await send({ type: 'redeemed', credential, ours: await owner.accepts(credential.sub) })
    else await send({ type: 'attemptEnded', attempt })
  } catch (error) {
    log('sign-in-failed', {}, error)
    provider.forget()
    await send({ type: 'attemptEnded', attempt, failure: toFailure(error) })
  } finally {
    release()
  }
}

async function signOut({ tokens, store, provider, log }: Carrying, isStored: boolean): Promise<SessionEvent> {
  if (isStored) await store.clearBegins()
  const refreshToken = await tokens.forget()
  const revoked = refreshToken ? provider.get().then((oidc) => oidc.revoke(refreshToken)) : Promise.resolve()
  inBackground(log, 'session-not-revoked', revoked)
  const cleared = (isStored ? store.clear() : Promise.resolve()).then(
    () => undefined,
    (error: unknown) => toFailure(error)
  )
  await Promise.race([revoked.catch(() => undefined), pause(revocationPatienceMs)])
  const failure = await cleared
  return { type: 'signedOut', ...(failure && { failure }) }
}
