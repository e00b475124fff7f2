import { shallowReactive, type ShallowRef } from 'vue'
import type { ActivityFilter, SignIn } from '../../contract/activity'
import type { ListCalls } from './useListCalls'

export interface Bursts {
  /** The attempts that were read, by the index of their entry. */
  bursts: Map<number, readonly SignIn[]>
  /** Reads the next attempts of a burst. */
  readBurst: (index: number) => Promise<void>
}

/** Holds the attempts in the bursts that were opened. */
export function useBursts(filter: ShallowRef<ActivityFilter>, ask: ListCalls['ask']): Bursts {
  const bursts = shallowReactive(new Map<number, readonly SignIn[]>())

  async function readBurst(index: number): Promise<void> {
    const known = bursts.get(index)
    const answer = await ask(
      window.bridge.activity.readBurst({ filter: filter.value, index, from: known?.length ?? 0 })
    )
    // A second press may have been answered meanwhile.
    if (answer && bursts.get(index) === known) bursts.set(index, [...(known ?? []), ...answer.items])
  }

  return { bursts, readBurst }
}
