import { computed, type ComputedRef } from 'vue'
import type { EnrolledFactor } from '../../../contract/factors'
import { useFormat } from '../../text/useFormat'
import { useText } from '../../text/useText'

/** Returns what tells a factor from others of its type: its name here, its target, and the time of its addition. */
export function useFactorFacts(factor: () => EnrolledFactor): ComputedRef<string[]> {
  const { t } = useText()
  const { date } = useFormat()

  return computed(() => {
    const { label, target, addedAt } = factor()
    const named = [label, target].filter((fact) => fact !== undefined)
    if (addedAt === undefined) return named
    const added = t(named.length > 0 ? 'factors.added' : 'factors.addedOnly', { date: date(addedAt) })
    return [...named, added]
  })
}
