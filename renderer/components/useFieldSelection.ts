import { onMounted, onUnmounted, ref, type Ref } from 'vue'

/** What is selected in a field: `from` equals `to` where only the caret is. Undefined while it has no focus. */
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
