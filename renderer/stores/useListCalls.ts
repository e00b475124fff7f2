import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { Failure, Result } from '../../contract/result'

/** `newer`: a look for newer rows, which leaves the list as it is. */
type Asked = 'rows' | 'newer'

export interface ListCalls {
  failure: ShallowRef<Failure | undefined>
  /** The kind of call that failed last. */
  failed: Ref<Asked>
  pending: ComputedRef<boolean>
  /** Resolves to main's answer, or to undefined if it was refused or is for a list that was dropped since. */
  ask: <T>(request: Promise<Result<T>>, asked?: Asked) => Promise<T | undefined>
  /** Ignores every answer that is under way, because another list is shown. */
  drop: () => void
}

/** Holds the state of several calls to main at once, all for the list on screen. */
export function useListCalls(): ListCalls {
  const failure = shallowRef<Failure>()
  const failed = ref<Asked>('rows')
  const underWay = ref(0)
  let list = 0

  async function ask<T>(request: Promise<Result<T>>, asked: Asked = 'rows'): Promise<T | undefined> {
    const mine = list
    underWay.value++
    const result = await request
    if (mine !== list) return undefined
    underWay.value--
    // Rows that came do not mean that another kind of call would work now.
    if (result.ok && asked !== failed.value) return result.data
    failure.value = result.ok ? undefined : result.error
    failed.value = asked
    return result.ok ? result.data : undefined
  }

  function drop(): void {
    list++
    underWay.value = 0
    failure.value = undefined
  }

  return { failure, failed, pending: computed(() => underWay.value > 0), ask, drop }
}
