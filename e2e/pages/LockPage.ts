import type { Locator, Page } from '@playwright/test'
import { pressLast } from '../support/hand'

/** The lock screen, and the button that leads to it. */
export class LockPage {
  readonly field: Locator

  constructor(private readonly window: Page) {
    this.field = window.getByLabel('PIN or passphrase')
  }

  /** Presses *Lock now*, which ends the page. */
  async lockNow(): Promise<void> {
    await pressLast(this.window.getByRole('button', { name: 'Lock now' }))
  }

  async tryPin(pin: string): Promise<void> {
    await this.field.fill(pin)
    await this.window.keyboard.press('Enter')
  }
}
