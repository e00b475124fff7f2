import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { Country } from '../../contract/countries'
import { useCall } from '../composables/useCall'

/** The countries the tenant sends text messages to, in the language of the window. */
export const useCountriesStore = defineStore('countries', () => {
  const { data, failure, pending, run } = useCall<void, Country[]>(() => window.bridge.countries.list())
  /** Undefined until there is something to choose from. */
  const list = computed(() => (data.value?.length ? data.value : undefined))
  /** Asked for and not there: a calling code must be typed. */
  const missing = computed(() => !list.value && (failure.value !== undefined || data.value !== undefined))

  async function load(): Promise<void> {
    await run()
  }

  return { list, failure, pending, missing, load }
})
