/** The secrets of a session. They are in main's memory and in the keychain, nowhere else. */
export interface Credential {
  readonly sub: string
  /** Empty for a given access token, whose session ends with the token. */
  readonly refreshToken: string
  /** Empty if none is known. */
  readonly accessToken: string
  /** A little before its end, in ms since the epoch; `Infinity` if the server gave no lifetime. */
  readonly accessTokenUsableUntil: number
  /** The moment of the sign-in in the browser, in ms since the epoch; not stored, and absent after a refresh. */
  readonly signedInAt?: number
  /** The id that the sign-in gave to this computer; kept and absent in the same way. */
  readonly deviceId?: string | undefined
}
