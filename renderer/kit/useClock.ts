import { onScopeDispose, readonly, ref, type Ref } from 'vue'

/** Returns the time in ms since the epoch, updated every `interval` ms for as long as the component lives. */
export function useClock(interval: number): Readonly<Ref<number>> {
  const now = ref(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), interval)
  onScopeDispose(() => clearInterval(timer))
  return readonly(now)
}
