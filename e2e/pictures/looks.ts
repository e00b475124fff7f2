import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { languages } from '../../contract/fields'
import type { Language } from '../../contract/settings'
import { expect, root } from '../fixtures'
import { type Layout, layoutOf } from './layout'

const themes = ['light', 'dark'] as const

/** Zoom makes a window smaller in CSS pixels and draws each of them larger. */
const sizes = [
  { name: '1280x800', width: 1280, height: 800, zoom: 1 },
  { name: '900x600', width: 900, height: 600, zoom: 1 },
  { name: '900x600-200', width: 450, height: 300, zoom: 2 }
]

/** Colours that the system decides. The layout stays as it is, so there is one picture of each. */
const systemColours = [
  { name: 'forced-colors', media: { forcedColors: 'active' } },
  { name: 'more-contrast', media: { contrast: 'more' } }
] as const

/** Changes the language through the store, as the store does when told to. A walk to Settings and back would end the screen. */
async function speak(window: Page, language: Language): Promise<void> {
  await window.evaluate((wanted) => {
    const app: unknown = Reflect.get(document.querySelector('#app') ?? {}, '__vue_app__')
    const at = (object: unknown, ...path: string[]): unknown =>
      path.reduce(
        (found, name) => (found instanceof Object ? (Reflect.get(found, name) as unknown) : undefined),
        object
      )
    const stores = at(app, 'config', 'globalProperties', '$pinia', '_s')
    const store: unknown = stores instanceof Map ? stores.get('settings') : undefined
    if (!(store instanceof Object)) throw new TypeError('The window has no store of settings.')
    Reflect.set(store, 'appearance', { ...Object(at(store, 'appearance')), language: wanted })
  }, language)
  await expect(window.locator('html')).toHaveAttribute('lang', language)
}

/** Stops the clock that the page reads, so that no count comes to its end between two looks, or lets it go on. */
const stopClock = (window: Page, stopped: boolean): Promise<void> =>
  window.evaluate((stop) => {
    const now = Date.now()
    Date.now = () => (stop ? now : new Date().getTime())
  }, stopped)

/** Resolves to true if the document scrolls, which only its column may do. */
const documentScrolls = (window: Page): Promise<boolean> =>
  window.evaluate(() => document.documentElement.scrollHeight > document.documentElement.clientHeight)

/** Measures until nothing moves any more. */
async function settled(window: Page): Promise<Layout> {
  let last = ''
  let layout: Layout | undefined
  await expect
    .poll(
      async () => {
        const before = last
        await window.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
        layout = await layoutOf(window)
        last = JSON.stringify(layout)
        return last === before
      },
      { intervals: [20, 50, 100] }
    )
    .toBe(true)
  if (layout === undefined) throw new Error('Nothing was measured.')
  return layout
}

/** Takes a picture of the screen in each look, and writes their layouts to one file beside the pictures. */
export async function takeLooks(window: Page, screen: string, there: string): Promise<void> {
  const folder = join(root, 'out/pictures', screen)
  await mkdir(folder, { recursive: true })
  await expect(window.locator('[aria-busy=true]')).toHaveCount(0)
  const layouts: Record<string, Layout> = {}
  await stopClock(window, true)
  const devtools = await window.context().newCDPSession(window)

  async function take(look: string, width: number, height: number, scale: number): Promise<void> {
    await window.locator(there).first().scrollIntoViewIfNeeded()
    const clip = { x: 0, y: 0, width, height, scale }
    const { data } = await devtools.send('Page.captureScreenshot', { format: 'png', clip })
    await writeFile(join(folder, `${look}.png`), data, 'base64')
  }

  for (const language of languages) {
    await speak(window, language)
    for (const { name, width, height, zoom } of sizes) {
      await window.setViewportSize({ width, height })
      for (const theme of themes) {
        await window.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
        const look = `${theme}-${language}-${name}`
        layouts[look] = await settled(window)
        expect.soft(await documentScrolls(window), `The document itself scrolls in ${screen}, ${look}.`).toBe(false)
        await take(look, width, height, zoom)
      }
    }
  }
  await speak(window, 'en')
  await window.setViewportSize({ width: 1280, height: 800 })
  await window.emulateMedia({ colorScheme: 'light' })
  for (const { name, media } of systemColours) {
    await window.emulateMedia(media)
    await settled(window)
    await take(name, 1280, 800, 1)
    await window.emulateMedia({ forcedColors: null, contrast: null })
  }
  await devtools.detach()
  await stopClock(window, false)
  await writeFile(join(folder, 'layout.json'), JSON.stringify(layouts))
}
