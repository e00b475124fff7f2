import type { Credential } from './credential'

export interface Loaded {
  credential: Credential
  /** The last refresh may have happened without its answer being kept. */
  refreshPending: boolean
  /** The last refresh did happen, and what it gave is lost: the refresh token must not be sent again. */
  usedUp: boolean
  /** The tenant has called a refresh token of this session active. */
  vouched: boolean
}

export interface CredentialStore {
  /**
   * The stored session, `null` when there is none to expect.
   *
   * @throws AppError `keychainEmptied` when the keychain is open but the expected session was deleted, `keychainNotCleared`
   * when what a sign-out left is still not gone, `profileCopied` when it belongs to the folder that this one was copied from,
   * and the keychain's other failures.
   */
  load(): Promise<Loaded | null>
  /**
   * @param vouched see `Marker`
   * @throws AppError of the keychain; what was stored before is still stored then.
   */
  save(credential: Credential, vouched?: boolean): Promise<void>
  /** Notes that the tenant has vouched for the stored session. */
  vouched(): Promise<void>
  /**
   * Runs `refresh` while no other process on this profile does the same.
   *
   * @throws AppError `timedOut` where another one does not come to an end
   */
  alone<T>(refresh: () => Promise<T>): Promise<T>
  /**
   * What another process has stored since this one last read or wrote: a newer session, or `null` where it has signed out.
   * `undefined` where there is nothing new, or nothing to be found out.
   */
  storedElsewhere(): Promise<Credential | null | undefined>
  /** Notes that a refresh begins, so that an answer lost in a crash is known later. */
  refreshBegins(): Promise<void>
  /** Notes that the tenant refused a refresh without ending the session. Resolves with how often it did so in a row. */
  refreshRefused(): Promise<number>
  /** Notes that the stored session is to go, so that a crash during a sign-out does not bring it back. */
  clearBegins(): Promise<void>
  /** Deletes the session and makes sure of it. @throws AppError `keychainNotCleared`; the next `load` tries again. */
  clear(): Promise<void>
  /** Deletes what is stored without having looked at it. @throws AppError `keychainNotCleared`; the next `load` tries again. */
  discard(): Promise<void>
  /** Writes what is stored anew, sealed as it has to be from now on. @throws AppError `timedOut`, or those of the keychain */
  reseal(): Promise<void>
  /** Resolves when every change asked for so far is done. */
  settled(): Promise<void>
}
