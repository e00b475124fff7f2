import { defineStore } from 'pinia'
import { useOverviewStore } from './overview'
import { useProfileStore } from './profile'
import { useFactorsStore } from './factors'
import { useSessionStore } from './session'

/** The last known facts about the account from before this start, until the tenant answers. */
export const useSnapshotStore = defineStore('snapshot', () => {
  const session = useSessionStore()
  const factors = useFactorsStore()
  const profile = useProfileStore()
  const overview = useOverviewStore()

  async function recall(): Promise<void> {
    const result = await window.bridge.snapshot.read()
    if (!result.ok || session.state.phase !== 'signedIn') return
    factors.recall(result.data)
    profile.recall(result.data.account)
    overview.recall(result.data.overview)
  }

  return { recall }
})
