import { expect, type Locator, type Page } from '@playwright/test'

/** A person uses the window with the mouse, or with the keyboard only. */
export interface Hand {
  press(target: Locator): Promise<void>
  type(field: Locator, text: string): Promise<void>
}

export const mouse: Hand = {
  press: (target) => target.click(),
  type: (field, text) => field.fill(text)
}

/**
 * Presses a button that ends the page it is on. The page answers before it is pressed: an answer is lost with the page, and
 * Playwright would then look for the button to press it again.
 */
export async function pressLast(button: Locator): Promise<void> {
  await expect(button).toBeVisible()
  await expect(button).toBeEnabled()
  await button.evaluate((element: HTMLElement) => void setTimeout(() => element.click()))
}

const mostTabs = 60

export function keyboard(window: Page): Hand {
  async function tabTo(target: Locator): Promise<void> {
    // Tab skips disabled elements, and after the last element it leaves the page, which turns a camera off.
    await expect(target).toBeEnabled()
    for (let tabs = 0; tabs < mostTabs; tabs++) {
      if (await target.evaluate((element) => element === document.activeElement)) return
      await window.keyboard.press('Tab')
    }
    throw new Error(`the Tab key does not lead to ${String(target)}`)
  }
  return {
    async press(target) {
      await tabTo(target)
      const boxed = await target.evaluate((element) => element instanceof HTMLInputElement)
      await window.keyboard.press(boxed ? 'Space' : 'Enter')
    },
    async type(field, text) {
      await tabTo(field)
      await window.keyboard.type(text)
    }
  }
}

/** Drops a file on the window as if it was dragged from another program. */
export async function drop(
  page: Page,
  { items, files }: { items: { mimeType: string; data: string }[]; files: string[] }
) {
  const devtools = await page.context().newCDPSession(page)
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', {
      type,
      x: 300,
      y: 300,
      data: { items, files, dragOperationsMask: 1 }
    })
  }
  await devtools.detach()
}
