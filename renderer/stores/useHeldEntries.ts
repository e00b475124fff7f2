import { shallowReactive, shallowRef, type ShallowRef } from 'vue'
import type { ActivityEntry, ActivityFilter, ActivityPage, ActivityProgress } from '../../contract/activity'
import { longestPage } from '../../contract/fields'
import type { ListCalls } from './useListCalls'

/** The entries that the window holds. Main has all of them. */
const mostHeld = 2_000

export interface HeldEntries {
  entries: Map<number, ActivityEntry>
  progress: ShallowRef<ActivityProgress | undefined>
  /** Reads a page of entries, unless it is on its way. */
  read: (from: number) => Promise<void>
  /** Asks the tenant for older entries. */
  readOlder: () => Promise<void>
  /**
   * Reads those of these indexes that are not held, and drops entries that are far from them. While it reads, only the
   * last of its calls counts, so that rows that were scrolled past are not read.
   */
  hold: (shown: readonly number[]) => Promise<void>
  clear: () => void
}

/** Holds the entries near those on screen. */
export function useHeldEntries(filter: ShallowRef<ActivityFilter>, ask: ListCalls['ask']): HeldEntries {
  const entries = shallowReactive(new Map<number, ActivityEntry>())
  const progress = shallowRef<ActivityProgress>()
  const asked = new Set<number>()
  /** The indexes of the last call of `hold`, until they are seen to. */
  let wanted: readonly number[] | undefined
  let holding = false

  async function read(from: number): Promise<void> {
    if (asked.has(from)) return
    asked.add(from)
    const answer = await ask(window.bridge.activity.read({ filter: filter.value, from, count: longestPage }))
    asked.delete(from)
    if (answer) keep(answer)
  }

  async function readOlder(): Promise<void> {
    const answer = await ask(window.bridge.activity.readOlder({ filter: filter.value }))
    if (answer) keep(answer)
  }

  function keep({ items, ...known }: ActivityPage): void {
    progress.value = known
    for (const item of items) entries.set(item.index, item)
  }

  async function hold(shown: readonly number[]): Promise<void> {
    wanted = shown
    if (holding) return
    holding = true
    for (let now = take(); now; now = take()) await seeTo(now)
    holding = false
  }

  function take(): readonly number[] | undefined {
    const now = wanted
    wanted = undefined
    return now
  }

  async function seeTo(shown: readonly number[]): Promise<void> {
    const [middle = 0] = shown.slice(shown.length / 2)
    if (entries.size > mostHeld) {
      for (const index of entries.keys()) if (Math.abs(index - middle) > mostHeld / 4) entries.delete(index)
    }
    const missing = shown.filter((index) => !entries.has(index)).map((index) => index - (index % longestPage))
    await Promise.all(Array.from(new Set(missing), read))
  }

  function clear(): void {
    entries.clear()
    asked.clear()
    progress.value = undefined
  }

  return { entries, progress, read, readOlder, hold, clear }
}
