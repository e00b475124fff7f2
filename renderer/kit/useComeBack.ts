import { onMounted, onUnmounted } from 'vue'

/** Calls `look` whenever the person comes back to the window. */
export function useComeBack(look: () => void): void {
  onMounted(() => window.addEventListener('focus', look))
  onUnmounted(() => window.removeEventListener('focus', look))
}
