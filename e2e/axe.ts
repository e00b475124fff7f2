import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** What axe finds wrong with the window as it is now, however serious: each as `rule (impact) at element`. */
export async function barriers(window: Page, rules?: string[]): Promise<string[]> {
  // The other mode sums up in a page of its own, which Electron does not open.
  const axe = new AxeBuilder({ page: window }).setLegacyMode().options({ resultTypes: ['violations'] })
  if (rules) axe.withRules(rules)
  const { violations } = await axe.analyze()
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target }) => `${id} (${impact ?? 'unrated'}) at ${target.join(' ')}`)
  )
}

/** What is wrong with one screen as a light and as a dark system shows it. A theme changes colours and nothing else. */
export async function barriersInBothThemes(window: Page): Promise<string[]> {
  // A colour on its way to another would be measured as it is.
  await window.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  const inLight = await barriers(window)
  await window.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  return [...inLight, ...(await barriers(window, ['color-contrast'])).map((one) => `${one}, dark`)]
}
