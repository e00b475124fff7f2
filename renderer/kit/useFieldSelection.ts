import { onMounted, onUnmounted, ref, type Ref } from 'vue'

/**
 * Returns the selection in a field: `from` equals `to` for a bare caret. It is undefined while the field has no focus.
 */
export function useFieldSelection(field: Readonly<Ref<HTMLInputElement | null>>) {
  const selection = ref<{ from: number; to: number }>()

  function follow(): void {
    const element = field.value
    selection.value =
      element && element === document.activeElement
        ? { from: element.selectionStart ?? 0, to: element.selectionEnd ?? 0 }
        : undefined
  }

  onMounted(() => document.addEventListener('selectionchange', follow))
  onUnmounted(() => document.removeEventListener('selectionchange', follow))

  return { selection, follow }
}
