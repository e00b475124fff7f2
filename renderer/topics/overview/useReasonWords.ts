import type { Reason } from '../../../contract/overview'
import { isKnownFactor } from '../../parts/factorFacts'
import { useText } from '../../text/useText'

/** Returns a function that says one reason in a few words. */
export function useReasonWords(): (reason: Reason) => string {
  const { t } = useText()
  const nameOf = (method: string): string => (isKnownFactor(method) ? t(`factors.${method}.name`) : method)
  return ({ id, about, count = 0, method = '' }) => {
    if (id !== 'notRead') return t(`overview.reason.${id}`, { count, method: nameOf(method) })
    return t(`overview.reason.notRead.${about === 'secondMethod' || about === 'passkey' ? about : 'reading'}`)
  }
}
