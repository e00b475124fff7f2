import { defineStore } from 'pinia'
import { computed, reactive, ref, watch } from 'vue'
import type { Failure, Result } from '../../contract/result'
import type { Snapshot } from '../../contract/snapshot'
import { useCall } from '../composables/useCall'
import { useEnrolmentStore } from './enrolment'
import { useSessionStore } from './session'

function useList<T>(ask: () => Promise<Result<T[]>>) {
  const { data: list, run, pending, failure, forget } = useCall<void, T[]>(ask)
  const loadedAt = ref<number>()
  /** Whether the tenant has said so in this run of the app; until then it may be looked at only. */
  const live = ref(false)
  /** Of what is shown although it may have changed since: when it was read. */
  const staleSince = computed(() => (live.value && !failure.value ? undefined : loadedAt.value))

  async function load(): Promise<void> {
    if (!(await run())) return
    loadedAt.value = Date.now()
    live.value = true
  }

  /** Shows what was known earlier, where nothing newer is there. */
  function recall(known?: { readAt: number; value: T[] }): void {
    if (!known || list.value) return
    list.value = known.value
    loadedAt.value = known.readAt
  }

  function clear(): void {
    forget()
    list.value = undefined
    loadedAt.value = undefined
    live.value = false
  }

  return reactive({ list, loadedAt, staleSince, live, pending, failure, load, recall, forget, clear })
}

export const useFactorsStore = defineStore('factors', () => {
  const toEnroll = useList(() => window.bridge.factors.listToEnroll())
  const enrolled = useList(() => window.bridge.factors.listEnrolled())
  const lists = [toEnroll, enrolled]

  const pending = computed(() => lists.some((list) => list.pending))
  /** When the tenant last said both, in this run of the app: ms since the epoch. */
  const checkedAt = computed(() => {
    const times = lists.map(({ live, loadedAt }) => (live ? loadedAt : undefined))
    return times.every((at) => at !== undefined) ? Math.min(...times) : undefined
  })
  /** Both lists are either there or known to be missing. */
  const settled = computed(() => lists.every((list) => list.list !== undefined || list.failure !== undefined))
  const failed = computed(() => {
    if (toEnroll.failure && enrolled.failure) return 'both'
    if (toEnroll.failure) return 'toEnroll'
    return enrolled.failure ? 'enrolled' : undefined
  })

  /** When the oldest of what is shown was read, in ms since the epoch. */
  const staleSince = computed(() => Math.min(...lists.map((list) => list.staleSince ?? Infinity)))

  async function load(): Promise<void> {
    await Promise.all(lists.map((list) => list.load()))
  }

  function recall(snapshot: Snapshot): void {
    toEnroll.recall(snapshot.toEnroll)
    enrolled.recall(snapshot.enrolled)
  }

  async function retry(): Promise<void> {
    await Promise.all(lists.filter((list) => list.failure).map((list) => list.load()))
  }

  /** Gives why it was refused. The tenant knows nothing of names, so the list is not asked for again. */
  async function label(factorId: string, name: string): Promise<Failure | undefined> {
    const result = await window.bridge.factors.label({ factorId, label: name })
    if (!result.ok) return result.error
    enrolled.list = enrolled.list?.map((factor) => {
      if (factor.factorId !== factorId) return factor
      const { label: before, ...unnamed } = factor
      return { ...unnamed, ...(name && { label: name }) }
    })
    return undefined
  }

  async function stop(): Promise<void> {
    for (const list of lists) list.forget()
    await window.bridge.factors.stopLoading()
  }

  const session = useSessionStore()
  watch(
    () => session.state.phase,
    (phase) => {
      if (phase !== 'signedIn') for (const list of lists) list.clear()
    },
    { flush: 'sync' }
  )

  const enrolment = useEnrolmentStore()
  watch(
    () => enrolment.state.phase,
    (phase) => {
      if (phase === 'bound') void load()
    },
    { flush: 'sync' }
  )

  return { toEnroll, enrolled, pending, checkedAt, settled, failed, staleSince, load, recall, retry, label, stop }
})
