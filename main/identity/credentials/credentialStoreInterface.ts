import type { Credential } from './credential'

export interface Loaded {
  credential: Credential
  /** True if the last refresh may have happened although its answer was not kept. */
  refreshPending: boolean
  /** True if the last refresh did happen but its tokens are lost, so that the refresh token must not be sent again. */
  usedUp: boolean
  /** True if the tenant has called a refresh token of this session active. */
  vouched: boolean
}

export interface CredentialStore {
  /**
   * Resolves to the stored session, or to `null` if none is expected.
   *
   * @throws AppError `keychainEmptied` if the keychain is open but the expected session was deleted, `keychainNotCleared`
   * if the remainder of a sign-out is still there, `profileCopied` if the session belongs to the folder that this one was
   * copied from, and the keychain's other failures.
   */
  load(): Promise<Loaded | null>
  /**
   * @param vouched see `Marker`
   * @throws AppError of the keychain; the session that was stored before is then still stored
   */
  save(credential: Credential, vouched?: boolean): Promise<void>
  /** Notes that the tenant has vouched for the stored session. */
  vouched(): Promise<void>
  /**
   * Runs `refresh` while no other process on this profile does the same.
   *
   * @throws AppError `timedOut` if another process does not finish in time
   */
  alone<T>(refresh: () => Promise<T>): Promise<T>
  /**
   * Resolves to the newer session that another process has stored since this one last read or wrote, or to `null` if the
   * other process has signed out. Resolves to `undefined` if nothing is new, or the store cannot be read.
   */
  storedElsewhere(): Promise<Credential | null | undefined>
  /** Notes that a refresh begins, so that the next start knows of an answer that was lost in a crash. */
  refreshBegins(): Promise<void>
  /**
   * Notes that the tenant refused a refresh without ending the session. Resolves to the number of such refusals in a row.
   */
  refreshRefused(): Promise<number>
  /** Notes that the stored session is to be deleted, so that a crash during a sign-out does not bring it back. */
  clearBegins(): Promise<void>
  /**
   * Deletes the session and checks that it is gone. @throws AppError `keychainNotCleared`; the next `load` tries again.
   */
  clear(): Promise<void>
  /** Deletes the stored session unread. @throws AppError `keychainNotCleared`; the next `load` tries again. */
  discard(): Promise<void>
  /** Writes the stored session again, under the current sealing. @throws AppError `timedOut`, or those of the keychain */
  reseal(): Promise<void>
  /** Resolves when every change that was requested so far is done. */
  settled(): Promise<void>
}
