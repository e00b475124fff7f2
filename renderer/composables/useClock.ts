import { onScopeDispose, readonly, ref, type Ref } from 'vue'

/** The time in ms since the epoch, read again every `interval` ms for as long as the component lives. */
export function useClock(interval: number): Readonly<Ref<number>> {
  const now = ref(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), interval)
  onScopeDispose(() => clearInterval(timer))
  return readonly(now)
}
