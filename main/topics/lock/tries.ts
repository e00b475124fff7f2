import type { PinContent } from './pinEntry'
import type { KeptPin } from './pinStore'

/** The number of wrong tries after which only a new sign-in helps. */
const mostAttempts = 10
const freeAttempts = 3
const firstWaitMs = 30_000

export const attemptsAfter = (failed: number): number => Math.max(0, mostAttempts - failed)

/** Returns the wait in ms: 30 s after the third wrong try, then double each time. */
const waitAfter = (failed: number): number => (failed < freeAttempts ? 0 : firstWaitMs * 2 ** (failed - freeAttempts))

const countsOf = (kept: KeptPin): Pick<PinContent, 'failed' | 'notBefore'> =>
  'content' in kept ? kept.content : kept.older

export const triesOf = (kept: KeptPin): number => countsOf(kept).failed

export function withTries(kept: KeptPin, failed: number, notBefore: number): KeptPin {
  return 'content' in kept
    ? { ...kept, content: { ...kept.content, failed, notBefore } }
    : { ...kept, older: { ...kept.older, failed, notBefore } }
}

/** Returns the rest of a wait that began in an earlier run, in ms. If the clock was set back since, the wait begins again. */
function remainingOf(kept: KeptPin, now: number): number {
  const { failed, notBefore } = countsOf(kept)
  return Math.max(0, Math.min(notBefore - now, waitAfter(failed)))
}

/** The wait before the next try is accepted. Setting the clock does not shorten it. */
export interface Wait {
  /** Continues a wait that began in an earlier run. */
  resume(kept: KeptPin): void
  /** Runs `note` with the end of the wait for this number of wrong tries, in ms since the epoch. Then the wait begins. */
  begin(failed: number, note: (notBefore: number) => Promise<void>): Promise<void>
  end(): void
  /** Returns when it ends, in ms since the epoch, or `undefined` if it is over. */
  until(): number | undefined
}

/**
 * @param now ms since the epoch
 * @param monotonic ms that nobody can set back
 */
export function createWait(now: () => number, monotonic: () => number): Wait {
  let openAt = monotonic()

  return {
    resume(kept) {
      openAt = Math.max(openAt, monotonic() + remainingOf(kept, now()))
    },
    async begin(failed, note) {
      const wait = waitAfter(failed)
      await note(now() + wait)
      openAt = monotonic() + wait
    },
    end() {
      openAt = monotonic()
    },
    until() {
      const remaining = openAt - monotonic()
      return remaining > 0 ? now() + remaining : undefined
    }
  }
}
