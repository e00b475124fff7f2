import { onScopeDispose, readonly, ref, type Ref } from 'vue'

/** Returns a flag that becomes true after `delay` ms, so that a sign of slowness appears only if something is slow. */
export function useAfter(delay: number): Readonly<Ref<boolean>> {
  const reached = ref(false)
  const timer = setTimeout(() => (reached.value = true), delay)
  onScopeDispose(() => clearTimeout(timer))
  return readonly(reached)
}
