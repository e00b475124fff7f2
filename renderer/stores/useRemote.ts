import { computed, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { Failure, Result } from '../../contract/result'
import { useCall } from '../bridge/useCall'
import { whenSignedOut } from './whenSignedOut'

interface Known<T> {
  value: T
  /** In ms since the epoch. */
  readAt: number
}

export interface Remote<T> {
  /** The last known value, which a later failure leaves. Undefined means unknown, which is not the same as empty. */
  value: ComputedRef<T | undefined>
  /** When the value was read, in ms since the epoch. */
  readAt: ComputedRef<number | undefined>
  /** True if the value was read in this session. A recalled value may only be looked at. */
  live: ComputedRef<boolean>
  /** True once this session has had an answer, even a refusal. */
  answered: ComputedRef<boolean>
  /** When the value was read, if it may have changed since; undefined otherwise. */
  staleSince: ComputedRef<number | undefined>
  pending: Ref<boolean>
  failure: ShallowRef<Failure | undefined>
  load: () => Promise<void>
  /** Shows a value of an earlier session, unless a newer one is there. */
  recall: (known: Known<T> | undefined) => void
  /** Changes a known value without asking for it again. */
  amend: (change: (value: T) => T) => void
  /** Shows a value that main has told unasked. */
  hear: (value: T) => void
  /** Ignores the answer that is under way. */
  forget: () => void
}

/** Holds a value that the tenant keeps for the person who is signed in. It leaves the window when the session ends. */
export function useRemote<T>(ask: () => Promise<Result<T>>): Remote<T> {
  const { data, failure, pending, run, forget } = useCall<void, Known<T> & { live: boolean }>(async () => {
    const result = await ask()
    return result.ok ? { ok: true, data: { value: result.data, readAt: Date.now(), live: true } } : result
  })
  const value = computed(() => data.value?.value)
  const readAt = computed(() => data.value?.readAt)
  const live = computed(() => data.value?.live ?? false)
  const fresh = computed(() => live.value && !failure.value)

  async function load(): Promise<void> {
    await run()
  }

  function recall(known: Known<T> | undefined): void {
    if (known) data.value ??= { ...known, live: false }
  }

  function amend(change: (value: T) => T): void {
    if (data.value) data.value = { ...data.value, value: change(data.value.value) }
  }

  function hear(told: T): void {
    data.value = { value: told, readAt: Date.now(), live: true }
  }

  whenSignedOut(() => {
    forget()
    data.value = undefined
  })

  return {
    value,
    readAt,
    live,
    answered: computed(() => live.value || failure.value !== undefined),
    staleSince: computed(() => (value.value === undefined || fresh.value ? undefined : readAt.value)),
    pending,
    failure,
    load,
    recall,
    amend,
    hear,
    forget
  }
}
