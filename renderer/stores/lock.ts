import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { LockState } from '../../contract/lock'
import { useCall } from '../composables/useCall'

/** What is known until main has told more: the window shows nothing meanwhile. */
const unknown: LockState = {
  locked: false,
  pinSet: false,
  settings: { afterMinutes: null, whenAway: true, touchId: false },
  touchIdAvailable: false
}

/** Main decides whether the window is locked; this store repeats it. A PIN passes through and is kept nowhere. */
export const useLockStore = defineStore('lock', () => {
  const state = shallowRef(unknown)
  const locking = useCall<void, void>(() => window.bridge.lock.lockNow())

  async function start(): Promise<void> {
    window.bridge.lock.onChanged((next) => (state.value = next))
    const result = await window.bridge.lock.read()
    if (result.ok) state.value = result.data
  }

  return { state, start, lockNow: () => locking.run() }
})
