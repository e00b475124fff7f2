import type { Locator, Page } from '@playwright/test'

export class WaitingPage {
  readonly title: Locator
  readonly linkBox: Locator
  readonly copy: Locator
  readonly openAgain: Locator
  readonly cancel: Locator

  constructor(window: Page) {
    this.title = window.getByRole('heading', { name: 'Continue in your browser' })
    this.linkBox = window.getByRole('textbox', { name: 'Sign-in link' })
    this.copy = window.getByRole('button', { name: 'Copy link' })
    this.openAgain = window.getByRole('button', { name: 'Open again' })
    this.cancel = window.getByRole('button', { name: 'Cancel' })
  }

  link(): Promise<string> {
    return this.linkBox.inputValue()
  }
}
