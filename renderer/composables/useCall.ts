import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { Failure, Result } from '../../contract/result'

export interface CallState<I, T> {
  /** What main last answered; a later failure leaves it. Undefined is not known, which is not the same as empty. */
  data: ShallowRef<T | undefined>
  /** Why the last finished call failed. It stays while the next one is under way, so that its notice does not flicker. */
  failure: ShallowRef<Failure | undefined>
  pending: Ref<boolean>
  /** Gives what main answered; undefined if the call was refused, forgotten, or overtaken by a later one. */
  run: (input: I) => Promise<T | undefined>
  /** Whatever is under way no longer matters. */
  forget: () => void
}

/** One call to main, with what a window has to know about it. */
export function useCall<I, T>(call: (input: I) => Promise<Result<T>>): CallState<I, T> {
  const data = shallowRef<T>()
  const failure = shallowRef<Failure>()
  const pending = ref(false)
  let latest = 0

  async function run(input: I): Promise<T | undefined> {
    const mine = ++latest
    pending.value = true
    const result = await call(input)
    if (mine !== latest) return undefined
    pending.value = false
    if (result.ok) data.value = result.data
    failure.value = result.ok ? undefined : result.error
    return result.ok ? result.data : undefined
  }

  function forget(): void {
    latest++
    pending.value = false
    failure.value = undefined
  }

  return { data, failure, pending, run, forget }
}
