import type { AppError } from '../ground/errors'
import type { Credential } from './credentials/credential'
import type { Keeping } from './credentials/keeping'

/** One moment by two clocks. */
export interface Moment {
  /** The time in ms since the epoch. */
  readonly wall: number
  /** The time in ms since some moment. It never goes back, and may stand still while the computer sleeps. */
  readonly monotonic: number
}

/** The answer to those who wait for a renewal. */
export type Outcome = { readonly credential: Credential } | { readonly error: unknown }

/** `locked` is true while other processes wait for this one. */
interface Stages {
  discovering: object
  locking: object
  looking: { readonly locked: true }
  noting: { readonly locked: true }
  /** `tries` counts the requests, this one included. */
  asking: { readonly locked: boolean; readonly tries: number }
  pausing: { readonly locked: boolean; readonly tries: number }
  counting: { readonly locked: boolean; readonly refusal: AppError }
  learning: { readonly locked: boolean }
  storing: { readonly locked: true; readonly credential: Credential }
  revoking: { readonly locked: boolean }
  unlocking: { readonly outcome: Outcome }
}

/** The stage of a renewal. */
export type Renewal = { [Stage in keyof Stages]: { readonly stage: Stage } & Stages[Stage] }[keyof Stages]

/** The tokens of one session. */
export interface TokenState {
  readonly credential: Credential
  /** The end of the access token by the clock that nobody can set. */
  readonly usableUntil: number
  readonly keptIn: Keeping['keptIn']
  /** True if the answer to a refresh never came, so that the tenant may have rotated the token already. */
  readonly answerLost: boolean
  /** The number of refusals in a row that did not end the session. */
  readonly refusals: number
  /** The number of writes of the tokens to the keychain that are under way. */
  readonly storing: number
  /** True if the tenant ended the session, or this app forgot it. */
  readonly over: boolean
  readonly renewal: Renewal | undefined
  /** The outcome of the last renewal; `undefined` while one is under way. */
  readonly answer: Outcome | undefined
  /** The newest message to the session. */
  readonly notice: { readonly keeping: Keeping } | { readonly ended: AppError } | undefined
}

export type TokenEvent =
  /** A new session begins, usable at once. If there is a reason, it is in memory only. */
  | { readonly type: 'adopted'; readonly memoryOnlyBecause?: unknown }
  /** A caller needs an access token, and there is none to give. */
  | { readonly type: 'needed' }
  | { readonly type: 'save' }
  | { readonly type: 'forgotten' }
  | { readonly type: 'discovered' | 'locked' | 'noted' | 'paused' | 'learning' | 'revoking' | 'unlocked' }
  /** See `CredentialStore.storedElsewhere`. */
  | { readonly type: 'looked'; readonly elsewhere: Credential | null | undefined; readonly at: Moment }
  | { readonly type: 'answered'; readonly renewed: Credential; readonly at: Moment }
  /** The effect that was under way for the renewal has failed. */
  | { readonly type: 'failed'; readonly error: unknown }
  | { readonly type: 'counted'; readonly refusals: number }
  | { readonly type: 'kept'; readonly credential: Credential; readonly keeping: Keeping }

export type TokenEffect =
  | { readonly do: 'discover' | 'look' | 'note' | 'count' }
  /** Keeps other processes from renewing the same session, until `unlock`. */
  | { readonly do: 'lock' | 'unlock' }
  /** Asks for new tokens. If the refresh token may have been used, it first asks whether the token is over. */
  | { readonly do: 'ask'; readonly credential: Credential; readonly mayBeUsed: boolean }
  | { readonly do: 'pause'; readonly tries: number }
  /** Begins to ask the tenant whether it vouches for this refresh token. */
  | { readonly do: 'learn'; readonly refreshToken: string }
  | { readonly do: 'store'; readonly credential: Credential; readonly otherwise: 'memory' | 'unsaved' }
  /** Begins to revoke a refresh token that nobody will use. */
  | { readonly do: 'revoke'; readonly refreshToken: string }
