import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { EnrolmentState } from '../../contract/enrolment'
import type { KnownFactorType } from '../../contract/factors'
import type { Failure, Result } from '../../contract/result'
import { useSessionStore } from './session'

/** Main decides what the enrolment is; this store repeats it and passes on what the person wants. */
export const useEnrolmentStore = defineStore('enrolment', () => {
  const state = shallowRef<EnrolmentState>({ phase: 'none' })
  /** Why main refused what was asked for; gone with the next request. */
  const failure = shallowRef<Failure>()
  const active = computed(() => state.value.phase !== 'none')

  window.bridge.enrolment.onChanged((next) => {
    state.value = next
  })
  /** After a reload an enrolment may be under way, with a recovery code that is shown only now. */
  async function resume(): Promise<void> {
    const result = await window.bridge.enrolment.read()
    if (result.ok && state.value.phase === 'none') state.value = result.data
  }

  /** Passes on a wish and keeps why it was refused. Gives what main answered. */
  async function ask<T>(request: Promise<Result<T>>): Promise<T | undefined> {
    const result = await request
    failure.value = result.ok ? undefined : result.error
    return result.ok ? result.data : undefined
  }

  async function start(factorType: KnownFactorType): Promise<void> {
    await ask(window.bridge.enrolment.start({ factorType }))
  }

  async function leave(): Promise<void> {
    await ask(window.bridge.enrolment.leave())
  }

  const session = useSessionStore()
  watch(
    () => session.state.phase,
    (phase) => {
      if (phase !== 'signedIn') state.value = { phase: 'none' }
    },
    { flush: 'sync' }
  )

  return { state, failure, active, ask, resume, start, leave }
})
