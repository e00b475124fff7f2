import { onMounted, onUnmounted, type Ref } from 'vue'

/** Focuses the field if a person types or pastes while only the title of a new step has the focus. */
export function useStrayTyping(field: Readonly<Ref<HTMLInputElement | null>>): void {
  function onKey({ target, key, ctrlKey, metaKey, altKey }: KeyboardEvent): void {
    const pastes = (ctrlKey || metaKey) && key === 'v'
    const types = /^[\p{L}\p{N}]$/u.test(key) && !ctrlKey && !metaKey && !altKey
    const nowhere = target instanceof Element && target.matches('body, [tabindex="-1"]')
    if (nowhere && (pastes || types)) field.value?.focus()
  }

  onMounted(() => document.addEventListener('keydown', onKey))
  onUnmounted(() => document.removeEventListener('keydown', onKey))
}
