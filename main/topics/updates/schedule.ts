const minute = 60_000
const day = 24 * 60 * minute

/** The longest random delay, which spreads the looks of many copies so that they do not come together. */
export const longestJitterMs = 2 * 60 * minute
/** The first look of a run comes when the start is over, in ms after the window was shown. */
const afterStart = { least: 30_000, most: 5 * minute }
/** The shortest time between two looks that a person asks for. */
const askAgainMs = minute

/** The same moment on two clocks, in ms: the wall clock, which anybody may set, and one that only goes forward. */
export interface Moment {
  wall: number
  monotonic: number
}

/** The last looks at the update address: by the wall clock as the file has it, and in this run by both clocks. */
export interface Looked {
  stored?: number | undefined
  inThisRun?: Moment | undefined
}

/**
 * Returns the wait before the next look, in ms. In one run a day passes between two looks whatever the wall clock does. A
 * stored moment in the future says nothing, so the look is due.
 *
 * @param random from 0 to 1, the same while one look is waited for
 */
export function waitForLook({ stored, inThisRun }: Looked, now: Moment, random: number): number {
  if (inThisRun) return Math.max(0, inThisRun.monotonic + day + random * longestJitterMs - now.monotonic)
  const soon = afterStart.least + random * (afterStart.most - afterStart.least)
  if (stored === undefined || stored > now.wall) return soon
  return Math.max(soon, stored + day + random * longestJitterMs - now.wall)
}

/** Returns the moment by the wall clock before which a person's wish to look is refused, if it is in the future. */
export function lookAgainAt({ inThisRun }: Looked, now: Moment): number | undefined {
  if (!inThisRun) return undefined
  const left = inThisRun.monotonic + askAgainMs - now.monotonic
  return left > 0 ? now.wall + left : undefined
}
