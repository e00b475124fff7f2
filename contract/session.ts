import { z } from 'zod'
import { longestAppId, longestHost, longestToken, longestUrl } from './fields'
import { refusedMachineFile } from './machineFile'
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
 * The place where the session is kept. `saving`: on its way into the keychain, just after a sign-in. `memory`: it ends when
 * the app quits. `unsaved`: newer than the one in the keychain.
 */
const keptIn = z.enum(['keychain', 'saving', 'memory', 'unsaved'])

/** The session as the window shows it. Main decides, the window follows. */
const sessionState = z.discriminatedUnion('phase', [
  /** No tenant has been chosen yet. */
  z.object({
    phase: z.literal('notConnected'),
    /** Absent if the start options are right, or none were given. */
    problem: configurationProblem.optional(),
    /** The first values of the form, from the start options or the practice tenant. */
    entry: z.object({ host: z.string().max(longestHost), appId: z.string().max(longestAppId) }),
    /** True if that is the practice tenant of this computer. */
    practice: z.boolean()
  }),
  /** The machine's file cannot be used, so nobody knows which tenants are allowed. */
  z.object({ phase: z.literal('machineFileRefused'), file: refusedMachineFile }),
  /** The keychain is being asked for a stored session. */
  z.object({ phase: z.literal('starting') }),
  z.object({
    phase: z.literal('signedOut'),
    /** The reason, if it was not the person's own choice. */
    failure: failure.optional()
  }),
  z.object({
    phase: z.literal('signingIn'),
    /** A one-time address of this computer that leads any browser here to the tenant. */
    link: z.string(),
    /** The redirect address that was sent to the tenant. The tenant's administrator has to allow it. */
    redirectUri: z.string(),
    appId: z.string(),
    /** When the attempt ends by itself, in ms since the epoch. */
    expiresAt: z.number(),
    browserOpened: z.boolean()
  }),
  z.object({
    phase: z.literal('signedIn'),
    keptIn,
    /**
     * The reason why the keychain does not hold the session. Absent if the person pasted an access token, which is kept in
     * memory.
     */
    keychainFailure: failure.optional()
  }),
  /** An administrator has barred this device at the tenant. A session that there was is kept. */
  z.object({ phase: z.literal('barred'), failure }),
  /** A stored session is expected but could not be read. It is neither lost nor changed. */
  z.object({ phase: z.literal('keychainUnreadable'), failure })
])
export type SessionState = z.infer<typeof sessionState>

/** `refresh`: kept like a session of one's own. `access`: kept in memory only, until the app quits. */
const givenToken = z.object({ kind: z.enum(['refresh', 'access']), token: z.string().min(1).max(longestToken) })
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
  /** Takes the address to which the browser could not return, as the person copied it. It carries a code, so it is not kept. */
  'session:finishSignIn': { input: z.object({ address: z.string().max(longestUrl) }), output: z.void() },
  /** Takes a token that the person was given. It is the one secret that comes from the page, and never goes back to it. */
  'session:useToken': { input: givenToken, output: z.void() },
  'session:signOut': { input: z.void(), output: z.void() },
  /** Reads the keychain again, or saves the session into it again, depending on which failed. */
  'session:retryKeychain': { input: z.void(), output: z.void() },
  /** Asks the tenant once whether it still bars this device: with the session that there is, or by a new sign-in. */
  'session:askAgain': { input: z.void(), output: z.void() },
  /** Copies a message for the administrator who can lift the bar. */
  'session:copyMessage': { input: z.void(), output: z.void() },
  /** Opens the tenant's own address in the browser, because a captive portal shows its sign-in there. */
  'session:openTenant': { input: z.void(), output: z.void() }
}

export const sessionEvents = {
  'session:changed': sessionState
}
