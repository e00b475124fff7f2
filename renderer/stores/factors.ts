import { defineStore } from 'pinia'
import { computed, reactive, watch } from 'vue'
import type { Failure, Result } from '../../contract/result'
import type { Snapshot } from '../../contract/snapshot'
import { useEnrolmentStore } from './enrolment'
import { useRemote } from './useRemote'

function useList<T>(ask: () => Promise<Result<T[]>>) {
  const { value: list, readAt: loadedAt, ...rest } = useRemote(ask)
  return reactive({ list, loadedAt, ...rest })
}

export const useFactorsStore = defineStore('factors', () => {
  const toEnroll = useList(() => window.bridge.factors.listToEnroll())
  const enrolled = useList(() => window.bridge.factors.listEnrolled())
  const lists = [toEnroll, enrolled]

  const pending = computed(() => lists.some((list) => list.pending))
  /** When the tenant last sent both lists in this run of the app, in ms since the epoch; undefined until it has. */
  const checkedAt = computed(() => {
    const times = lists.map(({ live, loadedAt }) => (live ? loadedAt : undefined))
    return times.every((at) => at !== undefined) ? Math.min(...times) : undefined
  })
  /** True if each list is there or has failed to load. */
  const settled = computed(() => lists.every((list) => list.list !== undefined || list.failure !== undefined))
  const failed = computed(() => {
    if (toEnroll.failure && enrolled.failure) return 'both'
    if (toEnroll.failure) return 'toEnroll'
    return enrolled.failure ? 'enrolled' : undefined
  })

  /** When the oldest stale list on screen was read, in ms since the epoch; Infinity if none is stale. */
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

  /** Resolves to the reason of a refusal. The tenant does not know these names, so the list is not read again. */
  async function label(factorId: string, name: string): Promise<Failure | undefined> {
    const result = await window.bridge.factors.label({ factorId, label: name })
    if (!result.ok) return result.error
    enrolled.amend((list) =>
      list.map((factor) => {
        if (factor.factorId !== factorId) return factor
        const { label: before, ...unnamed } = factor
        return { ...unnamed, ...(name && { label: name }) }
      })
    )
    return undefined
  }

  async function stop(): Promise<void> {
    for (const list of lists) list.forget()
    await window.bridge.factors.stopLoading()
  }

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
