import { lookAgainAt, type Looked, type Moment, waitForLook } from './schedule'

/** When the app looks by itself: one timer, which every look sets anew. */
export interface OwnLook {
  /** Sets the timer by when it last looked. */
  arm(): void
  /** Notes that somebody looks at this moment, and sets the timer by it. */
  looksNow(moment: Moment): void
  /** When the person may look again, in ms since the epoch; `undefined` where that is now. */
  againAt(): number | undefined
  cancel(): void
}

interface OwnLookParts {
  /** True while the person lets the app look by itself. */
  looksDaily: () => boolean
  isOnline: () => boolean
  now: () => Moment
  /** Returns a number from 0 to 1. */
  random: () => number
  /** Calls `listener` once, after this many ms. Returns a function that cancels the call. */
  after: (ms: number, listener: () => void) => () => void
}

/** The delay of a look that is due while there is no network, the setting is off, or an update is under way, in ms. */
const putOffMs = 60 * 60_000

/** @param stored when an earlier run of the app looked, in ms since the epoch */
export function createOwnLook(parts: OwnLookParts, stored: number | undefined, look: () => void): OwnLook {
  const { now, after } = parts
  const looked: Looked = { stored }
  let random = parts.random()
  let cancel: () => void = () => undefined

  function arm(ms = waitForLook(looked, now(), random)): void {
    cancel()
    cancel = after(ms, lookByItself)
  }

  function lookByItself(): void {
    arm(putOffMs)
    if (parts.looksDaily() && parts.isOnline()) look()
  }

  return {
    arm: () => arm(),
    looksNow(moment) {
      looked.inThisRun = moment
      random = parts.random()
      arm()
    },
    againAt: () => lookAgainAt(looked, now()),
    cancel: () => cancel()
  }
}
