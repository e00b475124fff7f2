import type { GivenToken, SessionState } from '../../contract/session'
import { AppError, toFailure } from '../errors'
import { inBackground } from '../log'
import { pause } from '../pause'
import type { Credential } from './credential'
import { identityProofs } from './identityProof'
import { forOneSitting, signedIn } from './keeping'
import { signedOutCodes, unreadableCodes } from './loadFailure'
import type { Oidc } from './oidc'
import type { Session, SessionParts } from './sessionInterface'
import { beginSignIn, type SignInAttempt } from './signIn'
import { createTokens } from './tokens'

/** How long a sign-out waits for the tenant's word that the session is revoked, in ms. It goes on without. */
const revocationPatienceMs = 2_000

/** The life of the one session, as a state that the window shows. */
export function createSession(parts: SessionParts): Session {
  const { tenant, fetch, store, keychain, redirectPorts, language, openInBrowser, onChanged, owner, log } = parts
  let state: SessionState = { phase: 'starting' }
  let person: { readonly sub: string; signedInAt?: number | undefined; oneSitting?: boolean } | undefined
  let attempt: SignInAttempt | undefined
  let discovered: Promise<Oidc> | undefined
  let started = Promise.resolve()
  let unreadableBecause: unknown
  let ended = false

  const tokens = createTokens({
    oidc,
    store,
    log,
    onEnded: endedByServer,
    onKeeping: (keeping) => {
      if (keeping.keptIn === 'keychain') unreadableBecause = undefined
      become(signedIn(keeping))
    }
  })

  function endedByServer(error: AppError): void {
    const oneSitting = person?.oneSitting
    person = undefined
    become({ phase: 'signedOut', failure: toFailure(oneSitting ? new AppError('tokenEnded') : error) })
    if (!oneSitting && error.code !== 'sessionRefused') inBackground('keychain-not-cleared', store.clear())
  }

  function become(next: SessionState): void {
    state = next
    if (!ended) onChanged(state)
  }

  /** Loaded when first needed: a start with a valid access token needs neither the library nor the discovery document. */
  function oidc(): Promise<Oidc> {
    discovered ??= import('./oidc')
      .then(({ discoverOidc }) => discoverOidc(tenant, fetch))
      .catch((error: unknown) => {
        discovered = undefined
        throw error
      })
    return discovered
  }

  async function start(): Promise<void> {
    become({ phase: 'starting' })
    try {
      const loaded = await store.load()
      unreadableBecause = undefined
      if (loaded?.usedUp) endedByServer(new AppError('sessionNotRenewed'))
      else if (loaded) {
        person = { sub: loaded.credential.sub }
        tokens.resume(loaded.credential, loaded)
        become(signedIn({ keptIn: 'keychain' }))
      } else become({ phase: 'signedOut' })
    } catch (error) {
      log('keychain-unreadable', {}, error)
      const failure = toFailure(error)
      if (unreadableCodes.has(failure.code)) unreadableBecause = error
      become({ phase: signedOutCodes.has(failure.code) ? 'signedOut' : 'keychainUnreadable', failure })
    }
  }

  async function signIn(): Promise<void> {
    if (state.phase === 'signedIn') throw new AppError('invalidInput')
    try {
      attempt?.cancel()
      const mine = await beginSignIn(await oidc(), redirectPorts, language(), {
        onLink: (link) => {
          if (attempt === mine && state.phase === 'signingIn') become({ ...state, link })
        }
      })
      if (ended) {
        mine.cancel()
        return
      }
      attempt?.cancel()
      attempt = mine
      const shown = showWaiting(mine)
      inBackground('sign-in-ended', settle(mine))
      await shown
    } catch (error) {
      discovered = undefined
      become({ phase: 'signedOut', failure: toFailure(error) })
    }
  }

  async function showWaiting(mine: SignInAttempt): Promise<void> {
    const { redirectUri, expiresAt } = mine
    const waiting = { phase: 'signingIn', appId: tenant.appId, redirectUri, expiresAt } as const
    become({ ...waiting, link: mine.link(), browserOpened: true })
    const browserOpened = await openInBrowser(mine.handOut())
    if (attempt === mine && !browserOpened) become({ ...waiting, link: mine.link(), browserOpened })
  }

  async function settle(mine: SignInAttempt): Promise<void> {
    const release = keychain.hold()
    try {
      const credential = await mine.outcome
      if (ended) return
      if (credential) await begin(credential)
      else if (attempt === mine) become(beforeSignIn())
    } catch (error) {
      log('sign-in-failed', {}, error)
      // What the next attempt finds may have been put right meanwhile.
      discovered = undefined
      if (attempt === mine) become({ phase: 'signedOut', failure: toFailure(error) })
    } finally {
      release()
      if (attempt === mine) attempt = undefined
    }
  }

  /** Shows the session here, or has it shown by the account it belongs to. */
  async function begin(credential: Credential): Promise<void> {
    if (await owner.accepts(credential.sub)) return adopt(credential)
    become(beforeSignIn())
    owner.handOver(credential)
  }

  async function adopt(credential: Credential): Promise<void> {
    const oneSitting = credential.refreshToken === ''
    person = { sub: credential.sub, signedInAt: credential.signedInAt, oneSitting }
    await tokens.adopt(credential, oneSitting ? forOneSitting : unreadableBecause)
  }

  async function useToken(given: GivenToken): Promise<void> {
    if (state.phase === 'signedIn') throw new AppError('invalidInput')
    const { redeemGivenToken } = await import('./givenToken')
    const credential = await redeemGivenToken(given, { tenant, fetch, oidc, language })
    attempt?.cancel()
    attempt = undefined
    await begin(credential)
  }

  async function end(): Promise<void> {
    ended = true
    attempt?.cancel()
    await started
    await settled()
    await tokens.forget()
    person = undefined
    state = { phase: 'starting' }
  }

  async function settled(): Promise<void> {
    await tokens.settled()
    await store.settled()
  }

  const beforeSignIn = (): SessionState =>
    unreadableBecause ? { phase: 'keychainUnreadable', failure: toFailure(unreadableBecause) } : { phase: 'signedOut' }

  function waiting(): SignInAttempt {
    if (!attempt) throw new AppError('invalidInput')
    return attempt
  }

  async function signOut(): Promise<void> {
    const oneSitting = person?.oneSitting
    person = undefined
    // What is stored then is not this session: it stays as it is.
    const kept = unreadableBecause !== undefined || oneSitting
    if (!kept) await store.clearBegins()
    const refreshToken = await tokens.forget()
    const revoked = refreshToken ? oidc().then((provider) => provider.revoke(refreshToken)) : Promise.resolve()
    inBackground('session-not-revoked', revoked)
    const cleared = (kept ? Promise.resolve() : store.clear()).then(
      () => undefined,
      (error: unknown) => toFailure(error)
    )
    await Promise.race([revoked.catch(() => undefined), pause(revocationPatienceMs)])
    const failure = await cleared
    become(failure ? { phase: 'signedOut', failure } : beforeSignIn())
  }

  async function wakeUp(): Promise<void> {
    if (state.phase !== 'signedIn') return
    await tokens.current()
    if (state.keptIn === 'unsaved') await tokens.save()
  }

  async function retryKeychain(): Promise<void> {
    if (person?.oneSitting) throw new AppError('invalidInput')
    keychain.reset()
    if (state.phase === 'keychainUnreadable') return start()
    if (state.phase === 'signedIn') return tokens.save()
    await store.clear()
    become({ phase: 'signedOut' })
  }

  return {
    tokens,
    state: () => state,
    start: () => (started = ended ? started : start()),
    async prepareSignIn() {
      await started
      if (state.phase !== 'signedIn') await oidc()
    },
    signIn,
    reopenBrowser: () => showWaiting(waiting()),
    cancelSignIn: () => attempt?.cancel(),
    useToken,
    finishSignIn: (address) => waiting().finish(address),
    signInLink: () => waiting().link(),
    authorizationRequest: () => waiting().request,
    sub: () => person?.sub,
    signedInAt: () => person?.signedInAt,
    ...identityProofs({ oidc, sub: () => person?.sub, redirectPorts, language, openInBrowser }),
    signOut,
    wakeUp,
    retryKeychain,
    adopt,
    isStored: () => state.phase !== 'signedIn' || state.keptIn === 'keychain' || state.keptIn === 'saving',
    end,
    settled
  }
}
