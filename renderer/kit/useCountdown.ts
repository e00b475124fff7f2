import { computed, watch, type ComputedRef } from 'vue'
import { useClock } from './useClock'

/** In s. A countdown is announced only at these, because each second would drown everything else. */
const marks = [0, 10, 30, 60]

export interface Countdown {
  /** The time left to wait, in ms; 0 once it is over. */
  left: ComputedRef<number>
  /** True if the challenge has expired at the server. */
  expired: ComputedRef<boolean>
}

/**
 * Counts the time until another code may be asked for.
 *
 * @param challenge - Its moments, in ms since the epoch.
 * @param onMark - Called at a mark, and at the end of the challenge.
 */
export function useCountdown(
  challenge: () => { sentAt: number; resendAt: number; expiresAt: number },
  onMark: (what: { mark: boolean; expired: boolean }) => void
): Countdown {
  const clock = useClock(1000)
  // The clock may be almost a second behind a challenge that has just come.
  const now = computed(() => Math.max(clock.value, challenge().sentAt))
  const left = computed(() => Math.max(0, challenge().resendAt - now.value))
  const expired = computed(() => now.value >= challenge().expiresAt)
  const seconds = computed(() => Math.ceil(left.value / 1000))

  watch([seconds, expired], ([current, old], [before, wasOld]) => {
    const mark = marks.some((one) => current <= one && before > one)
    if (mark || (old && !wasOld)) onMark({ mark, expired: old && !wasOld })
  })

  return { left, expired }
}
