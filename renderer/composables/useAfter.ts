import { onScopeDispose, readonly, ref, type Ref } from 'vue'

/** Becomes true after `delay` ms: what shows that something is slow stays away while it is not. */
export function useAfter(delay: number): Readonly<Ref<boolean>> {
  const reached = ref(false)
  const timer = setTimeout(() => (reached.value = true), delay)
  onScopeDispose(() => clearTimeout(timer))
  return readonly(reached)
}
