import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/**
 * Resolves with every violation that axe finds in the current window, however serious, each as `rule (impact) at element`.
 */
export async function barriers(window: Page, rules?: string[]): Promise<string[]> {
  // The other mode builds its summary in a separate page, which Electron does not open.
  const axe = new AxeBuilder({ page: window }).setLegacyMode().options({ resultTypes: ['violations'] })
  if (rules) axe.withRules(rules)
  const { violations } = await axe.analyze()
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target }) => `${id} (${impact ?? 'unrated'}) at ${target.join(' ')}`)
  )
}

/** The smallest window, and 1280 x 800 at 200 %, in CSS pixels. */
const smallSizes = [
  { width: 900, height: 600 },
  { width: 640, height: 400 }
]

/** Resolves with the elements that reach beyond the side of the window, or whose text is cut off without a sign. */
const cut = (window: Page): Promise<string[]> =>
  window.evaluate(() => {
    const leaves = (element: Element): boolean => {
      const { left, right, width } = element.getBoundingClientRect()
      return width > 1 && (left < -1 || right > innerWidth + 1)
    }
    const hides = (element: Element): boolean => {
      const { overflowX, textOverflow } = getComputedStyle(element)
      const scrolls = ['auto', 'scroll', 'visible'].includes(overflowX) || textOverflow === 'ellipsis'
      return !scrolls && element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1
    }
    return [...document.body.querySelectorAll('*')]
      .filter((element) => element.checkVisibility() && (leaves(element) || hides(element)))
      .map((element) => `${element.tagName.toLowerCase()} ${element.getAttribute('class') ?? ''}`)
  })

/**
 * Resolves with the elements that a small window cuts off, each as `cut at 640 x 400: element`. The window gets its former
 * size back.
 */
async function cutInSmallWindows(window: Page): Promise<string[]> {
  const before = await window.evaluate(() => ({ width: innerWidth, height: innerHeight }))
  const found: string[] = []
  for (const size of smallSizes) {
    await window.setViewportSize(size)
    found.push(...(await cut(window)).map((one) => `cut at ${size.width} x ${size.height}: ${one}`))
  }
  await window.setViewportSize(before)
  return found
}

/**
 * Resolves with every problem of one screen in a light and in a dark system, in forced colours and in a small window. A
 * theme may change colours only.
 */
export async function barriersInBothThemes(window: Page): Promise<string[]> {
  // A colour in the middle of a transition would be measured as it is at that moment.
  await window.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  const inLight = await barriers(window)
  await window.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  const inDark = (await barriers(window, ['color-contrast'])).map((one) => `${one}, dark`)
  await window.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
  const forced = (await barriers(window, ['color-contrast'])).map((one) => `${one}, forced colours`)
  await window.emulateMedia({ forcedColors: null, reducedMotion: 'reduce' })
  return [...inLight, ...inDark, ...forced, ...(await cutInSmallWindows(window))]
}
