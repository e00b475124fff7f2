import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { Country } from '../../contract/countries'
import { useCall } from '../bridge/useCall'
import { namedIn } from '../text/namesOfCountries'
import { useSettingsStore } from './settings'

/** The countries that the tenant sends text messages to, with their names in the present language of the window. */
export const useCountriesStore = defineStore('countries', () => {
  const { data, failure, pending, run } = useCall<void, Country[]>(() => window.bridge.countries.list())
  const settings = useSettingsStore()
  /** Undefined until there is a country to choose. */
  const list = computed(() => (data.value?.length ? namedIn(settings.appearance.language, data.value) : undefined))
  /** True if no list came, so that a calling code must be typed. */
  const missing = computed(() => !list.value && (failure.value !== undefined || data.value !== undefined))

  async function load(): Promise<void> {
    await run()
  }

  return { list, failure, pending, missing, load }
})
