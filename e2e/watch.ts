import { expect, type Locator, type Page } from '@playwright/test'

/** What a screen shows, as somebody reads it who knows nothing else. */
export interface Sight {
  lines: string[]
  /** Names that are only read out, or come up under the pointer. */
  labels: string[]
  /** The buttons drawn as the one to press, in the topmost dialog or, without one, on the screen. */
  chosen: string[]
}

/** Notes in the page where everything that can be pressed was when it appeared, from frame to frame. */
function noteAppearances(): void {
  const firstSeen = new WeakMap<Element, { x: number; y: number }>()
  // What was scrolled has not moved.
  const placeOf = (element: Element): { x: number; y: number } => {
    const { x, y } = element.getBoundingClientRect()
    const place = { x, y }
    for (let around = element.parentElement; around; around = around.parentElement) {
      place.x += around.scrollLeft
      place.y += around.scrollTop
    }
    return place
  }
  const look = (): void => {
    for (const element of document.querySelectorAll('button, input, summary, [role^="menuitem"]')) {
      if (!firstSeen.has(element) && element.checkVisibility()) firstSeen.set(element, placeOf(element))
    }
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
  Reflect.set(globalThis, 'movedSinceSeen', (element: Element) => {
    const [first, now] = [firstSeen.get(element), placeOf(element)]
    return first && { x: now.x - first.x, y: now.y - first.y }
  })
}

/** Has this page, and every one that takes its place, note where things appear. Steps do not slide: that is no move. */
export async function watchPage(window: Page): Promise<void> {
  await window.emulateMedia({ reducedMotion: 'reduce' })
  await window.addInitScript(noteAppearances)
  await window.evaluate(noteAppearances)
}

/** Fails where it lies elsewhere than when it appeared, once nothing is on its way that could still move it. */
export async function expectUnmoved(window: Page, target: Locator): Promise<void> {
  await target.waitFor()
  await expect(window.locator('[aria-busy=true]')).toHaveCount(0)
  const moved = await target.evaluate(async (element) => {
    // What has just appeared is noted in the next frame.
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
    const measure: unknown = Reflect.get(globalThis, 'movedSinceSeen')
    const shift: unknown = typeof measure === 'function' && Reflect.apply(measure, undefined, [element])
    return shift
  })
  expect([String(target), moved]).toEqual([String(target), { x: 0, y: 0 }])
}

export function sightOf(window: Page): Promise<Sight> {
  return window.evaluate(() => {
    const labels = [...document.querySelectorAll('[aria-label], [title]')].flatMap((element) => [
      element.getAttribute('aria-label') ?? '',
      element.getAttribute('title') ?? ''
    ])
    const top = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document
    const chosen = [...top.querySelectorAll('.button.primary, .button.danger')]
    return {
      lines: document.body.innerText
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
      labels,
      chosen: chosen.filter((button) => button.checkVisibility()).map((button) => button.textContent.trim())
    }
  })
}
