import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { LockSettings, LockState } from '../../contract/lock'
import { useCall } from '../bridge/useCall'

/** The state until main has told the real one; the window shows nothing meanwhile. */
const unknown: LockState = {
  locked: false,
  pinSet: false,
  settings: { afterMinutes: null, whenAway: true, touchId: false },
  touchIdAvailable: false
}

/** Mirrors the lock, which main decides. A PIN passes through and is kept nowhere. */
export const useLockStore = defineStore('lock', () => {
  const state = shallowRef(unknown)
  const locking = useCall<void, void>(() => window.bridge.lock.lockNow())

  async function start(): Promise<void> {
    window.bridge.lock.onChanged((next) => (state.value = next))
    const result = await window.bridge.lock.read()
    if (result.ok) state.value = result.data
  }

  return {
    state,
    start,
    lockNow: () => locking.run(),
    unlock: (pin: string) => window.bridge.lock.unlock({ pin }),
    unlockWithTouchId: () => window.bridge.lock.unlockWithTouchId(),
    signInAgain: () => window.bridge.lock.signInAgain(),
    /** `current` is needed if a PIN is already set. */
    setPin: (pin: string, current?: string) =>
      window.bridge.lock.setPin({ pin, ...(current !== undefined && { current }) }),
    removePin: (pin: string) => window.bridge.lock.removePin({ pin }),
    change: (pin: string, settings: LockSettings) => window.bridge.lock.change({ pin, settings })
  }
})
