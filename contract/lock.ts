import { z } from 'zod'
import { weaknessOf } from './pin'

const longestPin = 128
const pin = z.string().min(1).max(longestPin)
const newPin = pin.refine((value) => weaknessOf(value) === undefined)

export const lockSettings = z.object({
  /** After so many minutes without a key or the mouse; null for never. */
  afterMinutes: z.int().min(1).max(60).nullable(),
  /** When the computer sleeps, its screen is locked, or another user takes over. */
  whenAway: z.boolean(),
  /** Whether Touch ID unlocks too, where there is one. */
  touchId: z.boolean()
})
export type LockSettings = z.infer<typeof lockSettings>

export const lockState = z.object({
  locked: z.boolean(),
  /** Without a PIN nothing locks. */
  pinSet: z.boolean(),
  settings: lockSettings,
  touchIdAvailable: z.boolean(),
  /** Before this moment (ms since the epoch) no PIN is looked at. */
  retryAt: z.number().optional(),
  /** How many more tries there are before only a new sign-in helps; given once one was wrong. */
  attemptsLeft: z.int().nonnegative().optional(),
  /** Why only a new sign-in helps: too many tries, or what is kept of the PIN cannot be read, or is gone. */
  onlySignIn: z.enum(['attempts', 'unreadable', 'gone']).optional(),
  /** What was nowhere but in memory, and went when the window locked by itself. */
  lost: z.enum(['session', 'recoveryCode']).optional()
})
export type LockState = z.infer<typeof lockState>

export const lockChannels = {
  'lock:read': { input: z.void(), output: lockState },
  /** Where the PIN is right the page ends and begins anew, so no answer comes. */
  'lock:unlock': { input: z.object({ pin }), output: z.void() },
  'lock:unlockWithTouchId': { input: z.void(), output: z.void() },
  /** The way out without a PIN: forgets every account on this computer, revokes nothing, and takes the PIN away. */
  'lock:signInAgain': { input: z.void(), output: z.void() },
  /** The page ends and begins anew, unless the person thinks better of it. */
  'lock:lockNow': { input: z.void(), output: z.void() },
  /** `current` where there is a PIN. */
  'lock:setPin': { input: z.object({ current: pin.optional(), pin: newPin }), output: z.void() },
  'lock:removePin': { input: z.object({ pin }), output: z.void() },
  'lock:change': { input: z.object({ pin, settings: lockSettings }), output: z.void() }
}

export const lockEvents = { 'lock:changed': lockState }
