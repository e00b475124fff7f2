import { AppError } from '../errors'
import type { AccessTokens } from '../genauth/client'
import type { Log } from '../log'
import { pause } from '../pause'
import type { Credential } from './credential'
import type { CredentialStore } from './credentialStore'
import type { Oidc } from './oidc'

/** Where the session is kept, and why not in the keychain if it is not. */
export type Keeping = { keptIn: 'keychain' | 'saving' } | { keptIn: 'memory' | 'unsaved'; cause: unknown }

export interface Tokens extends AccessTokens {
  /** Takes over a session read from the keychain. */
  resume(credential: Credential, refreshPending: boolean): void
  /** Takes over a new session, usable at once, and stores it, unless it is to live in memory only. */
  adopt(credential: Credential, memoryOnlyBecause?: unknown): Promise<void>
  /** Tries once more to store what the keychain does not hold; `onKeeping` tells how that went. @throws AppError `signedOut` */
  save(): Promise<void>
  /** Forgets the session and gives its newest refresh token, after a refresh under way has ended. */
  forget(): Promise<string | undefined>
}

interface TokenParts {
  oidc: () => Promise<Oidc>
  store: CredentialStore
  log: Log
  /** The server ended the session. */
  onEnded: (error: AppError) => void
  onKeeping: (keeping: Keeping) => void
  now?: () => number
  /** Resolves after so many ms. */
  wait?: (ms: number) => Promise<void>
}

const refreshTries = 3
const firstPauseMs = 500
const forgetPatienceMs = 3_000

/**
 * The session's tokens in memory, and the one place that renews them. At most one refresh is under way; it stores the new
 * refresh token before anybody gets the new access token, because a rotated refresh token that is lost or used twice ends
 * the session (RFC 9700 section 4.14).
 */
export function createTokens({
  oidc,
  store,
  log,
  onEnded,
  onKeeping,
  now = Date.now,
  wait = pause
}: TokenParts): Tokens {
  let credential: Credential | undefined
  let keptIn: Keeping['keptIn'] = 'keychain'
  let refreshing: Promise<Credential> | undefined
  /** A refresh was sent whose answer never came: the server may have rotated already. */
  let answerLost = false

  function held(): Credential {
    if (!credential) throw new AppError('signedOut')
    return credential
  }

  function refresh(): Promise<Credential> {
    refreshing ??= renew(held()).finally(() => {
      refreshing = undefined
    })
    return refreshing
  }

  async function renew(old: Credential): Promise<Credential> {
    const provider = await oidc()
    await store.refreshBegins()
    const renewed = await askPatiently(provider, old)
    // Signed out meanwhile.
    if (credential !== old) throw new AppError('signedOut')
    answerLost = false
    credential = renewed
    if (keptIn !== 'memory') await keep(renewed, 'unsaved')
    return renewed
  }

  async function askPatiently(provider: Oidc, old: Credential): Promise<Credential> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await provider.refresh(old)
      } catch (error) {
        const code = error instanceof AppError ? error.code : 'unexpected'
        if (code === 'sessionEnded') throw end(error)
        answerLost ||= code !== 'rateLimited' && code !== 'offline'
        if (attempt === refreshTries || (code !== 'unreachable' && code !== 'serverFault')) throw error
        await wait(firstPauseMs * 2 ** (attempt - 1) * (0.5 + Math.random()))
      }
    }
  }

  /** After a lost answer the refusal is most likely our own doing: the old token was used up by the refresh nobody heard of. */
  function end(refusal: unknown): AppError {
    const status = refusal instanceof AppError ? refusal.facts.status : undefined
    const error = new AppError(answerLost ? 'sessionNotRenewed' : 'sessionEnded', { status, cause: refusal })
    credential = undefined
    onEnded(error)
    return error
  }

  async function keep(saved: Credential, otherwise: 'memory' | 'unsaved'): Promise<void> {
    const keeping = await store.save(saved).then(
      (): Keeping => ({ keptIn: 'keychain' }),
      (cause: unknown): Keeping => {
        log('session-not-stored', {}, cause)
        return { keptIn: otherwise, cause }
      }
    )
    // Signed out or renewed meanwhile: this is no longer the session to speak of.
    if (credential !== saved) return
    keptIn = keeping.keptIn
    onKeeping(keeping)
  }

  return {
    resume(stored, refreshPending) {
      credential = stored
      keptIn = 'keychain'
      answerLost = refreshPending
    },

    async adopt(fresh, memoryOnlyBecause) {
      credential = fresh
      answerLost = false
      if (memoryOnlyBecause === undefined) {
        keptIn = 'saving'
        onKeeping({ keptIn })
        return keep(fresh, 'memory')
      }
      keptIn = 'memory'
      onKeeping({ keptIn, cause: memoryOnlyBecause })
    },

    async save() {
      await refreshing?.catch(() => undefined)
      await keep(held(), keptIn === 'memory' ? 'memory' : 'unsaved')
    },

    async forget() {
      if (refreshing) await Promise.race([refreshing.catch(() => undefined), wait(forgetPatienceMs)])
      const last = credential?.refreshToken
      credential = undefined
      return last
    },

    async current() {
      const { accessToken, accessTokenUsableUntil } = held()
      const fresh = accessToken !== '' && now() < accessTokenUsableUntil
      return fresh && !refreshing ? accessToken : (await refresh()).accessToken
    },

    async replace(refused) {
      const { accessToken } = held()
      return accessToken !== refused && !refreshing ? accessToken : (await refresh()).accessToken
    }
  }
}
