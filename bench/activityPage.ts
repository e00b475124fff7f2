import type { Page } from '@playwright/test'
import { pause } from '../main/ground/pause'
import type {} from '../renderer/bridge/bridge'

/** The frames in which a list is scrolled from one end to the other. */
export const frames = 1_000
export const slowFrameMs = 32

/** The lists of *Sign-in methods* are there, and can be used. */
export const listsThere = `document.querySelector('h3') && !document.querySelector('[aria-busy=true]')`

/** The first row is there, and is none of those that `markRows` has marked. */
export const newFirstRow = `document.querySelector('[aria-posinset="1"]:not([data-old]) button')`

/** Resolves with the moment in ms since the epoch at which a frame has been painted in which `condition`, an expression, held. */
export async function paintedWhen(page: Page, condition: string): Promise<number> {
  const painted: unknown = await page.evaluate(`(async () => {
    while (!(${condition})) await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    return Date.now()
  })()`)
  return Number(painted)
}

/** Resolves once the alerts have learnt from the first sign-ins, so that they ask for none while something is measured. */
export async function firstLook(page: Page): Promise<void> {
  const looked = async (): Promise<boolean> =>
    page.evaluate(async () => {
      const answer = await window.bridge.alerts.read()
      return answer.ok && answer.data.learnt !== undefined
    })
  while (!(await looked())) await pause(1_000)
}

export const markRows = (page: Page): Promise<void> =>
  page.evaluate(() => document.querySelectorAll('[aria-posinset]').forEach((row) => row.setAttribute('data-old', '')))

/** Has main read older sign-ins until one more page holds `row`. Resolves with the seconds that it took. */
export async function readUntil(page: Page, row: number): Promise<number> {
  const startedAt = Date.now()
  await page.evaluate(async (wanted) => {
    let before = 0
    for (;;) {
      const answer = await window.bridge.activity.readOlder({ filter: {} })
      if (!answer.ok) throw new Error(answer.error.code)
      const { entries, complete } = answer.data
      // The next page has as many rows as this one, or fewer.
      if (complete || entries + (entries - before) >= wanted) return
      before = entries
    }
  }, row)
  return (Date.now() - startedAt) / 1000
}

/** Scrolls until the page knows of all that main has read, as it does for somebody who walks there row by row. */
export const showAllRead = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const scroller = document.querySelector('.scroller')
    while (scroller && scroller.scrollHeight - scroller.scrollTop < 1_000_000) {
      scroller.scrollBy(0, scroller.clientHeight)
      await new Promise(requestAnimationFrame)
    }
  })

/** Leaves the end of the list until nothing is being read. Resolves with the number of rows that are known then. */
export const rowsKnown = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    document.querySelector('.scroller')?.scrollTo(0, 0)
    while (document.querySelector('[aria-busy=true]') || !document.querySelector('[aria-posinset="1"] button')) {
      await new Promise(requestAnimationFrame)
    }
    const answer = await window.bridge.activity.read({ filter: {}, from: 0, count: 1 })
    return answer.ok ? answer.data.entries : NaN
  })

/** Scrolls to the end until a row after `row` is painted. Resolves with that moment in ms since the epoch. */
export const paintedAfterRow = (page: Page, row: number): Promise<number> =>
  page.evaluate(async (known) => {
    while (
      !Array.from(document.querySelectorAll('[aria-posinset]')).some(
        (one) => Number(one.getAttribute('aria-posinset')) > known && one.querySelector('button')
      )
    ) {
      document.querySelector('.scroller')?.scrollTo(0, Number.MAX_SAFE_INTEGER)
      await new Promise(requestAnimationFrame)
    }
    await new Promise(requestAnimationFrame)
    return Date.now()
  }, row)

/** Scrolls to the top and then to `row`. Resolves with the ms until the content there has been painted. */
export const paintedAtRow = (page: Page, row: number): Promise<number> =>
  page.evaluate(async (wanted) => {
    const scroller = document.querySelector('.scroller')
    if (!scroller) throw new Error('There is no list.')
    scroller.scrollTop = 0
    while (!document.querySelector('[aria-posinset="1"] button')) await new Promise(requestAnimationFrame)
    const length = Number(document.querySelector('[aria-setsize]')?.getAttribute('aria-setsize'))
    const startedAt = performance.now()
    scroller.scrollTop = (scroller.scrollHeight * wanted) / length
    while (
      !Array.from(document.querySelectorAll('[aria-posinset]')).some(
        (one) => Math.abs(Number(one.getAttribute('aria-posinset')) - wanted) < 100 && one.querySelector('button')
      )
    ) {
      await new Promise(requestAnimationFrame)
    }
    await new Promise(requestAnimationFrame)
    return performance.now() - startedAt
  }, row)

/** Scrolls from one end to the other. Resolves with the number of frames that came later than they should. */
export const slowFrames = (page: Page, selector: string): Promise<number> =>
  page.evaluate(
    async ([wanted, count, limit]) => {
      const scroller = document.querySelector(wanted)
      const height = scroller?.scrollHeight ?? 0
      let slow = 0
      let before = await new Promise<number>(requestAnimationFrame)
      for (let frame = 0; frame < count; frame++) {
        if (scroller) scroller.scrollTop = (height * frame) / count
        const now = await new Promise<number>(requestAnimationFrame)
        if (now - before > limit) slow++
        before = now
      }
      return slow
    },
    [selector, frames, slowFrameMs] as const
  )
