import { AppError } from '../ground/errors'
import type { AccessTokens } from '../tenant/client'
import type { Log } from '../log/log'
import { pause } from '../ground/pause'
import type { Credential } from './credentials/credential'
import type { CredentialStore, Loaded } from './credentials/credentialStoreInterface'
import type { Keeping } from './credentials/keeping'
import { type HeldTokens, holdTokens } from './heldTokens'
import type { Oidc } from './oidc/oidc'
import type { Moment } from './tokenState'
import { createVouching } from './vouching'

export interface Tokens extends AccessTokens {
  /** Takes over a session read from the keychain. */
  resume(credential: Credential, known: Pick<Loaded, 'refreshPending' | 'vouched'>): void
  /** Takes over a new session, usable at once, and stores it, unless it is to stay in memory only. */
  adopt(credential: Credential, memoryOnlyBecause?: unknown): Promise<void>
  /**
   * Tries again to store tokens that the keychain does not hold, and `onKeeping` gets the outcome. @throws AppError
   * `signedOut`
   */
  save(): Promise<void>
  /** Resolves when no renewal is under way, and no question to the tenant about the last token. */
  settled(): Promise<void>
  /**
   * Forgets the session and resolves to its newest refresh token, after a refresh under way has ended or taken too long.
   */
  forget(): Promise<string | undefined>
}

interface TokenParts {
  oidc: () => Promise<Oidc>
  store: CredentialStore
  log: Log
  /** Is called if the tenant ended the session. */
  onEnded: (error: AppError) => void
  onKeeping: (keeping: Keeping) => void
  /** Returns the time in ms since the epoch. */
  now?: () => number
  /** Returns the time in ms since some moment. It never goes back, and may stand still while the computer sleeps. */
  monotonic?: () => number
  /** Resolves after this time, in ms. */
  wait?: (ms: number) => Promise<void>
}

const forgetPatienceMs = 3_000

/** Creates the holder of the session's tokens, the one place that renews them by the rules of `tokenMachine.ts`. */
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
  const vouching = createVouching({ onVouched: () => store.vouched(), log, wait })
  const moment = (): Moment => ({ wall: now(), monotonic: monotonic() })
  const parts = { oidc, store, vouching, log, onKeeping, moment, wait, onEnded: endedByTenant }
  /** Nothing but this keeps tokens in memory, so it goes with the session. */
  let held: HeldTokens | undefined
  /** The forgotten sessions that still have work under way. */
  const leaving = new Set<HeldTokens>()

  function current(): HeldTokens {
    if (!held) throw new AppError('signedOut')
    return held
  }

  /** Leaves the session and returns its refresh token. Its late outcomes neither reach the next session nor are shown. */
  function leave(): string | undefined {
    if (!held) return undefined
    const left = held
    held = undefined
    leaving.add(left)
    const last = left.forget()
    void left.settled().then(() => leaving.delete(left))
    return last
  }

  function endedByTenant(error: AppError): void {
    leave()
    onEnded(error)
  }

  function begin(credential: Credential, answerLost?: boolean): HeldTokens {
    leave()
    held = holdTokens(parts, credential, answerLost)
    return held
  }

  return {
    resume(stored, { refreshPending, vouched }) {
      vouching.begin(vouched)
      begin(stored, refreshPending)
    },

    async adopt(fresh, memoryOnlyBecause) {
      vouching.begin(false)
      vouching.learn(oidc(), fresh.refreshToken)
      await begin(fresh).adopted(memoryOnlyBecause)
    },

    save: async () => held?.save(),

    async settled() {
      await Promise.all([...leaving, ...(held ? [held] : [])].map((one) => one.settled()))
      await vouching.settled()
    },

    async forget() {
      const renewed = held?.renewed()
      if (renewed) await Promise.race([renewed, wait(forgetPatienceMs)])
      vouching.begin(false)
      return leave()
    },

    current: async () => current().token(),

    replace: async (refused) => current().token(refused)
  }
}
