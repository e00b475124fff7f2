import { z } from 'zod'

/** These algorithms have a public key, by which an app without a secret can check an ID token. */
export const signingAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA'
] as const
export type SigningAlgorithm = (typeof signingAlgorithms)[number]

/** The ways to write a key URI: as the vendor's servers do, and with the known mistakes of others. */
export const keyUriForms = [
  'usual',
  'html',
  'grouped',
  'long',
  'address',
  'bare',
  'form',
  'noAccount',
  'unsupported'
] as const
export type KeyUriForm = (typeof keyUriForms)[number]

/** The forms in which the score of an account may come. No document tells its scale. */
export const scoreForms = ['usual', 'above', 'negative', 'fraction', 'text', 'empty', 'absent', 'object'] as const
export type ScoreForm = (typeof scoreForms)[number]

const seconds = z.int().positive()
const port = z.int().min(0).max(65_535)

/** The options with which a sandbox can be started. Every option has a default. Times are in seconds. */
export const sandboxOptions = z.object({
  /** 0 chooses any free port. */
  port: port.default(0),
  /**
   * The address by which others reach it if a proxy in front of it speaks TLS. Its issuer and endpoints begin with it. The
   * sandbox still listens on 127.0.0.1 only.
   */
  publicAddress: z
    .url({ protocol: /^https$/ })
    .refine((address) => new URL(address).origin === address)
    .optional(),
  /** The proof that the token endpoint wants from the app. An app without a secret only passes with `none`. */
  tokenAuthMethod: z.enum(['none', 'client_secret_post', 'client_secret_basic']).default('none'),
  /** True if the application may have refresh tokens. */
  refreshTokens: z.boolean().default(true),
  idTokenAlg: z.enum([...signingAlgorithms, 'HS256']).default('RS256'),
  /** The number of keys of that algorithm that it publishes. */
  signingKeys: z.int().min(1).max(5).default(1),
  /** True if keys and ID tokens name a key (`kid`). */
  keyIds: z.boolean().default(true),
  accessTokenTtl: seconds.default(3600),
  refreshTokenTtl: seconds.default(14 * 24 * 3600),
  idTokenTtl: seconds.default(3600),
  /** The ports of `http://127.0.0.1:<port>/callback` that the app may use as its redirect address. */
  redirectPorts: z.union([z.literal('any'), z.array(port.min(1)).min(1)]).default('any'),
  organisation: z.string().trim().min(1).max(80).default('Fernhill Clinic'),
  /**
   * `same` gives the key again that was already shown if a person asks again for an authenticator app, `fresh` a new one.
   */
  otpSecret: z.enum(['same', 'fresh']).default('fresh'),
  /** The form of an authenticator app's key: as usual, or with a mistake that servers make. */
  keyUri: z.enum(keyUriForms).default('usual'),
  /** The number of authenticator apps that one person can have. */
  otpFactors: z.union([z.literal(1), z.literal(2)]).default(1),
  /** True if text message and e-mail are unbound with a code only, and not by `reset-factor`. */
  unbindNeedsCode: z.boolean().default(false),
  /** The number of digits of a code sent by text message or e-mail. */
  codeLength: z.union([z.literal(4), z.literal(6)]).default(6),
  codeTtl: seconds.default(300),
  /**
   * The one factor that does not work, although the lists say nothing of it: right codes of an authenticator app are refused,
   * text messages or emails are accepted and never arrive.
   */
  deadFactor: z.enum(['none', 'OTP', 'SMS', 'EMAIL']).default('none'),
  /** The wait between two codes for the same purpose and target. 0 lets every request through. */
  sendInterval: z.int().min(0).default(60),
  enrollmentTokenTtl: seconds.default(60),
  /** The envelope of an upload's answer. `V2` has `code` in place of `statusCode`, and `apiCode` as text. */
  uploadEnvelope: z.enum(['V3', 'V2']).default('V3'),
  /** The fields by which the answer to an upload names the picture. */
  uploadNames: z.enum(['both', 'key', 'url']).default('both'),
  /** The right codes of an authenticator app that are refused all the same, as if their enrolment had expired. */
  refuseRightCodes: z.enum(['none', 'first', 'all']).default('none'),
  /** The form in which ID tokens say when the person signed in (`auth_time`), even if the app asks for it. */
  authTime: z.enum(['number', 'text', 'nonsense', 'missing']).default('number'),
  /** The ID token that comes with a refresh: the person's own, none, or one with a wrong subject or issuer. */
  refreshIdToken: z.enum(['own', 'none', 'otherPerson', 'otherIssuer']).default('own'),
  /**
   * The answer to a refresh token that is no longer accepted: `invalid_grant` with status 400 or, for `ok`, with 200; a
   * page with status 401; or the envelope of the V2 API with status 400.
   */
  deadRefreshToken: z.enum(['invalidGrant', 'html', 'V2', 'ok']).default('invalidGrant'),
  /** `truthful` lets the introspection endpoint tell the truth, `inactive` calls every token inactive. */
  introspection: z.enum(['truthful', 'inactive']).default('truthful'),
  /** `refused` lets the history of sign-ins refuse a page that ends beyond row 10,000, as search indexes do. */
  deepPages: z.enum(['answered', 'refused']).default('answered'),
  /** The form of the score of an account: a number from 0 to 100, or what servers send in its place. */
  score: z.enum(scoreForms).default('usual'),
  /** True if the tenant keeps devices that apps report. */
  deviceFunction: z.boolean().default(true),
  /** The id of a reported device: the one that was sent, or another. */
  deviceIds: z.enum(['kept', 'replaced']).default('kept'),
  /** A device whose session was ended stays in the list, or is gone from it. */
  endedDevices: z.enum(['listed', 'gone']).default('listed'),
  /** The device with which a session of the app ends: its own, or the browser of the sign-in. */
  sessionEndsWith: z.enum(['device', 'browser']).default('device'),
  /** The state of the device that the app runs on. Unless it is `activated`, the app gets nothing but that answer. */
  appDevice: z.enum(['activated', 'suspended', 'deactivated']).default('activated')
})

export type SandboxOptions = z.input<typeof sandboxOptions>
export type SandboxSettings = z.output<typeof sandboxOptions>
