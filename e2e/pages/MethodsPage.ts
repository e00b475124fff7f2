import { expect, type Locator, type Page } from '@playwright/test'

export class MethodsPage {
  readonly title: Locator
  readonly readyToAdd: Locator
  readonly active: Locator
  readonly alert: Locator
  readonly tryAgain: Locator
  readonly refresh: Locator
  readonly details: Locator
  /** There while at least one list is being asked for. */
  readonly busy: Locator

  constructor(readonly window: Page) {
    this.title = window.getByRole('heading', { name: 'Sign-in methods', level: 1 })
    this.readyToAdd = window.getByRole('region', { name: 'Ready to add', exact: true })
    this.active = window.getByRole('region', { name: 'Active', exact: true })
    this.alert = window.getByRole('alert')
    this.tryAgain = this.alert.getByRole('button', { name: 'Try again' })
    this.refresh = window.getByRole('button', { name: 'Check again' })
    this.details = this.alert.getByText('Details', { exact: true })
    this.busy = window.locator('[aria-busy=true]')
  }

  rows(region: Locator): Locator {
    return region.getByRole('listitem')
  }

  /** *Check again*, once neither list is being asked for any more: until then the button has nothing to do. */
  async checkAgain(): Promise<void> {
    await expect(this.busy).toHaveCount(0)
    await this.refresh.click()
  }

  /** From the list to where main asks for a confirmation. Resolves with the dialog in the window. */
  async remove(name: string): Promise<Locator> {
    await this.window.getByRole('button', { name: `More for ${name}`, exact: true }).click()
    await this.window.getByRole('menuitem', { name: 'Remove…' }).click()
    const dialog = this.window.getByRole('dialog')
    await dialog.getByText('What you will be left with').waitFor()
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
    return dialog
  }

  /** By the menu of the account, with its question answered. */
  async signOut(): Promise<void> {
    await this.window.getByRole('button', { name: /Accounts$/ }).click()
    await this.window.getByRole('menuitem', { name: 'Sign out…' }).click()
    await this.window.getByRole('dialog').getByRole('button', { name: 'Sign out', exact: true }).click()
  }

  /** Waits for what the tenant says now; what was known at an earlier start can only be looked at. */
  async untilLive(): Promise<void> {
    await this.readyToAdd.getByRole('button', { disabled: false }).first().waitFor()
  }
}
