/** What a session consists of. Lives in main's memory and in the keychain, nowhere else. */
export interface Credential {
  readonly sub: string
  /** Empty for one sitting: when the access token ends, so does the session. */
  readonly refreshToken: string
  /** Empty when none is known. */
  readonly accessToken: string
  /** A little before its end, in ms since the epoch; `Infinity` where the server gave no lifetime. */
  readonly accessTokenUsableUntil: number
  /** When the person signed in for it in the browser, in ms since the epoch; not stored, and unknown after a refresh. */
  readonly signedInAt?: number
}
