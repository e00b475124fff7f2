import type { Locator, Page } from '@playwright/test'

export class SignInPage {
  readonly button: Locator
  readonly alert: Locator
  /** The field of the dialog that `openTokenDialog` opens. */
  readonly token: Locator

  constructor(private readonly window: Page) {
    this.button = window.getByRole('button', { name: 'Sign in with your browser' })
    this.alert = window.getByRole('alert')
    this.token = window.getByLabel('Token', { exact: true })
  }

  async start(): Promise<void> {
    await this.button.click()
  }

  async openTokenDialog(): Promise<void> {
    await this.window.getByText('For help desks').click()
    await this.window.getByRole('button', { name: 'Use a token I was given' }).click()
  }
}
