import { z } from 'zod'
import { keyUriForms } from './keyUri'
import { signingAlgorithms } from './signingKey'

const seconds = z.int().positive()
const port = z.int().min(0).max(65_535)

/** What a sandbox can be started with. Every option has a default; times are in seconds. */
export const sandboxOptions = z.object({
  /** 0 takes any free port. */
  port: port.default(0),
  /**
   * The address by which others reach it, where something in front of it speaks TLS: its issuer and endpoints begin so. It still
   * listens on 127.0.0.1 only.
   */
  publicAddress: z
    .url({ protocol: /^https$/ })
    .refine((address) => new URL(address).origin === address)
    .optional(),
  /** How the token endpoint wants the app to prove itself: an app without a secret only passes with `none`. */
  tokenAuthMethod: z.enum(['none', 'client_secret_post', 'client_secret_basic']).default('none'),
  /** Whether the application may have refresh tokens. */
  refreshTokens: z.boolean().default(true),
  idTokenAlg: z.enum([...signingAlgorithms, 'HS256']).default('RS256'),
  /** How many keys of that algorithm it publishes. */
  signingKeys: z.int().min(1).max(5).default(1),
  /** Whether keys and ID tokens name a key (`kid`). */
  keyIds: z.boolean().default(true),
  accessTokenTtl: seconds.default(3600),
  refreshTokenTtl: seconds.default(14 * 24 * 3600),
  idTokenTtl: seconds.default(3600),
  /** Ports of `http://127.0.0.1:<port>/callback` the app may be sent back to. */
  redirectPorts: z.union([z.literal('any'), z.array(port.min(1)).min(1)]).default('any'),
  organisation: z.string().trim().min(1).max(80).default('Fernhill Clinic'),
  /** Whether asking again for an authenticator app gives the key that was already shown, or a new one. */
  otpSecret: z.enum(['same', 'fresh']).default('fresh'),
  /** How the key of an authenticator app is written: as usual, or with a mistake that servers make. */
  keyUri: z.enum(keyUriForms).default('usual'),
  /** How many authenticator apps one person can hold. */
  otpFactors: z.union([z.literal(1), z.literal(2)]).default(1),
  /** Whether text message and e-mail are unbound with a code only, and not by `reset-factor`. */
  unbindNeedsCode: z.boolean().default(false),
  /** Digits of a code sent by text message or e-mail. */
  codeLength: z.union([z.literal(4), z.literal(6)]).default(6),
  codeTtl: seconds.default(300),
  /** Between two codes for the same purpose and target; 0 lets every request through. */
  sendInterval: z.int().min(0).default(60),
  enrollmentTokenTtl: seconds.default(60),
  /** How an upload is answered: `V2` has `code` in place of `statusCode`, and `apiCode` as text. */
  uploadEnvelope: z.enum(['V3', 'V2']).default('V3'),
  /** What the answer to an upload calls the picture by. */
  uploadNames: z.enum(['both', 'key', 'url']).default('both'),
  /** Which right codes of an authenticator app are refused all the same, as if their enrolment had expired. */
  refuseRightCodes: z.enum(['none', 'first', 'all']).default('none'),
  /** How ID tokens say when the person signed in (`auth_time`), even where the app asks for it. */
  authTime: z.enum(['number', 'text', 'nonsense', 'missing']).default('number'),
  /** Whose ID token comes with a refresh. */
  refreshIdToken: z.enum(['own', 'none', 'otherPerson', 'otherIssuer']).default('own'),
  /**
   * How a refresh token that is no longer accepted is answered: by `invalid_grant` with status 400 or, `ok`, with 200; by a page
   * with status 401; or by the envelope of the V2 API with status 400.
   */
  deadRefreshToken: z.enum(['invalidGrant', 'html', 'V2', 'ok']).default('invalidGrant'),
  /** Whether the introspection endpoint tells the truth, or calls every token inactive. */
  introspection: z.enum(['truthful', 'inactive']).default('truthful')
})

export type SandboxOptions = z.input<typeof sandboxOptions>
export type SandboxSettings = z.output<typeof sandboxOptions>
