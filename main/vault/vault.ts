/**
 * The place where secrets are kept: named entries of ASCII text, each small enough for every system's keychain.
 * Only main can reach it, and the bridge has no channel that returns a secret.
 *
 * Every method rejects with AppError `keychainAbsent`, `keychainNoCollection`, `keychainLocked`, `keychainSilent` or
 * `keychainUnusable` if the keychain fails.
 */
export interface Vault {
  /** Resolves to `null` if there is no such entry. On Linux a locked keyring answers the same: see `CredentialStore`. */
  get(name: string): Promise<string | null>
  set(name: string, value: string): Promise<void>
  /** Resolves to true if there was such an entry. */
  delete(name: string): Promise<boolean>
}
