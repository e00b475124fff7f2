import { computed, type ComputedRef } from 'vue'
import type { DrillTurn } from '../../../contract/drill'
import { useClock } from '../../kit/useClock'

interface DrillEntry {
  /** True if a code can be typed. A code that was tried leaves the field until there is another one. */
  asks: ComputedRef<boolean>
  /** The time until the next code can be sent or tried, in ms; 0 if one can. */
  left: ComputedRef<number>
}

/** Tells what a person can do in a turn. */
export function useDrillEntry(turn: () => DrillTurn | undefined): DrillEntry {
  const clock = useClock(1000)
  const left = computed(() => {
    const { nextAt = 0, sentAt = 0, refusedAt = 0 } = turn() ?? {}
    // The clock may be almost a second behind an answer that has just come.
    return Math.max(0, nextAt - Math.max(clock.value, sentAt, refusedAt))
  })
  const asks = computed(() => {
    const now = turn()
    if (!now) return false
    if (now.doing === 'checking') return true
    return now.by === 'sent' ? now.sentAt !== undefined && !now.spent : left.value === 0
  })
  return { asks, left }
}
