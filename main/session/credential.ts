/** What a session consists of. Lives in main's memory and in the keychain, nowhere else. */
export interface Credential {
  readonly sub: string
  readonly refreshToken: string
  /** Empty when none is known. */
  readonly accessToken: string
  /** A little before its end, in ms since the epoch; `Infinity` where the server gave no lifetime. */
  readonly accessTokenUsableUntil: number
}
