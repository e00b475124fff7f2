import { computed, watch, type ComputedRef } from 'vue'
import { useClock } from '../composables/useClock'

/** s; a countdown is heard at these only, as each second would drown everything else. */
const marks = [0, 10, 30, 60]

export interface Countdown {
  /** How long one has to wait, in ms; 0 once that is over. */
  left: ComputedRef<number>
  /** The challenge has run out at the server. */
  expired: ComputedRef<boolean>
}

/**
 * Counts the time until another code may be asked for.
 *
 * @param challenge - Its moments, in ms since the epoch.
 * @param onMark - Something worth hearing has come: a mark, or the end of the challenge.
 */
export function useCountdown(
  challenge: () => { sentAt: number; resendAt: number; expiresAt: number },
  onMark: (what: { mark: boolean; expired: boolean }) => void
): Countdown {
  const clock = useClock(1000)
  // The clock may be most of a second behind a challenge that has just come.
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
