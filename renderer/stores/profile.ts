import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useSettingsStore } from './settings'
import { useRemote } from './useRemote'

/** A failure is ignored: without a name the sidebar shows the tenant, and the list says what is wrong. */
export const useProfileStore = defineStore('profile', () => {
  const { value: profile, load: read, recall } = useRemote(() => window.bridge.profile.read())
  const settings = useSettingsStore()
  /** The name of the person; absent if the tenant knows none, or has not told it yet. */
  const name = computed(() => profile.value?.displayName)

  /** Reads the person's name first, because nothing waits for the name of the organisation. */
  async function load(): Promise<void> {
    await read()
    const result = await window.bridge.profile.readOrganisation()
    if (result.ok && result.data !== undefined) settings.callOrganisation(result.data)
  }

  return { name, load, recall }
})
