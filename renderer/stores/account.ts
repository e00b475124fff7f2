import { defineStore } from 'pinia'
import { watch } from 'vue'
import type { Account } from '../../contract/account'
import { useCall } from '../composables/useCall'
import { useSessionStore } from './session'
import { useSettingsStore } from './settings'

/** A failure is left alone: without a name the sidebar shows the tenant, and the list says what is wrong. */
export const useAccountStore = defineStore('account', () => {
  const { data: account, run, forget } = useCall<void, Account>(() => window.bridge.account.read())

  const settings = useSettingsStore()

  /** Nothing waits for what the organisation calls itself. */
  async function load(): Promise<void> {
    await run()
    const result = await window.bridge.account.readOrganisation()
    if (result.ok && result.data !== undefined) settings.callOrganisation(result.data)
  }

  /** Shows what was known earlier, where nothing newer is there. */
  function recall(known?: Account): void {
    account.value ??= known
  }

  const session = useSessionStore()
  watch(
    () => session.state.phase,
    (phase) => {
      if (phase === 'signedIn') return
      forget()
      account.value = undefined
    },
    { flush: 'sync' }
  )

  return { account, load, recall }
})
