import { AppError } from '../errors'
import type { AccessTokens } from '../genauth/client'
import type { Log } from '../log'
import { pause } from '../pause'
import type { Credential } from './credential'
import type { CredentialStore, Loaded } from './credentialStoreInterface'
import type { Keeping } from './keeping'
import type { Oidc } from './oidc'
import { ending, hasChangedNothing, isRefusal, passing } from './refreshFailure'
import { createVouching } from './vouching'

export interface Tokens extends AccessTokens {
  /** Takes over a session read from the keychain. */
  resume(credential: Credential, known: Pick<Loaded, 'refreshPending' | 'vouched'>): void
  /** Takes over a new session, usable at once, and stores it, unless it is to live in memory only. */
  adopt(credential: Credential, memoryOnlyBecause?: unknown): Promise<void>
  /** Tries once more to store what the keychain does not hold; `onKeeping` tells how that went. @throws AppError `signedOut` */
  save(): Promise<void>
  /** Resolves when no new token is on its way, and nothing to be learned of the last one. */
  settled(): Promise<void>
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
  /** ms since the epoch */
  now?: () => number
  /** ms since some moment; never goes back, and may stand still while the computer sleeps. */
  monotonic?: () => number
  /** Resolves after so many ms. */
  wait?: (ms: number) => Promise<void>
}

const refreshTries = 3
/** So many refusals in a row that say nothing of the session's end lead to a sign-in. */
const refusalsAtMost = 2
const firstPauseMs = 500
const forgetPatienceMs = 3_000
const saveAgainMs = 30_000

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
  monotonic = () => performance.now(),
  wait = pause
}: TokenParts): Tokens {
  let credential: Credential | undefined
  /** The end of the access token by the clock that nobody can set. */
  let usableUntil = 0
  let keptIn: Keeping['keptIn'] = 'keychain'
  let refreshing: Promise<Credential> | undefined
  /** A refresh was sent whose answer never came: the server may have rotated already. */
  let answerLost = false
  let refusals = 0
  let saveAgain: NodeJS.Timeout | undefined
  const vouching = createVouching({ onVouched: () => store.vouched(), log, wait })

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

  function take(next: Credential): Credential {
    credential = next
    usableUntil = monotonic() + next.accessTokenUsableUntil - now()
    return next
  }

  /** By both clocks: one stands still while the computer sleeps, the other can be set. */
  const isFresh = ({ accessToken, accessTokenUsableUntil }: Credential): boolean =>
    accessToken !== '' && now() < accessTokenUsableUntil && monotonic() < usableUntil

  async function renew(old: Credential): Promise<Credential> {
    const provider = await oidc()
    // Nobody else knows of a session that is in no keychain.
    if (keptIn === 'memory') return ask(provider, old)
    return store.alone(async () => {
      const elsewhere = await store.storedElsewhere()
      if (credential !== old) throw new AppError('signedOut')
      if (elsewhere === null) throw end(new AppError('sessionEnded'))
      if (elsewhere) {
        answerLost = false
        refusals = 0
        if (isFresh(take(elsewhere))) return elsewhere
      }
      await store.refreshBegins()
      const renewed = await ask(provider, elsewhere ?? old)
      await keep(renewed, 'unsaved')
      return renewed
    })
  }

  async function ask(provider: Oidc, old: Credential): Promise<Credential> {
    const renewed = await askPatiently(provider, old)
    if (credential !== old) {
      // Signed out meanwhile: nobody will use these.
      provider.revoke(renewed.refreshToken).catch((error: unknown) => log('session-not-revoked', {}, error))
      throw new AppError('signedOut')
    }
    answerLost = false
    refusals = 0
    vouching.learn(Promise.resolve(provider), renewed.refreshToken)
    return take(renewed)
  }

  async function askPatiently(provider: Oidc, old: Credential): Promise<Credential> {
    for (let attempt = 1; ; attempt++) {
      try {
        // A refresh token that is sent after it was used looks like theft to the tenant.
        if (answerLost && (await vouching.isOver(provider, old.refreshToken))) throw new AppError('sessionEnded')
        return await provider.refresh(old)
      } catch (error) {
        const code = error instanceof AppError ? error.code : 'unexpected'
        if (error instanceof AppError && isRefusal(error)) throw await refused(error)
        if (ending.has(code)) throw end(error)
        answerLost ||= !hasChangedNothing(error)
        if (attempt === refreshTries || !passing.has(code)) throw error
        await wait(firstPauseMs * 2 ** (attempt - 1) * (0.5 + Math.random()))
      }
    }
  }

  /** After a lost answer the refusal is most likely our own doing: the old token was used up by the refresh nobody heard of. */
  function end(refusal: unknown): AppError {
    const { code, facts } = refusal instanceof AppError ? refusal : new AppError('sessionEnded')
    const told = code === 'sessionEnded' && answerLost ? 'sessionNotRenewed' : code
    const error = new AppError(told, { status: facts.status, cause: refusal })
    credential = undefined
    onEnded(error)
    return error
  }

  /** What is stored stays: whoever refuses so oddly may accept it later, and a sign-in replaces it. */
  async function refused(refusal: AppError): Promise<AppError> {
    refusals = Math.max(refusals + 1, keptIn === 'keychain' ? await store.refreshRefused() : 0)
    if (refusals < refusalsAtMost) return refusal
    refusals = 0
    return end(new AppError('sessionRefused', { status: refusal.facts.status, cause: refusal }))
  }

  async function keep(saved: Credential, otherwise: 'memory' | 'unsaved'): Promise<void> {
    clearTimeout(saveAgain)
    const keeping = await store.save(saved, vouching.vouched()).then(
      (): Keeping => ({ keptIn: 'keychain' }),
      (cause: unknown): Keeping => {
        log('session-not-stored', {}, cause)
        return { keptIn: otherwise, cause }
      }
    )
    // Signed out or renewed meanwhile: this is no longer the session to speak of.
    if (credential !== saved) return
    keptIn = keeping.keptIn
    // The keychain holds a refresh token that is used up: until the new one is stored, a crash would cost the session.
    if (keptIn === 'unsaved') {
      saveAgain = setTimeout(
        () => void save().catch((error: unknown) => log('session-not-stored', {}, error)),
        saveAgainMs
      )
      saveAgain.unref()
    }
    onKeeping(keeping)
  }

  async function save(): Promise<void> {
    await refreshing?.catch(() => undefined)
    // Written again, it would look as if a refresh whose answer was lost had come to its end.
    if (keptIn === 'keychain') return
    await keep(held(), keptIn === 'memory' ? 'memory' : 'unsaved')
  }

  return {
    resume(stored, { refreshPending, vouched }) {
      take(stored)
      keptIn = 'keychain'
      answerLost = refreshPending
      vouching.begin(vouched)
    },

    async adopt(fresh, memoryOnlyBecause) {
      take(fresh)
      answerLost = false
      refusals = 0
      vouching.begin(false)
      vouching.learn(oidc(), fresh.refreshToken)
      if (memoryOnlyBecause === undefined) {
        keptIn = 'saving'
        onKeeping({ keptIn })
        return keep(fresh, 'memory')
      }
      keptIn = 'memory'
      onKeeping({ keptIn, cause: memoryOnlyBecause })
    },

    save,

    async settled() {
      await refreshing?.catch(() => undefined)
      await vouching.settled()
    },

    async forget() {
      if (refreshing) await Promise.race([refreshing.catch(() => undefined), wait(forgetPatienceMs)])
      const last = credential?.refreshToken
      credential = undefined
      vouching.begin(false)
      clearTimeout(saveAgain)
      return last
    },

    async current() {
      const current = held()
      return isFresh(current) && !refreshing ? current.accessToken : (await refresh()).accessToken
    },

    async replace(refused) {
      const { accessToken } = held()
      return accessToken !== refused && !refreshing ? accessToken : (await refresh()).accessToken
    }
  }
}
