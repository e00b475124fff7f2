import { z } from 'zod'
import { askedBy } from './enrolment'
import { farthestMoment, longestDeviceId, longestLabel, longestName, mostDevices } from './fields'
import { failure } from './result'

/** Formatting throws at a moment that no date can hold. */
const moment = z.int().min(-farthestMoment).max(farthestMoment)
const count = z.int().nonnegative()
const text = z.string().min(1).max(longestName)
const deviceId = z.string().min(1).max(longestDeviceId)

/** Says how a device is known to be the person's own. A device without a mark may be theirs or not. */
const deviceMark = z.discriminatedUnion('kind', [
  /** The tenant lists an id that this app gave to this computer. */
  z.object({ kind: z.literal('here') }),
  /**
   * It is probably the browser of the last sign-in: same family of system, and the same address within minutes of it.
   * `apartMs`: the time between its sign-in and ours.
   */
  z.object({ kind: z.literal('browser'), system: text, address: text, apartMs: count })
])
export type DeviceMark = z.infer<typeof deviceMark>

/** A device on which the person has signed in. A text is absent if the tenant gives none. */
const device = z.object({
  deviceId,
  type: z.enum(['Browser', 'Mobile', 'Desktop']).optional(),
  name: text.optional(),
  /** The name that the person gave to it. It is kept on this computer only. */
  label: z.string().min(1).max(longestLabel).optional(),
  /** The families of its browser and its system, without versions. */
  browser: text.optional(),
  system: text.optional(),
  model: text.optional(),
  status: z.enum(['activated', 'suspended', 'deactivated']).optional(),
  /** ms since the epoch */
  lastLoginAt: moment.optional(),
  lastAddress: text.optional(),
  /** The tenant's word, which may be old. */
  online: z.boolean(),
  /** True if the last sign-in is so long ago that the device is likely forgotten. */
  unused: z.boolean(),
  mark: deviceMark.optional()
})
export type Device = z.infer<typeof device>

const deviceList = z.object({
  /** The devices with a mark. */
  yours: z.array(device).max(mostDevices),
  /** All others. Those that look alike are together, and the ones that were used last come first. */
  others: z.array(z.array(device).min(1).max(mostDevices)).max(mostDevices),
  /** False if the tenant lists more devices than are read. */
  complete: z.boolean(),
  /** The devices without a readable id, which are in no list. */
  unreadable: count
})
export type DeviceList = z.infer<typeof deviceList>

/** `revoke` ends the session of a device. `unbind` takes the device off the account as well. */
const verb = z.enum(['revoke', 'unbind'])
export type EndingVerb = z.infer<typeof verb>

/** The devices that are to be ended: some, all others, or those that nobody has used for long. */
const chosen = z.discriminatedUnion('which', [
  z.object({ which: z.literal('these'), deviceIds: z.array(deviceId).min(1).max(mostDevices) }),
  z.object({ which: z.literal('others') }),
  z.object({ which: z.literal('unused') })
])
export type ChosenDevices = z.infer<typeof chosen>

/** `notSent`: the run was stopped before the tenant was asked. */
const outcome = z.enum(['ended', 'refused', 'unknown', 'notSent'])
export type EndingOutcome = z.infer<typeof outcome>

const endingResult = z.object({
  device,
  outcome,
  /** The reason of a refusal or of an answer that is missing. */
  failure: failure.optional()
})
export type EndingResult = z.infer<typeof endingResult>

/** The ending of sessions, as the window shows it. */
const deviceEnding = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('none') }),
  /** Main asks the person outside of the page. */
  z.object({ phase: z.literal('confirming'), verb, by: askedBy, link: z.string().optional() }),
  z.object({
    phase: z.literal('running'),
    verb,
    done: count,
    total: count,
    /** True from a request to stop until the answer that is under way has come. */
    stopping: z.boolean(),
    /** True once everything is sent, while the list is read again and the tenant is asked if this app is still in. */
    checking: z.boolean()
  }),
  z.object({
    phase: z.literal('done'),
    verb,
    results: z.array(endingResult).max(mostDevices),
    /** The tenant's answer to the question if this app is still in, asked after everything else. */
    still: z.enum(['in', 'out', 'unknown']),
    /** True if another try for what is not known has been made, and is not offered again. */
    triedAgain: z.boolean(),
    at: moment
  }),
  /** Nothing was sent. */
  z.object({ phase: z.literal('failed'), failure })
])
export type DeviceEnding = z.infer<typeof deviceEnding>

/** The id by which the tenant may tell this computer from others. It is random and belongs to one account. */
const ownDevice = z.object({
  /** Absent until the first sign-in. */
  id: z.string().min(1).max(longestName).optional(),
  /** True if the tenant has taken the report of this computer. */
  reported: z.boolean()
})
export type OwnDevice = z.infer<typeof ownDevice>

export const devicesChannels = {
  'devices:list': { input: z.void(), output: deviceList },
  /** Keeps a name for a device on this computer. Without a name it loses the one it has. */
  'devices:label': { input: z.object({ deviceId, label: z.string().trim().max(longestLabel) }), output: z.void() },
  'devices:readEnding': { input: z.void(), output: deviceEnding },
  /** Reads the list anew and asks the person about exactly these devices. Progress arrives as `devices:endingChanged`. */
  'devices:startEnding': { input: z.object({ verb, chosen }), output: z.void() },
  /** Sends nothing more. What is under way is waited for. */
  'devices:stopEnding': { input: z.void(), output: z.void() },
  /** Reads the list again, and asks the tenant once more for those of which nothing is known. */
  'devices:tryAgain': { input: z.void(), output: z.void() },
  'devices:leaveEnding': { input: z.void(), output: z.void() },
  'devices:copySignInLink': { input: z.void(), output: z.void() },
  'devices:reopenBrowser': { input: z.void(), output: z.void() },
  'devices:readOwn': { input: z.void(), output: ownDevice },
  /** Makes a new id for this computer. The next sign-in reports it. */
  'devices:renewOwn': { input: z.void(), output: ownDevice }
}

export const devicesEvents = { 'devices:endingChanged': deviceEnding }
