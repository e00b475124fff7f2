import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { IncidentAct, IncidentCause, IncidentState } from '../../contract/incident'
import { useAsk } from '../bridge/useAsk'
import { whenSignedOut } from './whenSignedOut'

/** Mirrors the incident, which main decides and keeps. */
export const useIncidentStore = defineStore('incident', () => {
  const state = shallowRef<IncidentState>({ phase: 'unread' })
  const { failure, ask } = useAsk()
  let heard = 0

  window.bridge.incident.onChanged((next) => {
    heard++
    state.value = next
  })

  /** The incident, if there is one. */
  const incident = computed(() =>
    state.value.phase === 'running' || state.value.phase === 'done' ? state.value : undefined
  )
  /** True if the person is in the middle of it. */
  const active = computed(() => incident.value?.stopped === false)

  /** Shows an incident that was begun before. */
  async function resume(): Promise<void> {
    const before = heard
    const answer = await ask(window.bridge.incident.read())
    if (answer && heard === before) state.value = answer
  }

  async function start(cause: IncidentCause): Promise<void> {
    await ask(window.bridge.incident.start({ cause }))
  }

  async function act(wanted: IncidentAct): Promise<void> {
    await ask(window.bridge.incident.act({ act: wanted }))
  }

  async function decide(remove: string[], accountName?: string): Promise<void> {
    await ask(window.bridge.incident.decide({ remove, ...(accountName !== undefined && { accountName }) }))
  }

  whenSignedOut(() => {
    state.value = { phase: 'unread' }
    failure.value = undefined
  })

  return {
    incident,
    active,
    failure: computed(() => failure.value ?? state.value.failure),
    resume,
    start,
    act,
    decide,
    save: () => ask(window.bridge.incident.save()),
    copySignInLink: () => window.bridge.incident.copySignInLink(),
    reopenBrowser: () => ask(window.bridge.incident.reopenBrowser())
  }
})
