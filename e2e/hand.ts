import { expect, type Locator, type Page } from '@playwright/test'

/** How a person works the window: with the mouse, or with nothing but the keyboard. */
export interface Hand {
  press(target: Locator): Promise<void>
  type(field: Locator, text: string): Promise<void>
}

export const mouse: Hand = {
  press: (target) => target.click(),
  type: (field, text) => field.fill(text)
}

const mostTabs = 60

export function keyboard(window: Page): Hand {
  async function tabTo(target: Locator): Promise<void> {
    // Tab skips what is disabled, and past the last element it leaves the page, which turns a camera off.
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

/** As if it was dragged over the window from another program and let go there. */
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
