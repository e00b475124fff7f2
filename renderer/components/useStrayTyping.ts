import { onMounted, onUnmounted, type Ref } from 'vue'

/** Someone who types or pastes right after a step has opened, while only its title has the focus, means this field. */
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
