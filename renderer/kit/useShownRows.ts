import { onScopeDispose, type Ref, watch } from 'vue'

type Range = readonly [first: number, last: number]

/**
 * Tells the rows in view. Rows that have nothing in common with those of before are told a frame later, if they are still
 * there: a list that flies past asks for nothing that nobody can read.
 */
export function useShownRows(
  shown: Readonly<Ref<Range | undefined>>,
  tell: (first: number, last: number) => void
): void {
  let frame = 0

  watch(
    shown,
    (range, before) => {
      cancelAnimationFrame(frame)
      if (!range) return
      if (!before || overlap(range, before)) {
        tell(...range)
        return
      }
      // The first of these frames is still the one in which the list was scrolled.
      frame = requestAnimationFrame(() => {
        frame = requestAnimationFrame(() => tell(...range))
      })
    },
    { immediate: true }
  )
  onScopeDispose(() => cancelAnimationFrame(frame))
}

const overlap = (one: Range, other: Range): boolean => one[0] <= other[1] && other[0] <= one[1]
