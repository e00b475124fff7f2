import type { Locator, Page } from '@playwright/test'

export class SettingsPage {
  readonly updates: Locator

  constructor(private readonly window: Page) {
    this.updates = window.getByRole('region', { name: 'Updates' })
  }

  async open(): Promise<void> {
    await this.window.getByRole('button', { name: 'Settings', exact: true }).click()
  }

  /** Opens Settings and types a first PIN into its dialog, which stays open. */
  async enterFirstPin(pin: string): Promise<void> {
    await this.open()
    await this.window.getByRole('button', { name: 'Choose…' }).click()
    await this.window.getByLabel('New PIN or passphrase').fill(pin)
    await this.window.getByLabel('The same again').fill(pin)
  }

  /** Presses *Save* in the dialog of a PIN, which closes once the PIN is set. */
  async savePin(): Promise<void> {
    await this.window.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  }
}
