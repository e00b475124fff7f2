import type { Locator, Page } from '@playwright/test'

export class SignInPage {
  readonly button: Locator
  readonly alert: Locator

  constructor(window: Page) {
    this.button = window.getByRole('button', { name: 'Sign in with your browser' })
    this.alert = window.getByRole('alert')
  }

  async start(): Promise<void> {
    await this.button.click()
  }
}
