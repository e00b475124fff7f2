import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { Decision, Overview, Step } from '../../contract/overview'
import { useAsk } from '../bridge/useAsk'
import { useRemote } from './useRemote'

/** How the account stands, as main judges it. */
export const useOverviewStore = defineStore('overview', () => {
  /** True if answers of the moment do not count, because the person asked. */
  const again = ref(false)
  const { value: standing, ...remote } = useRemote(() => window.bridge.overview.read({ again: again.value }))
  /** True if the person was sent to the tenant's website, where anything may have changed since. */
  const away = ref(false)
  /** The reason why the last thing asked for here was refused. */
  const { failure: refused, ask } = useAsk()

  async function load(anew = false): Promise<void> {
    again.value = anew
    away.value = false
    await remote.load()
  }

  const { failure: undoRefused, ask: askToUndo } = useAsk()

  async function decide(asked: Promise<Overview | undefined>): Promise<void> {
    const next = await asked
    if (next) remote.hear(next)
  }

  const keyOf = ({ rule, about }: Step) => ({ rule, about })

  async function openTenantPage(): Promise<void> {
    await ask(window.bridge.overview.openTenantPage())
    away.value = !refused.value
  }

  window.bridge.overview.onChanged((told) => {
    if (remote.pending.value) remote.hear(told)
    // Nothing was read, so what is known keeps its age. A part of a read can arrive after the answer that holds all of it.
    else if (!told.waiting) remote.amend(() => told)
  })

  return {
    standing,
    readAt: remote.readAt,
    live: remote.live,
    staleSince: remote.staleSince,
    pending: remote.pending,
    failure: remote.failure,
    recall: remote.recall,
    load,
    away,
    refused,
    undoRefused,
    putOff: (step: Step) => decide(ask(window.bridge.overview.putOff(keyOf(step)))),
    dismiss: (step: Step) => decide(ask(window.bridge.overview.dismiss(keyOf(step)))),
    copyRequest: (step: Step) => window.bridge.overview.copyRequest(keyOf(step)),
    undo: (taken: Decision) => decide(askToUndo(window.bridge.overview.undo({ ...taken }))),
    openTenantPage
  }
})
