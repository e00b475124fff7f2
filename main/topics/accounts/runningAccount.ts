import type { Session } from '../../identity/sessionInterface'

/** The part of an account's services that switching between accounts needs. */
export interface RunningAccount {
  session: Pick<Session, 'start' | 'adopt' | 'isStored' | 'signOut' | 'state'>
  /** Resolves when nothing is on its way into the keychain or a file. */
  settled: () => Promise<unknown>
  /** Drops everything from memory, once what is on its way to the keychain and to files has arrived. */
  end(): Promise<void>
  /**
   * Writes the account's entries in the keychain again, sealed in the way that is now required. @throws AppError of the
   * keychain
   */
  reseal(): Promise<void>
  /** Deletes the account's entries in the keychain without reading them. @throws AppError `keychainNotCleared` */
  discard(): Promise<void>
}
