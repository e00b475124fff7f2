import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { ActivityExport, ActivityFormat } from '../../contract/activity'
import { useAsk } from '../bridge/useAsk'
import { useActivityStore } from './activity'
import { whenSignedOut } from './whenSignedOut'

/** Mirrors the export of sign-ins: main asks for the place, reads what is missing and writes the file. */
export const useActivityExportStore = defineStore('activityExport', () => {
  const activity = useActivityStore()
  const state = shallowRef<ActivityExport>({ phase: 'none' })
  const cancelling = ref(false)
  const { failure, ask } = useAsk()
  let followed = false

  function follow(next: ActivityExport): void {
    state.value = next
    if (next.phase !== 'running') cancelling.value = false
  }

  /** Shows an export that a page of before has begun, and hears of it from now on. */
  async function resume(): Promise<void> {
    if (!followed) window.bridge.activity.onExportChanged(follow)
    followed = true
    const result = await window.bridge.activity.readExport()
    if (result.ok) follow(result.data)
  }

  async function start(format: ActivityFormat): Promise<void> {
    await ask(window.bridge.activity.export({ filter: activity.filter, format }))
  }

  async function cancel(): Promise<void> {
    if (state.value.phase !== 'running') return
    cancelling.value = true
    await ask(window.bridge.activity.cancelExport({ id: state.value.id }))
  }

  function dismiss(): void {
    state.value = { phase: 'none' }
    failure.value = undefined
  }

  whenSignedOut(dismiss)

  return {
    state,
    cancelling,
    failure: computed(() => (state.value.phase === 'failed' ? state.value.failure : failure.value)),
    resume,
    start,
    cancel,
    dismiss
  }
})
