import { onMounted, onUnmounted, type Ref } from 'vue'

/** Where Enter has a meaning of its own. */
const operable = 'a, button, input, select, summary, textarea'

/** True if a key is not for the screen: it was used already, composes a character, or was pressed in a dialog on top. */
export function isOnTop({ defaultPrevented, isComposing, target }: KeyboardEvent): boolean {
  return defaultPrevented || isComposing || !(target instanceof Element) || target.closest('dialog') !== null
}

/** Enter presses the primary button inside `place`, as long as no control has the focus. */
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
