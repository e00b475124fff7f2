import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { standardSettings } from '../../contract/fields'
import type { Appearance, Settings } from '../../contract/settings'
import { useCall } from '../bridge/useCall'

/** The appearance if main could not say how the window should look. */
const plain: Appearance = {
  settings: standardSettings,
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

  /** Shows the name that the organisation has just given itself. */
  function callOrganisation(name: string): void {
    appearance.value = { ...appearance.value, organisation: name }
  }

  return {
    appearance,
    failure: changing.failure,
    load,
    change,
    browsers: () => window.bridge.settings.browsers(),
    callOrganisation
  }
})
