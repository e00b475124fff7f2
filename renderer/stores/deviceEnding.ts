import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { ChosenDevices, DeviceEnding, EndingVerb } from '../../contract/devices'
import { useAsk } from '../bridge/useAsk'
import { useDevicesStore } from './devices'

/**
 * Mirrors the ending of sessions, which main decides. It outlives a session that ended with the others, so that the person
 * learns what came of it.
 */
export const useDeviceEndingStore = defineStore('deviceEnding', () => {
  const state = shallowRef<DeviceEnding>({ phase: 'none' })
  const { failure, ask } = useAsk()
  const devices = useDevicesStore()

  window.bridge.devices.onEndingChanged((next) => {
    const before = state.value.phase
    state.value = next
    if (next.phase === 'done' && before !== 'done' && next.still !== 'out') void devices.load()
  })

  /** Shows what main knows, which may be older than this page. */
  async function resume(): Promise<void> {
    const known = await ask(window.bridge.devices.readEnding())
    if (known) state.value = known
  }

  async function start(verb: EndingVerb, chosen: ChosenDevices): Promise<void> {
    await ask(window.bridge.devices.startEnding({ verb, chosen }))
    if (failure.value?.code === 'alreadyRemoved') await devices.load()
  }

  return {
    state,
    failure,
    resume,
    start,
    stop: () => ask(window.bridge.devices.stopEnding()),
    tryAgain: () => ask(window.bridge.devices.tryAgain()),
    leave: () => ask(window.bridge.devices.leaveEnding()),
    copySignInLink: () => window.bridge.devices.copySignInLink(),
    reopenBrowser: () => ask(window.bridge.devices.reopenBrowser())
  }
})
