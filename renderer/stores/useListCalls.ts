import { computed, ref, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { Failure, Result } from '../../contract/result'

export interface ListCalls {
  failure: ShallowRef<Failure | undefined>
  pending: ComputedRef<boolean>
  /** Resolves to main's answer, or to undefined if it was refused or is for a list that was dropped since. */
  ask: <T>(request: Promise<Result<T>>) => Promise<T | undefined>
  /** Ignores every answer that is under way, because another list is shown. */
  drop: () => void
}

/** Holds the state of several calls to main at once, all for the list on screen. */
export function useListCalls(): ListCalls {
  const failure = shallowRef<Failure>()
  const underWay = ref(0)
  let list = 0

  async function ask<T>(request: Promise<Result<T>>): Promise<T | undefined> {
    const mine = list
    underWay.value++
    const result = await request
    if (mine !== list) return undefined
    underWay.value--
    failure.value = result.ok ? undefined : result.error
    return result.ok ? result.data : undefined
  }

  function drop(): void {
    list++
    underWay.value = 0
    failure.value = undefined
  }

  return { failure, pending: computed(() => underWay.value > 0), ask, drop }
}
