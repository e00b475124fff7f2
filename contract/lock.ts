import { z } from 'zod'
import { longestPin } from './fields'
import { weaknessOf } from './pin'

const pin = z.string().min(1).max(longestPin)
const newPin = pin.refine((value) => weaknessOf(value) === undefined)

export const lockSettings = z.object({
  /** The window locks after this many minutes without a key or the mouse; null for never. */
  afterMinutes: z.int().min(1).max(60).nullable(),
  /** True if the window locks when the computer sleeps, its screen is locked, or another user takes over. */
  whenAway: z.boolean(),
  /** True if Touch ID unlocks too, on a computer that has it. */
  touchId: z.boolean()
})
export type LockSettings = z.infer<typeof lockSettings>

export const lockState = z.object({
  locked: z.boolean(),
  /** True if there is a PIN. Without one nothing locks. */
  pinSet: z.boolean(),
  settings: lockSettings,
  touchIdAvailable: z.boolean(),
  /** No PIN is checked before this moment, in ms since the epoch. */
  retryAt: z.number().optional(),
  /** The tries that are left before only a new sign-in helps; given after the first wrong PIN. */
  attemptsLeft: z.int().nonnegative().optional(),
  /** The reason why only a new sign-in helps: too many tries, or the PIN's record cannot be read or is gone. */
  onlySignIn: z.enum(['attempts', 'unreadable', 'gone']).optional(),
  /** The one thing that was in memory only, and was lost when the window locked by itself. */
  lost: z.enum(['session', 'recoveryCode']).optional()
})
export type LockState = z.infer<typeof lockState>

export const lockChannels = {
  'lock:read': { input: z.void(), output: lockState },
  /** Unlocks. If the PIN is right, the page is loaded again, so no answer comes. */
  'lock:unlock': { input: z.object({ pin }), output: z.void() },
  'lock:unlockWithTouchId': { input: z.void(), output: z.void() },
  /** Leaves the lock without a PIN: forgets every account on this computer, revokes nothing, and removes the PIN. */
  'lock:signInAgain': { input: z.void(), output: z.void() },
  /** Locks. The page is loaded again, unless the person changes their mind. */
  'lock:lockNow': { input: z.void(), output: z.void() },
  /** Sets the PIN. `current` is required if there is one already. */
  'lock:setPin': { input: z.object({ current: pin.optional(), pin: newPin }), output: z.void() },
  'lock:removePin': { input: z.object({ pin }), output: z.void() },
  'lock:change': { input: z.object({ pin, settings: lockSettings }), output: z.void() }
}

export const lockEvents = { 'lock:changed': lockState }
