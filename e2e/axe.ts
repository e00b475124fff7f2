import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** What axe finds wrong with the window as it is now, however serious: each as `rule (impact) at element`. */
export async function barriers(window: Page): Promise<string[]> {
  // The other mode sums up in a page of its own, which Electron does not open.
  const axe = new AxeBuilder({ page: window }).setLegacyMode().options({ resultTypes: ['violations'] })
  const { violations } = await axe.analyze()
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target }) => `${id} (${impact ?? 'unrated'}) at ${target.join(' ')}`)
  )
}
