/**
 * Where secrets are kept: named entries of ASCII text, each small enough for every system's keychain.
 * Only main can reach it; the bridge has no channel that returns a secret.
 *
 * Every method rejects with AppError `keychainAbsent`, `keychainNoCollection`, `keychainLocked`, `keychainSilent` or
 * `keychainUnusable` when the keychain fails.
 */
export interface Vault {
  /** `null` where there is no such entry. On Linux a locked keyring says the same: see `CredentialStore`. */
  get(name: string): Promise<string | null>
  set(name: string, value: string): Promise<void>
  /** Tells whether there was such an entry. */
  delete(name: string): Promise<boolean>
}
