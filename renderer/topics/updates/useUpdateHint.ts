import { computed, type ComputedRef } from 'vue'
import { usePageStore } from '../../stores/page'
import { useUpdatesStore } from '../../stores/updates'
import { useText } from '../../text/useText'

/** Returns the words about a newer version in the sidebar; undefined if there is nothing to tell. */
export function useUpdateHint(): ComputedRef<string | undefined> {
  const { t } = useText()
  const page = usePageStore()
  const updates = useUpdatesStore()

  return computed(() => {
    const { state, release } = updates
    if (!state || !release || page.page === 'settings') return undefined
    if (state.progress.phase === 'ready') return t('updates.hint.ready')
    // A version that is too old has a notice of its own.
    return state.dismissed || state.tooOld ? undefined : t('updates.hint.available', { version: release.version })
  })
}
