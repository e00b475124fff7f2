import { defaultRangeExtractor, useVirtualizer } from '@tanstack/vue-virtual'
import { computed, onScopeDispose, type Ref, ref, toRaw, watch } from 'vue'

export type RowKey = string | number

/** In pixels of the screen: Chromium draws no higher box. */
const highestBox = 33_554_428

interface ListParts {
  scroller: Readonly<Ref<HTMLElement | null>>
  /** Returns the keys of all rows, in order; a new array after each insertion or removal. */
  keys: () => readonly RowKey[]
  /** Returns the most likely height of a row, in px. */
  estimate: () => number
  /** Returns true if there are rows after the last key. */
  more: () => boolean
  /** The row that stays mounted even out of view. Each other row makes the library begin anew, so it changes seldom. */
  kept: Readonly<Ref<RowKey | undefined>>
}

/** Decides which rows of a long list are mounted and where, and keeps the row in view in its place. */
export function useVirtualList({ scroller, keys, estimate, more, kept }: ListParts) {
  const fitting = ref(Infinity)
  /** The keys of the rows that fit into the highest box that Chromium draws. */
  const drawn = computed(() => (fitting.value < keys().length ? keys().slice(0, fitting.value) : keys()))
  const keptIndex = computed(() => (kept.value === undefined ? -1 : drawn.value.indexOf(kept.value)))
  // This function changes only with the keys, because the library adds up all sizes again for each new function.
  const keyAt = computed(() => {
    const all = toRaw(drawn.value)
    return (index: number): RowKey => all[index] ?? index
  })

  const virtualizer = useVirtualizer<HTMLElement, HTMLElement>(
    computed(() => {
      const also = keptIndex.value
      // The library asks for it 100,000 times per measured row, so it is read once.
      const size = estimate()
      return {
        count: drawn.value.length,
        getScrollElement: () => scroller.value,
        estimateSize: () => size,
        getItemKey: keyAt.value,
        overscan: 6,
        // Rows that are inserted above do not move the first row in view.
        anchorTo: 'end',
        rangeExtractor: (range) => withIndex(defaultRangeExtractor(range), also)
      }
    })
  )

  const rows = computed(() =>
    virtualizer.value.getVirtualItems().flatMap(({ index, start }) => {
      const key = drawn.value[index]
      return key === undefined ? [] : [{ key, index, start }]
    })
  )
  const height = computed(() => virtualizer.value.getTotalSize())
  const shown = computed<readonly [first: number, last: number] | undefined>((before) => {
    virtualizer.value.getVirtualItems()
    const range = virtualizer.value.range
    if (!range) return undefined
    const { startIndex, endIndex } = range
    return before?.[0] === startIndex && before[1] === endIndex ? before : [startIndex, endIndex]
  })

  /** The length of the list if its end is near and more rows are wanted; each length asks once. Otherwise undefined. */
  const wanting = computed(() => {
    const { length } = keys()
    if (!more() || !shown.value || drawn.value.length < length) return undefined
    const [first, last] = shown.value
    return last + 2 * (last - first + 1) >= length ? length : undefined
  })

  // The library scrolls before the list has grown, so it stops short of a place that did not exist yet.
  watch(
    keys,
    () => {
      const wanted = virtualizer.value.scrollOffset
      if (scroller.value && wanted !== null && scroller.value.scrollTop !== wanted) scroller.value.scrollTop = wanted
    },
    { flush: 'post' }
  )

  const highest = useHighest()
  watch([keys, highest], () => (fitting.value = Infinity))
  watch([height, highest], () => {
    if (height.value <= highest.value) return
    // Rows are measured once they are in view, and are most likely higher than their estimate.
    fitting.value = virtualizer.value.getVirtualItemForOffset(highest.value * 0.95)?.index ?? 0
  })

  const measure = (row: unknown): void => {
    if (row === null || row instanceof HTMLElement) virtualizer.value.measureElement(row)
  }

  return { virtualizer, rows, height, shown, drawn, wanting, measure }
}

/** Returns the height of the highest box in px of the page. A zoom makes it smaller. */
function useHighest(): Readonly<Ref<number>> {
  const highest = ref(0)
  const update = (): void => void (highest.value = Math.floor(highestBox / window.devicePixelRatio))
  update()
  window.addEventListener('resize', update)
  onScopeDispose(() => window.removeEventListener('resize', update))
  return highest
}

/** Returns the ascending `indexes` including `index`, or unchanged if it is below 0. */
function withIndex(indexes: number[], index: number): number[] {
  if (index < 0 || indexes.includes(index)) return indexes
  return [...indexes, index].sort((one, other) => one - other)
}
