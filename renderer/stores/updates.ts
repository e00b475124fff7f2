import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { NewRelease, UpdatesState } from '../../contract/updates'
import { useAsk } from '../bridge/useAsk'

/** Mirrors the updates: main decides which version is newer and how it is installed. */
export const useUpdatesStore = defineStore('updates', () => {
  /** Undefined until the first screen has been shown for a while. */
  const state = shallowRef<UpdatesState>()
  const { failure, ask } = useAsk()
  const release = computed((): NewRelease | undefined => {
    const progress = state.value?.progress
    if (!progress) return undefined
    return progress.phase === 'looking' ? progress.known : 'release' in progress ? progress.release : undefined
  })
  let started = false

  async function start(): Promise<void> {
    if (started) return
    started = true
    window.bridge.updates.onChanged((next) => (state.value = next))
    const result = await window.bridge.updates.read()
    if (result.ok) state.value = result.data
  }

  return {
    state,
    failure,
    release,
    start,
    look: () => ask(window.bridge.updates.look()),
    install: () => ask(window.bridge.updates.install()),
    restart: () => ask(window.bridge.updates.restart()),
    dismiss: (notice: 'release' | 'rolledBack') => ask(window.bridge.updates.dismiss(notice)),
    copyCommand: () => window.bridge.updates.copyCommand()
  }
})
