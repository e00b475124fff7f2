import { defineStore } from 'pinia'
import { reactive, shallowRef } from 'vue'
import type { Failure } from '../../contract/result'
import type { GivenToken, SessionState } from '../../contract/session'

type Action = 'signIn' | 'reopenBrowser' | 'cancelSignIn' | 'signOut' | 'retryKeychain' | 'openTenant' | 'askAgain'

/** Mirrors the session, whose state main decides, and sends main what the person wants. */
export const useSessionStore = defineStore('session', () => {
  const state = shallowRef<SessionState>({ phase: 'starting' })
  /** The reason why the last action was refused; the next state of the session clears it. */
  const failure = shallowRef<Failure>()
  const pending = reactive(new Set<Action>())

  async function start(): Promise<void> {
    const before = state.value
    window.bridge.session.onChanged((next) => {
      state.value = next
      failure.value = undefined
    })
    const result = await window.bridge.session.read()
    // A state that an event told before the answer came is newer than the answer.
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

  return {
    state,
    failure,
    pending,
    start,
    act,
    copySignInLink: () => window.bridge.session.copySignInLink(),
    copyAuthorizationRequest: () => window.bridge.session.copyAuthorizationRequest(),
    copyMessage: () => window.bridge.session.copyMessage(),
    finishSignIn: (address: string) => window.bridge.session.finishSignIn({ address }),
    useToken: (given: GivenToken) => window.bridge.session.useToken(given)
  }
})
