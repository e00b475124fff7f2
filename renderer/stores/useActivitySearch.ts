import { shallowRef, type ShallowRef } from 'vue'
import type { ActivityFilter, ActivityProgress, SignInKind } from '../../contract/activity'
import type { ListCalls } from './useListCalls'

interface Found {
  text: string
  indexes: readonly number[]
  /** True if older sign-ins match too, which are not among the indexes. */
  more: boolean
  /** The sign-ins that were searched. */
  searched: number
}

type Says = (kind: SignInKind) => string

export interface ActivitySearch {
  /** Undefined while the whole list is shown. */
  found: ShallowRef<Found | undefined>
  /**
   * Searches the known sign-ins. Without a text the whole list is shown again.
   *
   * @param says returns the words that rows of a kind show; without it, those of the search before count
   */
  find: (text: string, says?: Says) => Promise<void>
  /** Searches a thousand older sign-ins too. */
  searchOlder: (text: string) => Promise<void>
}

/** The pages that one request to search older sign-ins reads. */
const pagesPerRequest = 20

/** Searches the sign-ins that main knows, and older ones by request. */
export function useActivitySearch(
  filter: ShallowRef<ActivityFilter>,
  progress: ShallowRef<ActivityProgress | undefined>,
  ask: ListCalls['ask']
): ActivitySearch {
  const found = shallowRef<Found>()
  let wanted = ''
  let words: Says = () => ''

  /** An answer for a text that was replaced meanwhile is ignored. */
  async function find(text: string, says = words): Promise<void> {
    wanted = text
    words = says
    const answer = text.trim() ? await search(text) : undefined
    if (text === wanted) found.value = answer && { ...answer, text }
  }

  /** Main knows the sign-ins, and the window what it calls them. */
  async function search(text: string) {
    const known = await ask(window.bridge.activity.readKinds({ filter: filter.value }))
    if (!known || text !== wanted) return undefined
    const sought = text.trim().toLocaleLowerCase()
    const kinds = known.flatMap((kind, index) => (words(kind).toLocaleLowerCase().includes(sought) ? index : []))
    return ask(window.bridge.activity.find({ filter: filter.value, text, kinds }))
  }

  async function searchOlder(text: string): Promise<void> {
    for (let page = 0; page < pagesPerRequest && progress.value?.complete === false; page++) {
      const answer = await ask(window.bridge.activity.readOlder({ filter: filter.value }))
      if (!answer) return
      // The window holds what is near the rows on screen, and these may be anywhere.
      const { items: _, ...known } = answer
      progress.value = known
      if (text !== wanted) return
    }
    await find(text)
  }

  return { found, find, searchOlder }
}
