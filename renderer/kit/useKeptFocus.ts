import { watch, type WatchSource } from 'vue'

/** Moves the focus to `place` when a change of a source took away the element that had it. */
export function useKeptFocus(sources: WatchSource[], place: () => { focus: () => void } | null): void {
  const keep = (): void => {
    if (document.activeElement === document.body) place()?.focus()
  }
  watch(sources, keep, { flush: 'post' })
}
