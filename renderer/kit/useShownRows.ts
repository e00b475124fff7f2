import { onScopeDispose, type Ref, watch } from 'vue'

type Range = readonly [first: number, last: number]

/**
 * Tells the rows in view. A list that flies past tells where it is at first and where it stops, and nothing in between that
 * nobody can read: it flies while, frame after frame, its rows have nothing in common with those of before.
 */
export function useShownRows(
  shown: Readonly<Ref<Range | undefined>>,
  tell: (first: number, last: number) => void
): void {
  /** The frame that waits for the end of a flight, or 0. */
  let flight = 0

  watch(
    shown,
    (range, before) => {
      const isFlying = flight !== 0
      cancelAnimationFrame(flight)
      flight = 0
      if (!range) return
      const isJump = before !== undefined && !overlap(range, before)
      if (!isJump || !isFlying) tell(...range)
      if (!isJump) return
      // The first of these frames is still the one in which the list was scrolled.
      flight = requestAnimationFrame(() => {
        flight = requestAnimationFrame(() => {
          flight = 0
          if (isFlying) tell(...range)
        })
      })
    },
    { immediate: true }
  )
  onScopeDispose(() => cancelAnimationFrame(flight))
}

const overlap = (one: Range, other: Range): boolean => one[0] <= other[1] && other[0] <= one[1]
