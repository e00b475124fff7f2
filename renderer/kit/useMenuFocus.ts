import type { Ref } from 'vue'
import type { MenuItem } from './menuItem'
import { useTypeahead } from './useTypeahead'

/** Moves the focus among the items of an open menu, each of which is a button. */
export function useMenuFocus(
  list: Readonly<Ref<HTMLElement | null>>,
  items: () => readonly MenuItem[]
): { enter: (index: number) => void; move: (by: number) => void; onKey: (event: KeyboardEvent) => void } {
  const buttons = (): HTMLButtonElement[] => [...(list.value?.querySelectorAll('button') ?? [])]
  const current = (): number => buttons().findIndex((one) => one === document.activeElement)

  /** Moves the focus to an item and wraps around at the ends. */
  function enter(index: number): void {
    const all = buttons()
    all.at(index % all.length)?.focus()
  }

  const { onKey } = useTypeahead((typed, longer) => {
    const first = current() + (longer ? 0 : 1)
    const all = items()
    const order = all.map((_, step) => (first + step) % all.length)
    const found = order.find((index) => all[index]?.name.toLocaleLowerCase().startsWith(typed))
    if (found !== undefined) enter(found)
  })

  return { enter, move: (by) => enter(current() + by), onKey }
}
