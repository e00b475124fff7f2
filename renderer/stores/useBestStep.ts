import { computed, type ComputedRef } from 'vue'
import { useFactorsStore } from './factors'
import { usePasskeysStore } from './passkeys'
import { type BestStep, bestNextStep } from './bestNextStep'

/**
 * Returns the best next step of the account on screen. It is undefined until all facts it depends on are known, so that
 * no mark moves from one row to another.
 *
 * @param justAdded returns a type that is active by now, whatever the lists say
 */
export function useBestStep(justAdded: () => string | undefined = () => undefined): ComputedRef<BestStep | undefined> {
  const factors = useFactorsStore()
  const passkeys = usePasskeysStore()

  return computed(() => {
    const added = justAdded()
    const { enrolled, toEnroll } = factors
    if (!enrolled.list || !toEnroll.list) return undefined
    const active = enrolled.list.map(({ factorType }) => factorType)
    if (added !== undefined) active.push(added)
    if (active.length > 0 && added === undefined && !passkeys.settled) return undefined
    const offered = toEnroll.list.map(({ factorType }) => factorType).filter((type) => type !== added)
    return bestNextStep({ offered, active, passkeys: passkeys.list?.length })
  })
}
