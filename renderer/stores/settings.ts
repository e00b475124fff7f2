import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Appearance, Settings } from '../../contract/settings'
import { useCall } from '../composables/useCall'

/** What is drawn if main could not say how the window should look. */
const plain: Appearance = {
  settings: { language: 'system', theme: 'system', browser: 'system' },
  settingsDamaged: false,
  language: 'en',
  tenant: '',
  platform: 'linux',
  appVersion: '',
  electronVersion: '',
  testRuntime: false
}

export const useSettingsStore = defineStore('settings', () => {
  const appearance = shallowRef(plain)
  const reading = useCall<void, Appearance>(() => window.bridge.settings.read())
  const changing = useCall<Partial<Settings>, Appearance>((change) => window.bridge.settings.change(change))

  async function load(): Promise<void> {
    appearance.value = (await reading.run()) ?? appearance.value
  }

  async function change(wanted: Partial<Settings>): Promise<void> {
    appearance.value = (await changing.run(wanted)) ?? appearance.value
  }

  /** Shows what the organisation has just said that it is called. */
  function callOrganisation(name: string): void {
    appearance.value = { ...appearance.value, organisation: name }
  }

  return { appearance, failure: changing.failure, load, change, callOrganisation }
})
