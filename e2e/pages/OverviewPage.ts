import type { Locator, Page } from '@playwright/test'

export class OverviewPage {
  readonly title: Locator
  /** The tenant's number, and what is said beside it. */
  readonly score: Locator
  readonly steps: Locator
  readonly primary: Locator
  readonly refresh: Locator
  readonly changed: Locator
  /** The answer to "Why do you say that?" */
  readonly why: Locator

  constructor(readonly window: Page) {
    this.title = window.getByRole('heading', { name: 'Overview', level: 1 })
    this.score = window.getByRole('region', { name: 'How safe the account is' })
    this.steps = window.getByRole('region', { name: 'What to do next' }).getByRole('listitem')
    this.primary = window.getByRole('main').locator('.button.primary')
    this.refresh = window.getByRole('button', { name: 'Check again' })
    this.changed = window.getByRole('region', { name: 'What changed' })
    this.why = window.getByRole('dialog', { name: 'Why do you say that?' })
  }

  /** Waits until everything is read. */
  async untilWhole(): Promise<void> {
    await this.window.locator('[aria-busy=false]').waitFor()
  }
}
