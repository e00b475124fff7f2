import { onUnmounted, shallowRef, type ShallowRef } from 'vue'

/** Holds an outcome for as long as a person needs to notice it. */
export function useBriefly<T>(): { shown: Readonly<ShallowRef<T | undefined>>; show: (outcome: T) => void } {
  const shown = shallowRef<T>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function show(outcome: T): void {
    shown.value = outcome
    clearTimeout(timer)
    timer = setTimeout(() => (shown.value = undefined), 2000)
  }

  onUnmounted(() => clearTimeout(timer))

  return { shown, show }
}
