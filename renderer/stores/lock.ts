import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { LockSettings, LockState } from '../../contract/lock'
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
  const changing = useCall<LockSettings, void>((settings) => window.bridge.lock.change(settings))

  async function start(): Promise<void> {
    window.bridge.lock.onChanged((next) => (state.value = next))
    const result = await window.bridge.lock.read()
    if (result.ok) state.value = result.data
  }

  async function change(wanted: Partial<LockSettings>): Promise<void> {
    await changing.run({ ...state.value.settings, ...wanted })
  }

  return { state, failure: changing.failure, start, change, lockNow: () => locking.run() }
})
