import { defineStore } from 'pinia'
import { reactive, shallowRef } from 'vue'
import type { Failure } from '../../contract/result'
import type { SessionState } from '../../contract/session'

type Action = 'signIn' | 'reopenBrowser' | 'cancelSignIn' | 'signOut' | 'retryKeychain' | 'openTenant'

/** Main decides what the session is; this store repeats it and passes on what the person wants. */
export const useSessionStore = defineStore('session', () => {
  const state = shallowRef<SessionState>({ phase: 'starting' })
  /** Why the last action was refused; gone as soon as the session moves on. */
  const failure = shallowRef<Failure>()
  const pending = reactive(new Set<Action>())

  async function start(): Promise<void> {
    const before = state.value
    window.bridge.session.onChanged((next) => {
      state.value = next
      failure.value = undefined
    })
    const result = await window.bridge.session.read()
    // What was heard while the answer was on its way is newer than the answer.
    if (result.ok && state.value === before) state.value = result.data
    if (!result.ok) failure.value = result.error
  }

  async function act(action: Action): Promise<void> {
    if (pending.has(action)) return
    pending.add(action)
    const result = await window.bridge.session[action]()
    pending.delete(action)
    failure.value = result.ok ? undefined : result.error
  }

  return { state, failure, pending, start, act }
})
