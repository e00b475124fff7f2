import { z } from 'zod'
import { failure } from './result'

/** The mistake in the options that the app was started with. */
export const configurationProblem = z.enum([
  'hostMissing',
  'hostInvalid',
  'hostNotSecure',
  'appIdMissing',
  'portInvalid'
])
export type ConfigurationProblem = z.infer<typeof configurationProblem>

/**
 * Where the session is kept. `saving`: on its way into the keychain, just after a sign-in. `memory`: it ends when the app
 * quits. `unsaved`: newer than what the keychain holds.
 */
export const keptIn = z.enum(['keychain', 'saving', 'memory', 'unsaved'])

/** The session as the window shows it. Main decides, the window follows. */
export const sessionState = z.discriminatedUnion('phase', [
  /** No tenant has been chosen yet. */
  z.object({
    phase: z.literal('notConnected'),
    /** Missing where the start options are right, or none were given. */
    problem: configurationProblem.optional(),
    /** The first values of the form come from the start options or the practice tenant. */
    entry: z.object({ host: z.string().max(2048), appId: z.string().max(200) }),
    /** True if that is the practice tenant of this computer. */
    practice: z.boolean()
  }),
  /** The keychain is being asked for a stored session. */
  z.object({ phase: z.literal('starting') }),
  z.object({
    phase: z.literal('signedOut'),
    /** Why, if it was not the person's own choice. */
    failure: failure.optional()
  }),
  z.object({
    phase: z.literal('signingIn'),
    /** A one-time address of this computer that leads any browser here to the tenant. */
    link: z.string(),
    /** The redirect address that was sent to the tenant, whose administrator has to allow it. */
    redirectUri: z.string(),
    appId: z.string(),
    /** When the attempt ends by itself, in ms since the epoch. */
    expiresAt: z.number(),
    browserOpened: z.boolean()
  }),
  z.object({
    phase: z.literal('signedIn'),
    keptIn,
    /** Why the keychain does not hold the session. Without one, a session in memory is that of an access token that was given. */
    keychainFailure: failure.optional()
  }),
  /** A stored session is expected but could not be read. It is neither lost nor touched. */
  z.object({ phase: z.literal('keychainUnreadable'), failure })
])
export type SessionState = z.infer<typeof sessionState>

/** `refresh`: kept like a session of one's own. `access`: for one sitting, in memory only. */
export const givenToken = z.object({ kind: z.enum(['refresh', 'access']), token: z.string().min(1).max(16_384) })
export type GivenToken = z.infer<typeof givenToken>

export const sessionChannels = {
  'session:read': { input: z.void(), output: sessionState },
  /** Opens the browser. Progress and outcome arrive as `session:changed`. */
  'session:signIn': { input: z.void(), output: z.void() },
  'session:reopenBrowser': { input: z.void(), output: z.void() },
  'session:copySignInLink': { input: z.void(), output: z.void() },
  /** Copies the tenant's own address behind the link, for a browser that cannot open an address of this computer. */
  'session:copyAuthorizationRequest': { input: z.void(), output: z.void() },
  'session:cancelSignIn': { input: z.void(), output: z.void() },
  /** The address to which the browser could not come back, as copied from it. It carries a code, so it is not kept. */
  'session:finishSignIn': { input: z.object({ address: z.string().max(8_192) }), output: z.void() },
  /** A token the person was given. The one secret that comes from the page: it goes this way once and never back. */
  'session:useToken': { input: givenToken, output: z.void() },
  'session:signOut': { input: z.void(), output: z.void() },
  /** Reads the keychain again, or saves the session into it again: whichever failed. */
  'session:retryKeychain': { input: z.void(), output: z.void() },
  /** Opens the tenant's own address in the browser, where a captive portal shows its sign-in. */
  'session:openTenant': { input: z.void(), output: z.void() }
}

export const sessionEvents = {
  'session:changed': sessionState
}
