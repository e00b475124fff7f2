import { defineStore } from 'pinia'
import { useAccountStore } from './account'
import { useFactorsStore } from './factors'
import { useSessionStore } from './session'

/** What was known of the account before this start; it makes way for whatever the tenant says. */
export const useSnapshotStore = defineStore('snapshot', () => {
  const session = useSessionStore()
  const factors = useFactorsStore()
  const account = useAccountStore()

  async function recall(): Promise<void> {
    const result = await window.bridge.snapshot.read()
    if (!result.ok || session.state.phase !== 'signedIn') return
    factors.recall(result.data)
    account.recall(result.data.account?.value)
  }

  return { recall }
})
