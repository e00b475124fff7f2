import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { Failure, Result } from '../../contract/result'

export interface CallState<I, T> {
  /** The last answer of main, which a later failure leaves. Undefined means unknown, which is not the same as empty. */
  data: ShallowRef<T | undefined>
  /** The failure of the last finished call. It stays during the next call, so that its notice does not flicker. */
  failure: ShallowRef<Failure | undefined>
  pending: Ref<boolean>
  /** Resolves to main's answer, or to undefined if the call was refused, forgotten or overtaken by a later one. */
  run: (input: I) => Promise<T | undefined>
  /** Ignores the answer to a call that is under way. */
  forget: () => void
}

/** Holds the state of one call to main: its answer, its failure, and if it is pending. */
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
