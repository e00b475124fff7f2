import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { Country } from '../../contract/countries'
import { useCall } from '../composables/useCall'
import { namedIn } from '../enrolment/namesOfCountries'
import { useSettingsStore } from './settings'

/** The countries the tenant sends text messages to, by their names in the language that the window has now. */
export const useCountriesStore = defineStore('countries', () => {
  const { data, failure, pending, run } = useCall<void, Country[]>(() => window.bridge.countries.list())
  const settings = useSettingsStore()
  /** Undefined until there is something to choose from. */
  const list = computed(() => (data.value?.length ? namedIn(settings.appearance.language, data.value) : undefined))
  /** Asked for and not there: a calling code must be typed. */
  const missing = computed(() => !list.value && (failure.value !== undefined || data.value !== undefined))

  async function load(): Promise<void> {
    await run()
  }

  return { list, failure, pending, missing, load }
})
