import type { GivenToken, SessionState } from '../../contract/session'
import type { Failure } from '../../contract/result'
import type { Language } from '../../contract/settings'
import type { Owner } from './owner'
import type { AccessTokens } from '../tenant/client'
import type { Fetch } from '../tenant/fetch'
import type { Log } from '../log/log'
import type { Tenant } from '../ground/tenant'
import type { Keychain } from '../vault/keychain'
import type { Credential } from './credentials/credential'
import type { CredentialStore } from './credentials/credentialStoreInterface'
import type { Proof, WithoutTime } from './identityProof'

/** The session as the rest of main sees it. */
export interface Session {
  readonly tokens: AccessTokens
  state(): SessionState
  /** Reads the stored session. Never rejects, because the outcome is in the state. */
  start(): Promise<void>
  /**
   * Loads the needs of a sign-in, so that they are there when the person asks for one. Rejects with AppError of the
   * network.
   */
  prepareSignIn(): Promise<void>
  /**
   * Begins an attempt and opens the browser; a second call ends the first attempt. @throws AppError `invalidInput` while
   * signed in
   */
  signIn(): Promise<void>
  reopenBrowser(): Promise<void>
  cancelSignIn(): void
  /**
   * Continues the sign-in with the address that the browser could not open. @throws AppError `signInAddressWrong`; the
   * wait goes on
   */
  finishSignIn(address: string): void
  /**
   * Signs in with a given token, once the tenant has accepted it. A refused token changes nothing.
   * @throws AppError `invalidInput` while signed in, and those of `redeemGivenToken`
   */
  useToken(given: GivenToken): Promise<void>
  /** Returns the one-time link of the attempt under way. @throws AppError `invalidInput` if there is none */
  signInLink(): string
  /** Returns the tenant's own address behind that link. @throws AppError `invalidInput` if there is none */
  authorizationRequest(): string
  /** Returns the subject of the person of the session, as in the tenant's ID tokens. */
  sub(): string | undefined
  /**
   * Returns the moment of the sign-in in the browser, in ms since the epoch, or `undefined` for a session of an earlier
   * run.
   */
  signedInAt(): number | undefined
  /** Returns the id that this sign-in gave to this computer, or `undefined` for a session of an earlier run. */
  deviceId(): string | undefined
  /** Says that the tenant has barred this device. The session is kept, and nothing is asked by itself. */
  barred(failure: Failure): void
  /** Says that the tenant answers this device again. */
  lifted(): void
  /**
   * Asks the person of this session to sign in once more in the browser. The session stays as it is.
   *
   * @param onLink is called with the link, and again with each new one
   * @param signal cancels the wait, which then rejects with its reason
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
  /** Opens the browser for that sign-in once more. @throws AppError `invalidInput` if there is none */
  reopenProof(): Promise<void>
  signOut(): Promise<void>
  /** Is called when the computer wakes up, and renews or stores the tokens before anybody asks for one. */
  wakeUp(): Promise<void>
  retryKeychain(): Promise<void>
  /** Takes over a session that was signed in to elsewhere. */
  adopt(credential: Credential): Promise<void>
  /** Returns true if ending the session now would lose nothing, because it is signed out or stored as it is. */
  isStored(): boolean
  /** Drops the session from memory and sends no further state. The stored session stays. */
  end(): Promise<void>
  /** Resolves when no answer of the tenant and no write to the keychain is under way. */
  settled(): Promise<void>
}

/** The surroundings that a session needs. */
export interface SessionParts {
  tenant: Tenant
  /** The result of `tenantFetch`. */
  fetch: Fetch
  store: CredentialStore
  keychain: Pick<Keychain, 'hold' | 'reset'>
  redirectPorts: readonly number[]
  language: () => Language
  /** Resolves to true if a browser was started. */
  openInBrowser: (link: string) => Promise<boolean>
  onChanged: (state: SessionState) => void
  owner: Pick<Owner, 'accepts' | 'handOver'>
  log: Log
}
