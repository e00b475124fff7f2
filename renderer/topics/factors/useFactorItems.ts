import { Pencil, RefreshCw, Trash2 } from '@lucide/vue'
import { computed, type ComputedRef } from 'vue'
import type { MenuItem } from '../../kit/menuItem'
import { useFactorsStore } from '../../stores/factors'
import { useRemovalStore, type RemovableFactor } from '../../stores/removal'
import { useReplacementStore } from '../../stores/replacement'
import { useText } from '../../text/useText'

/** Returns the entries of the menu of an active method: rename, replace where that can be done, and remove. */
export function useFactorItems(factor: () => RemovableFactor, rename: () => void): ComputedRef<MenuItem[]> {
  const { t } = useText()
  const factors = useFactorsStore()
  const removal = useRemovalStore()
  const replacement = useReplacementStore()

  return computed(() => {
    const chosen = factor()
    const { factorType } = chosen
    const offered: MenuItem[] = [{ name: t('factors.rename'), icon: Pencil, run: rename }]
    // The order of a replacement depends on the factors that can be added.
    if ((factorType === 'OTP' || factorType === 'SMS') && factors.toEnroll.live) {
      offered.push({
        name: t(`removal.menu.replace.${factorType}`),
        icon: RefreshCw,
        run: () => replacement.begin({ ...chosen, factorType })
      })
    }
    offered.push({
      name: t('removal.menu.remove'),
      icon: Trash2,
      destructive: true,
      run: () => void removal.open(chosen)
    })
    return offered
  })
}
