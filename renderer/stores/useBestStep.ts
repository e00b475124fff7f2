import { computed, type ComputedRef } from 'vue'
import { type BestStep, bestNextStep, type Reason } from '../../contract/bestNextStep'
import { useFactorsStore } from './factors'
import { useOverviewStore } from './overview'
import { usePasskeysStore } from './passkeys'

/**
 * Returns the best next step of the account on screen. It is undefined until all facts it depends on are known, so that
 * no mark moves from one row to another.
 *
 * @param justAdded returns a type that is active by now, whatever the lists say
 */
export function useBestStep(justAdded: () => string | undefined = () => undefined): ComputedRef<BestStep | undefined> {
  const factors = useFactorsStore()
  const overview = useOverviewStore()
  const passkeys = usePasskeysStore()

  const isPutOff = (reason: Reason): boolean => overview.standing?.decided.some(({ rule }) => rule === reason) ?? false

  return computed(() => {
    const added = justAdded()
    const { enrolled, toEnroll } = factors
    if (!enrolled.list || !toEnroll.list) return undefined
    const active = enrolled.list.map(({ factorType }) => factorType)
    if (added !== undefined) active.push(added)
    if (active.length > 0 && added === undefined && !passkeys.settled) return undefined
    const offered = toEnroll.list.map(({ factorType }) => factorType).filter((type) => type !== added)
    // Overview names something else first, and there are never two first steps.
    const first = overview.standing?.steps[0]
    if (first && first.action.kind !== 'add') return undefined
    return bestNextStep({ offered, active, passkeys: passkeys.list?.length }, isPutOff)
  })
}
