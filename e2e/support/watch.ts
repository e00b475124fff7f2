import { expect, type Locator, type Page } from '@playwright/test'

/** The content of a screen, as a person reads it who knows nothing else. */
export interface Sight {
  lines: string[]
  /** Names that are only read aloud, or appear under the pointer. */
  labels: string[]
  /** The buttons that are drawn as the one to press, in the topmost dialog or, without one, on the screen. */
  chosen: string[]
}

/** Records in the page, frame by frame, the position at which each pressable element appeared. */
function noteAppearances(): void {
  const firstSeen = new WeakMap<Element, { x: number; y: number }>()
  // The position ignores scrolling, which is no move.
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

/**
 * Makes this page, and every page after it, record where elements appear. Animations of steps are off, because sliding is
 * no move.
 */
export async function watchPage(window: Page): Promise<void> {
  await window.emulateMedia({ reducedMotion: 'reduce' })
  await window.addInitScript(noteAppearances)
  await window.evaluate(noteAppearances)
}

/** Fails if the target is not where it appeared. Waits until no pending change could still move it. */
export async function expectUnmoved(window: Page, target: Locator): Promise<void> {
  await target.waitFor()
  await expect(window.locator('[aria-busy=true]')).toHaveCount(0)
  const moved = await target.evaluate(async (element) => {
    // An element that has just appeared is recorded in the next frame.
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
