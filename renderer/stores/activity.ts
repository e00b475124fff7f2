import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { ActivityFilter } from '../../contract/activity'
import { useActivitySearch } from './useActivitySearch'
import { useBursts } from './useBursts'
import { useHeldEntries } from './useHeldEntries'
import { useListCalls } from './useListCalls'
import { whenSignedOut } from './whenSignedOut'

/** The sign-ins of the account. Main keeps the whole list; this store holds what is near the rows on screen. */
export const useActivityStore = defineStore('activity', () => {
  const filter = shallowRef<ActivityFilter>({})
  /** The days that the filter goes back, or 0 for all. */
  const period = ref(0)
  const { failure, failed, pending, ask, drop } = useListCalls()
  const { entries, progress, read, ...held } = useHeldEntries(filter, ask)
  const { bursts, readBurst } = useBursts(filter, ask)
  const { found, find, searchOlder } = useActivitySearch(filter, progress, ask)
  const newer = ref(0)
  /** When the tenant was last asked for the newest sign-ins, in ms since the epoch. */
  const readAt = ref<number>()

  // Only another length makes a new list of keys, because a new list is worked through whole.
  const length = computed(() => progress.value?.entries ?? 0)
  const keys = computed<readonly number[]>(
    () => found.value?.indexes ?? Array.from({ length: length.value }, (_, index) => index)
  )

  function clear(): void {
    drop()
    held.clear()
    bursts.clear()
    found.value = undefined
    newer.value = 0
  }

  async function load(): Promise<void> {
    await read(0)
    if (progress.value && !failure.value) readAt.value = Date.now()
  }

  /** Main asks for one page at a time, so that a second request waits for the first one. */
  async function readOlder(): Promise<void> {
    if (found.value || progress.value?.complete) return
    await held.readOlder()
  }

  async function applyFilter(change: ActivityFilter): Promise<void> {
    filter.value = change
    clear()
    await load()
  }

  /** Asks if there are newer sign-ins. The list stays as it is. */
  async function look(): Promise<void> {
    if (!progress.value) return load()
    const answer = await ask(window.bridge.activity.countNewer({ filter: filter.value }), 'newer')
    if (!answer) return
    newer.value = answer.newer
    readAt.value = Date.now()
  }

  async function takeNewer(): Promise<void> {
    if (!(await ask(window.bridge.activity.takeNewer({ filter: filter.value })))) return
    const text = found.value?.text
    clear()
    await load()
    // The index of each row that was found is another one now.
    if (text !== undefined) await find(text)
  }

  whenSignedOut(() => {
    filter.value = {}
    period.value = 0
    clear()
    readAt.value = undefined
  })

  return {
    filter,
    period,
    progress,
    entries,
    bursts,
    found,
    failure,
    failed,
    newer,
    readAt,
    keys,
    pending,
    load,
    readOlder,
    hold: (first: number, last: number) => held.hold(keys.value.slice(...withNeighbours(first, last))),
    applyFilter,
    look,
    takeNewer,
    readBurst,
    find,
    searchOlder
  }
})

/** Returns the bounds of the rows in view and of as many before and after them, which are likely to be seen next. */
const withNeighbours = (first: number, last: number): [from: number, to: number] => {
  const length = last - first + 1
  return [Math.max(0, first - length), last + 1 + length]
}
