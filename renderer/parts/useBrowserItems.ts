import { AppWindow } from '@lucide/vue'
import { computed, shallowRef, type ComputedRef } from 'vue'
import type { Browser } from '../../contract/settings'
import type { MenuItem } from '../kit/menuItem'
import { useSettingsStore } from '../stores/settings'
import { useText } from '../text/useText'

/**
 * Returns the browsers to choose from, and the way to look for them.
 *
 * @param chosen is called once the choice is kept
 */
export function useBrowserItems(chosen: () => void): { items: ComputedRef<MenuItem[]>; load: () => Promise<void> } {
  const { t } = useText()
  const settings = useSettingsStore()
  const installed = shallowRef<Browser[]>([])

  const items = computed(() => [
    itemOf({ id: 'system', name: t('waiting.browser.system') }),
    ...installed.value.map((browser, index) => ({ ...itemOf(browser), apart: index === 0 }))
  ])

  function itemOf({ id, name }: Browser): MenuItem {
    const checked = settings.appearance.settings.browser === id
    return { name, icon: AppWindow, checked, run: () => void openIn(id) }
  }

  async function load(): Promise<void> {
    const result = await settings.browsers()
    if (result.ok) installed.value = result.data
  }

  async function openIn(id: string): Promise<void> {
    await settings.change({ browser: id })
    chosen()
  }

  return { items, load }
}
