import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'
import { menuPlace } from './menuPlace'

/** Keeps an open menu beside its button and within the window, also while the page scrolls or the window changes. */
export function useMenuPlace(
  list: Readonly<Ref<HTMLElement | null>>,
  button: () => HTMLElement,
  start: () => boolean
): { place: Readonly<Ref<{ left: string; top: string } | undefined>> } {
  const place = ref<{ left: string; top: string }>()

  function update(): void {
    if (!list.value) return
    const { offsetWidth: width, offsetHeight: height } = list.value
    const view = { width: document.documentElement.clientWidth, height: document.documentElement.clientHeight }
    const { left, top } = menuPlace(button().getBoundingClientRect(), { width, height }, view, start())
    place.value = { left: `${left}px`, top: `${top}px` }
  }

  onMounted(() => {
    update()
    window.addEventListener('resize', update)
    // Whatever scrolls tells only those who listen on the way down.
    window.addEventListener('scroll', update, { capture: true, passive: true })
  })
  onBeforeUnmount(() => {
    window.removeEventListener('resize', update)
    window.removeEventListener('scroll', update, { capture: true })
  })

  return { place }
}
