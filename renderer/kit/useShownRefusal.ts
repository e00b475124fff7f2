import { onMounted, ref, watch, type Ref } from 'vue'

/**
 * Selects the content of a field at each refusal, so that it can be typed over. Returns a flag that this sets to true,
 * and that the field lowers when its content changes.
 */
export function useShownRefusal(
  field: Readonly<Ref<HTMLInputElement | null>>,
  refused: () => number,
  selected: () => void
): Ref<boolean> {
  const wrong = ref(false)

  function show(): void {
    wrong.value = true
    field.value?.focus()
    field.value?.select()
    selected()
  }

  watch(
    refused,
    (count, before) => {
      if (count > before) show()
    },
    { flush: 'post' }
  )
  onMounted(() => {
    if (refused() > 0) show()
  })
  return wrong
}
