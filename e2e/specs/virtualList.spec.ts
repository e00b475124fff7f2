import { fileURLToPath } from 'node:url'
import { expect, type Page, test as base } from '@playwright/test'
import vue from '@vitejs/plugin-vue'
import { build } from 'vite'
import type { ListPage } from '../../renderer/kit/listPage.testing'

declare global {
  interface Window {
    readonly list: ListPage
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const address = 'http://list.example/'

interface Fixtures {
  /** Opens a page of nothing but a list. */
  open: (rows: number, page?: Page) => Promise<Page>
}

const test = base.extend<Fixtures, { files: ReadonlyMap<string, string> }>({
  files: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the dependencies from the pattern
    async ({}, use) => use(await bundle()),
    { scope: 'worker' }
  ],
  open: async ({ files, page: first }, use) => {
    await use(async (rows, page = first) => {
      await page.route(`${address}**`, (route) => {
        const { pathname } = new URL(route.request().url())
        const name = pathname.slice(1)
        const html = [...files.keys()].map((file) =>
          file.endsWith('.css')
            ? `<link rel="stylesheet" href="/${file}">`
            : `<script type="module" src="/${file}"></script>`
        )
        if (name === '')
          return route.fulfill({
            contentType: 'text/html',
            body: `<!doctype html>${html.join('')}<div id="app"></div>`
          })
        return route.fulfill({
          contentType: name.endsWith('.css') ? 'text/css' : 'text/javascript',
          body: files.get(name) ?? ''
        })
      })
      await page.goto(`${address}?rows=${rows}`)
      await page.getByRole('listitem').first().waitFor()
      return page
    })
  }
})

/** Builds the page in memory, as it would be shipped. */
async function bundle(): Promise<ReadonlyMap<string, string>> {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [vue()],
    build: { write: false, rolldownOptions: { input: 'renderer/kit/virtualList.testing.ts' } }
  })
  const outputs = 'output' in built ? built.output : []
  return new Map(outputs.map((file) => [file.fileName, 'code' in file ? file.code : String(file.source)]))
}

const rows = (page: Page) => page.getByRole('listitem')
const row = (page: Page, key: number) => rows(page).filter({ hasText: new RegExp(`^row ${key}$`) })
/** Resolves to where a row begins, and to NaN for one that is not mounted. */
const topOf = (page: Page, key: number): Promise<number> =>
  rows(page).evaluateAll((all, text) => {
    const found = all.find(({ textContent }) => textContent === text)
    return Math.round(found?.getBoundingClientRect().y ?? NaN)
  }, `row ${key}`)

/** Gives the list and the browser the frames in which they measure and scroll. */
const settle = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 10; frame++) await new Promise(requestAnimationFrame)
  })

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key)
    await settle(page)
  }
}

async function jump(page: Page, key: number): Promise<void> {
  await page.evaluate((to) => window.list.scrollTo(to, false), key)
  await settle(page)
}

test('the keyboard goes through 100,000 rows, each of which says its place', async ({ open }) => {
  const page = await open(100_000)
  await press(page, 'Tab')
  await expect(row(page, 0)).toBeFocused()
  await press(page, 'ArrowDown', 'ArrowDown', 'ArrowUp')
  await expect(row(page, 1)).toBeFocused()
  await press(page, 'End')
  await expect(row(page, 99_999)).toBeFocused()
  await expect(row(page, 99_999)).toBeInViewport({ ratio: 1 })
  await expect(row(page, 99_999)).toHaveAttribute('aria-posinset', '100000')
  await expect(row(page, 99_999)).toHaveAttribute('aria-setsize', '-1')
  expect(await rows(page).count()).toBeLessThan(50)
  await press(page, 'Home')
  await expect(row(page, 0)).toBeFocused()
  await expect(row(page, 0)).toBeInViewport({ ratio: 1 })
})

test('Page Down and Page Up pass over no row, however unequal the rows are', async ({ open }) => {
  const page = await open(500)
  const inView = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('li')].flatMap((one) => {
        const { top, bottom } = one.getBoundingClientRect()
        return top >= -1 && bottom <= innerHeight + 1 ? [Number(one.dataset['index'])] : []
      })
    )
  await press(page, 'Tab')
  const seen = new Set(await inView())
  for (let presses = 0; presses < 12; presses++) {
    await press(page, 'PageDown')
    for (const index of await inView()) seen.add(index)
  }
  const last = Math.max(...seen)
  expect(last).toBeGreaterThan(80)
  expect([...seen].sort((one, other) => one - other)).toEqual(Array.from({ length: last + 1 }, (_, index) => index))
  seen.clear()
  for (let presses = 0; presses < 14; presses++) {
    await press(page, 'PageUp')
    for (const index of await inView()) seen.add(index)
  }
  await expect(row(page, 0)).toBeFocused()
  const first = Math.max(...seen)
  expect([...seen].sort((one, other) => one - other)).toEqual(Array.from({ length: first + 1 }, (_, index) => index))
})

for (const [where, key] of [
  ['in the middle', 50_000],
  ['at the end', 99_995]
] as const) {
  test(`the rows in view stay in their place while others come and go above, ${where}`, async ({ open }) => {
    const page = await open(100_000)
    await jump(page, key)
    const before = await topOf(page, key)
    for (const change of [
      () => page.evaluate(() => window.list.prepend(50)),
      () => page.evaluate(() => window.list.remove(10, 20, 30)),
      () => page.evaluate(() => window.list.prepend(1)),
      () => page.evaluate(() => window.list.append(50))
    ]) {
      await change()
      expect(await topOf(page, key)).toBe(before)
      await settle(page)
      expect(await topOf(page, key)).toBe(before)
    }
  })
}

test('the wheel moves rows by as much as it turns, also up to rows that were never measured', async ({ open }) => {
  const page = await open(100_000)
  await jump(page, 50_000)
  await page.mouse.move(200, 200)
  for (const turn of [-300, -300, -300, -300, 300, -300, -300]) {
    const [key, before] = await rows(page).evaluateAll((all) => {
      const middle = all.find((one) => one.getBoundingClientRect().y > 320)
      return [Number(middle?.textContent.slice(4)), middle?.getBoundingClientRect().y ?? NaN] as const
    })
    await page.mouse.wheel(0, turn)
    await expect.poll(() => topOf(page, key)).not.toBe(Math.round(before))
    await settle(page)
    expect(await topOf(page, key)).toBe(Math.round(before) - turn)
  }
})

test('a row that is opened grows downwards', async ({ open }) => {
  const page = await open(1_000)
  await jump(page, 500)
  const before = await topOf(page, 500)
  await page.evaluate(() => window.list.open(500))
  await settle(page)
  expect(await topOf(page, 500)).toBe(before)
  expect((await row(page, 500).boundingBox())?.height).toBeGreaterThan(500)
})

test('the focus stays on its row, out of view too, and leaves a row that is gone for the one after it', async ({
  open
}) => {
  const page = await open(100_000)
  await row(page, 3).click()
  await jump(page, 60_000)
  await expect(row(page, 3)).toBeFocused()
  await expect(row(page, 3)).not.toBeInViewport()
  await page.evaluate(() => window.list.prepend(20))
  await page.evaluate(() => window.list.remove(0, 1, 2))
  await expect(row(page, 3)).toBeFocused()
  await expect(row(page, 3)).toHaveAttribute('aria-posinset', '21')
  await page.evaluate(() => window.list.remove(3, 4))
  await expect(row(page, 5)).toBeFocused()
  await press(page, 'ArrowUp')
  await expect(row(page, -1)).toBeFocused()
  await expect(row(page, -1)).toBeInViewport({ ratio: 1 })
})

test('Tab leads to what is in view', async ({ open }) => {
  const page = await open(100_000)
  await jump(page, 70_000)
  await press(page, 'Tab')
  const index = await page.evaluate(() => Number(document.activeElement?.getAttribute('data-index')))
  expect(Math.abs(index - 70_000)).toBeLessThan(20)
  await expect(row(page, index)).toBeInViewport()
})

test('asks for more once each time the end comes near', async ({ open }) => {
  const page = await open(1_000)
  const wanted = () => page.evaluate(() => window.list.wanted())
  expect(await wanted()).toBe(0)
  await jump(page, 999)
  await jump(page, 998)
  expect(await wanted()).toBe(1)
  await page.evaluate(() => window.list.append(200))
  await settle(page)
  expect(await wanted()).toBe(1)
  await jump(page, 1_190)
  expect(await wanted()).toBe(2)
})

test.describe('where a pixel of the page is four of the screen', () => {
  test.use({ deviceScaleFactor: 4 })

  test('the last of 100,000 rows is drawn whole', async ({ open }) => {
    const page = await open(100_000)
    await press(page, 'Tab', 'End', 'ArrowUp', 'ArrowDown')
    await expect(row(page, 99_999)).toBeInViewport({ ratio: 1 })
    expect((await row(page, 99_999).boundingBox())?.height).toBe(103)
    const gap = (await topOf(page, 99_999)) - (await topOf(page, 99_998))
    expect(gap).toBe((await row(page, 99_998).boundingBox())?.height)
  })

  test('a list that Chromium cannot draw to its end says so behind its last row', async ({ open }) => {
    const page = await open(150_000)
    await press(page, 'Tab', 'End')
    await expect(page.getByText('full')).toBeAttached()
    const last = await page.evaluate(() => Number(document.activeElement?.getAttribute('data-index')))
    expect(last).toBeGreaterThan(110_000)
    expect(last).toBeLessThan(149_999)
    await expect(row(page, last)).toBeFocused()
    await expect(row(page, last)).toBeInViewport({ ratio: 1 })
    expect(await page.evaluate(() => window.list.wanted())).toBe(0)
  })
})
