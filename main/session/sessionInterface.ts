import type { GivenToken, SessionState } from '../../contract/session'
import type { Language } from '../../contract/settings'
import type { Owner } from '../accounts/owner'
import type { AccessTokens } from '../genauth/client'
import type { Fetch } from '../genauth/fetch'
import type { Log } from '../log'
import type { Tenant } from '../tenant'
import type { Keychain } from '../vault/keychain'
import type { Credential } from './credential'
import type { CredentialStore } from './credentialStoreInterface'
import type { Proof, WithoutTime } from './identityProof'

/** What the rest of main knows of the session. */
export interface Session {
  readonly tokens: AccessTokens
  state(): SessionState
  /** Reads the stored session; never rejects, the outcome is the state. */
  start(): Promise<void>
  /** Loads what a sign-in needs, so that it is there when the person asks for one. Rejects with AppError of the network. */
  prepareSignIn(): Promise<void>
  /** Begins an attempt and opens the browser; a second call ends the first attempt. @throws AppError `invalidInput` while signed in */
  signIn(): Promise<void>
  reopenBrowser(): Promise<void>
  cancelSignIn(): void
  /** Goes on with the address that the browser could not open. @throws AppError `signInAddressWrong`; the wait goes on */
  finishSignIn(address: string): void
  /**
   * Signs in with a token that the person was given, once the tenant has accepted it. A refused one changes nothing.
   * @throws AppError `invalidInput` while signed in, and those of `redeemGivenToken`
   */
  useToken(given: GivenToken): Promise<void>
  /** Returns the one-time link of the attempt under way. @throws AppError `invalidInput` when there is none */
  signInLink(): string
  /** Returns the tenant's own address behind that link. @throws AppError `invalidInput` when there is none */
  authorizationRequest(): string
  /** Who the session belongs to, as the tenant's ID tokens name them. */
  sub(): string | undefined
  /** When somebody signed in by the browser, in ms since the epoch; `undefined` for a session of an earlier run. */
  signedInAt(): number | undefined
  /**
   * Has the person of this session sign in once more in the browser. The session stays as it is.
   *
   * @param onLink called with the link, and again whenever there is a new one
   * @param signal cancels the wait: rejects with its reason
   * @param clockError see `Client.clockError`
   * @param withoutTime see `proveIdentity`
   * @throws AppError `confirmationOtherAccount`, `confirmationDeclined`, `signInTimeMissing`, and those of a sign-in
   */
  proveIdentity(
    onLink: (link: string) => void,
    signal: AbortSignal,
    clockError?: number,
    withoutTime?: WithoutTime
  ): Promise<Proof>
  /** Opens the browser for that sign-in once more. @throws AppError `invalidInput` when there is none */
  reopenProof(): Promise<void>
  signOut(): Promise<void>
  /** To be called when the computer wakes up: looks after the tokens before anybody asks for one. */
  wakeUp(): Promise<void>
  retryKeychain(): Promise<void>
  /** Begins with a session that was signed in to elsewhere. */
  adopt(credential: Credential): Promise<void>
  /** Whether ending the session now would lose nothing: signed out, or stored as it is. */
  isStored(): boolean
  /** Drops what the session holds from memory and says nothing more; what is stored stays. */
  end(): Promise<void>
  /** Resolves when nothing is on its way from the tenant or into the keychain. */
  settled(): Promise<void>
}

/** What a session needs of its surroundings. */
export interface SessionParts {
  tenant: Tenant
  /** From `tenantFetch`. */
  fetch: Fetch
  store: CredentialStore
  keychain: Pick<Keychain, 'hold' | 'reset'>
  redirectPorts: readonly number[]
  language: () => Language
  /** Tells whether a browser was started. */
  openInBrowser: (link: string) => Promise<boolean>
  onChanged: (state: SessionState) => void
  owner: Pick<Owner, 'accepts' | 'handOver'>
  log: Log
}
