import { computed, type ComputedRef } from 'vue'
import { isKnownFactor } from '../../parts/factorFacts'
import { useRemovalStore } from '../../stores/removal'
import { useFormat } from '../../text/useFormat'
import { useText } from '../../text/useText'

/** Says which methods the next sign-in can ask for after the removal. Undefined if nobody knows what is left. */
export function useNextSignIn(): ComputedRef<string | undefined> {
  const { t } = useText()
  const { anyOf } = useFormat()
  const removal = useRemovalStore()

  return computed(() => {
    if (!removal.preview) return undefined
    const names = removal.preview.left.map(({ factorType }) =>
      isKnownFactor(factorType) ? t(`factors.${factorType}.name`) : factorType
    )
    const methods = anyOf(new Set(names))
    return methods ? t('removal.removed.next', { methods }) : t('removal.removed.nothing')
  })
}
