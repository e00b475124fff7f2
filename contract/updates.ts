import { z } from 'zod'
import { longestHostName } from './fields'
import { failure } from './result'

const version = z.string().max(20)
const notes = z.string().max(10_000)

/** The way in which a newer version comes onto this computer. */
const updateMeans = z.discriminatedUnion('by', [
  /** `noAddress`: this build was given no address to ask. `notInstalled`: the app runs from its sources. */
  z.object({ by: z.literal('nobody'), reason: z.enum(['noAddress', 'notInstalled']) }),
  /** The system's packages: the person types this command. */
  z.object({ by: z.literal('package'), command: z.string().max(200) }),
  /** The unpacked archive. `writable` is true if this person may write to its folder. */
  z.object({ by: z.literal('archive'), writable: z.boolean() }),
  /**
   * The installer of macOS or Windows. `writable` is true if this person may replace the app, and false if it was installed
   * for everybody, so that their administrator has to.
   */
  z.object({ by: z.literal('installer'), writable: z.boolean() })
])
export type UpdateMeans = z.infer<typeof updateMeans>

/** A version newer than this one, as the publisher describes it. */
export const newRelease = z.object({
  version,
  /** A day, as in `2026-11-28`. */
  released: z.iso.date(),
  /** Plain text in lines, by language. */
  notes: z.object({ en: notes, 'zh-CN': notes }),
  /** bytes */
  size: z.int().positive()
})
export type NewRelease = z.infer<typeof newRelease>

const updateProgress = z.discriminatedUnion('phase', [
  z.object({ phase: z.enum(['idle', 'upToDate']) }),
  /** `known` is the release that an earlier look found. */
  z.object({ phase: z.literal('looking'), known: newRelease.optional() }),
  /** `failure` is the reason why the last look or the last try to install it failed. */
  z.object({ phase: z.literal('available'), release: newRelease, failure: failure.optional() }),
  z.object({ phase: z.literal('downloading'), release: newRelease, bytes: z.int().nonnegative() }),
  /** The release is in place, and the next start runs it. */
  z.object({ phase: z.literal('ready'), release: newRelease }),
  z.object({ phase: z.literal('failed'), failure })
])
export type UpdateProgress = z.infer<typeof updateProgress>

const updatesState = z.object({
  means: updateMeans,
  /** The host of the update address; absent if nobody is asked. */
  host: z.string().max(longestHostName).optional(),
  progress: updateProgress,
  /** True if the publisher asks everybody to leave the running version. */
  tooOld: z.boolean(),
  /** True if the person dismissed the notice of this release. */
  dismissed: z.boolean(),
  /** The version that did not start, so that this one was put back. */
  rolledBack: version.optional(),
  /** When the update address was last asked, in ms since the epoch. */
  lookedAt: z.number().optional(),
  /** The update address is not asked again before this moment (ms since the epoch). */
  lookAgainAt: z.number().optional()
})
export type UpdatesState = z.infer<typeof updatesState>

export const updatesChannels = {
  'updates:read': { input: z.void(), output: updatesState },
  /** Looks for a newer version because the person asked, whatever the setting says. */
  'updates:look': { input: z.void(), output: z.void() },
  /** Downloads the release and puts it in place. The running version goes on. */
  'updates:install': { input: z.void(), output: z.void() },
  /** Ends the app and starts the version that is ready. */
  'updates:restart': { input: z.void(), output: z.void() },
  'updates:copyCommand': { input: z.void(), output: z.void() },
  /** Dismisses a notice for good: that of the release, or that a version did not start. */
  'updates:dismiss': { input: z.enum(['release', 'rolledBack']), output: z.void() }
}

export const updatesEvents = { 'updates:changed': updatesState }
