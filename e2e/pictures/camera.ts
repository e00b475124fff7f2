import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { expect, type Holdfast, root, test as base } from '../fixtures'
import { withPalette } from './png'

const folder = process.env['HOLDFAST_PICTURES'] ?? join(root, 'docs/decisions/images/first-users')
const suffix = process.env['HOLDFAST_PICTURES_OF'] ?? 'after'

/** A picture shows one of these parts of a 900 x 600 window at its own size. */
const parts = {
  middle: { x: 130, y: 0, width: 640, height: 600 },
  dialog: { x: 190, y: 0, width: 520, height: 600 },
  sidebar: { x: 0, y: 0, width: 320, height: 600 },
  /** This part belongs to the page in the browser, which is larger. */
  browser: { x: 320, y: 200, width: 640, height: 240 }
}
const column = { x: 234, width: 640 }

/** A picture shows a part of the window, some rows of its column, or the whole window at half its size. */
type View = keyof typeof parts | { y: number; height: number } | 'window'

interface Camera {
  /** True if the window is 1280 x 800 instead of as small as it can be. */
  large: boolean
  picture: (name: string, page: Page, view: View) => Promise<void>
}

export const test = base.extend<Camera & { started: Holdfast[] }>({
  large: [false, { option: true }],

  // eslint-disable-next-line no-empty-pattern -- Playwright reads the dependencies from the pattern
  started: async ({}, use) => use([]),

  launch: async ({ launch, large, started }, use) => {
    await use(async (...args) => {
      const holdfast = await launch(...args)
      const { app, window } = holdfast
      started.push(holdfast)
      const { width, height } = large ? { width: 1280, height: 800 } : { width: 900, height: 600 }
      await app.evaluate(
        ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setBounds({ x: 0, y: 0, ...size }),
        { width, height }
      )
      await expect.poll(async () => Math.abs(width - (await window.evaluate(() => innerWidth)))).toBeLessThan(2)
      return holdfast
    })
  },

  picture: async ({ started }, use) => {
    await mkdir(folder, { recursive: true })
    await use(async (name, page, view) => {
      const app = started.at(-1)?.app
      const image = view === 'window' && app ? await half(app) : await clip(page, view)
      await writeFile(join(folder, `${name}-${suffix}.png`), withPalette(image))
    })
  }
})

function clip(page: Page, view: View): Promise<Buffer> {
  const rows = typeof view === 'object' ? { ...column, ...view } : parts[view === 'window' ? 'middle' : view]
  return page.screenshot({ animations: 'disabled', clip: rows })
}

/** Captures the whole window from the system, because a picture of the page ignores its zoom. */
async function half(app: ElectronApplication): Promise<Buffer> {
  const png = await app.evaluate(async ({ BrowserWindow }) => {
    const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage()
    return image?.resize({ width: 640, quality: 'best' }).toPNG().toString('base64') ?? ''
  })
  return Buffer.from(png, 'base64')
}
