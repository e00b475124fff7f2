import type { Virtualizer } from '@tanstack/vue-virtual'
import { nextTick, type Ref, watch } from 'vue'
import type { RowKey } from './useVirtualList'

type Align = 'auto' | 'start' | 'end'

interface FocusParts {
  scroller: Readonly<Ref<HTMLElement | null>>
  keys: Readonly<Ref<readonly RowKey[]>>
  /** The row that the Tab key leads to. It has the focus if the list has it. */
  active: Ref<RowKey | undefined>
  /** True while the list has the focus. */
  focused: Ref<boolean>
  virtualizer: Readonly<Ref<Virtualizer<HTMLElement, HTMLElement>>>
  shown: Readonly<Ref<readonly [first: number, last: number] | undefined>>
}

/** Gives one row the keyboard. Arrow keys move to another, and the focus stays on its row while others come or go. */
export function useRowFocus({ scroller, keys, active, focused, virtualizer, shown }: FocusParts) {
  const hasFocus = (): boolean => scroller.value?.contains(document.activeElement) ?? false

  const rowOf = (index: number): HTMLElement | null =>
    scroller.value?.querySelector<HTMLElement>(`:scope > ul > [data-index="${index}"]`) ?? null

  async function focusRow(index: number, align: Align = 'auto'): Promise<void> {
    active.value = keys.value[index]
    focused.value = true
    // The active row of a list with the focus is always mounted, so it can be focused before the list is scrolled to it.
    await nextTick()
    virtualizer.value.scrollToIndex(index, { align })
    const target = rowOf(index) ?? scroller.value
    target?.focus({ preventScroll: true })
  }

  /** Returns the row that `key` leads to from the row at `index`, or undefined for a key without a meaning here. */
  function destination(key: string, index: number): [index: number, align?: Align] | undefined {
    const [first, last] = shown.value ?? [index, index]
    switch (key) {
      case 'ArrowDown':
        return [index + 1]
      case 'ArrowUp':
        return [index - 1]
      // The last row in view becomes the first one, so that no row is skipped. The browser scrolls within a row that is
      // higher than the list.
      case 'PageDown':
        return first === last ? undefined : [index === last ? index + 1 : last, 'start']
      case 'PageUp':
        return first === last ? undefined : [index === first ? index - 1 : first, 'end']
      case 'Home':
        return [0]
      case 'End':
        return [keys.value.length - 1]
      default:
        return undefined
    }
  }

  function onKey(event: KeyboardEvent): void {
    const { target, key, ctrlKey, altKey, metaKey, shiftKey } = event
    // A control inside a row has no index, so it keeps its keys.
    const index = target instanceof HTMLElement ? target.dataset['index'] : undefined
    if (index === undefined || ctrlKey || altKey || metaKey || shiftKey) return
    if (key === 'Enter' || key === ' ') {
      event.preventDefault()
      rowOf(Number(index))?.querySelector<HTMLElement>('button, a[href], input')?.click()
      return
    }
    const to = destination(key, Number(index))
    if (!to) return
    event.preventDefault()
    void focusRow(Math.min(Math.max(to[0], 0), keys.value.length - 1), to[1])
  }

  /** Makes a row active if something in it takes the focus, for example by a click. */
  function onFocus({ target }: FocusEvent): void {
    const row = target instanceof HTMLElement ? target.closest<HTMLElement>('[data-index]') : null
    if (row) active.value = keys.value[Number(row.dataset['index'])]
    focused.value = true
  }

  /** A row that goes takes its focus with it, which the list gets back. Only an element elsewhere takes it away for good. */
  function onBlur({ relatedTarget }: FocusEvent): void {
    if (relatedTarget instanceof Node && !scroller.value?.contains(relatedTarget)) focused.value = false
  }

  watch(keys, (now, before) => {
    if (active.value === undefined) return
    const at = before.indexOf(active.value)
    // Rows that came at the end of a long list need no search through all of it.
    if (now[at] === active.value) return
    const left = new Set(now)
    if (left.has(active.value)) return
    active.value = before.slice(at).find((key) => left.has(key)) ?? before.slice(0, at).findLast((key) => left.has(key))
    if (hasFocus()) void focusRow(active.value === undefined ? -1 : now.indexOf(active.value))
  })

  // If the focus is elsewhere, Tab leads to a row in view and not to one far away.
  watch(
    shown,
    (range) => {
      if (!range || hasFocus()) return
      const [first, last] = range
      const index = active.value === undefined ? -1 : keys.value.indexOf(active.value)
      if (index >= first && index <= last) return
      active.value = keys.value[first]
      focused.value = false
    },
    { immediate: true }
  )

  return { onKey, onFocus, onBlur, focusRow }
}
