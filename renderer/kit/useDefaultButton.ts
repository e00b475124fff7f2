import { onMounted, onUnmounted, type Ref } from 'vue'

/** The elements in which Enter has a meaning of its own. */
const operable = 'a, button, input, select, summary, textarea'

/** Returns true for a key that was used already, composes a character, or was pressed in a dialog on top. */
export function isOnTop({ defaultPrevented, isComposing, target }: KeyboardEvent): boolean {
  return defaultPrevented || isComposing || !(target instanceof Element) || target.closest('dialog') !== null
}

/** Lets Enter press the primary button inside `place`, unless a control has the focus. */
export function useDefaultButton(place: Readonly<Ref<HTMLElement | null>>): void {
  function onKey(event: KeyboardEvent): void {
    const { key, repeat, target } = event
    if (key !== 'Enter' || repeat || isOnTop(event)) return
    if (target instanceof Element && target.closest(operable)) return
    place.value?.querySelector<HTMLButtonElement>('.button.primary')?.click()
  }

  onMounted(() => document.addEventListener('keydown', onKey))
  onUnmounted(() => document.removeEventListener('keydown', onKey))
}
