import { expect, type Locator, type Page } from '@playwright/test'

export class MethodsPage {
  readonly title: Locator
  readonly readyToAdd: Locator
  readonly active: Locator
  readonly alert: Locator
  readonly tryAgain: Locator
  readonly refresh: Locator
  readonly details: Locator
  /** This element is present while at least one list is loading. */
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

  /** Presses *Check again* once neither list is loading. Until then the button does nothing. */
  async checkAgain(): Promise<void> {
    await expect(this.busy).toHaveCount(0)
    await this.refresh.click()
  }

  async openMenu(name: string): Promise<void> {
    await this.window.getByRole('button', { name: `More for ${name}`, exact: true }).click()
  }

  /** Chooses an entry from the menu of a row. */
  async choose(name: string, entry: string): Promise<void> {
    await this.openMenu(name)
    await this.window.getByRole('menuitem', { name: entry }).click()
  }

  /** Leads from the list to the confirmation that main asks for. Resolves with the dialog in the window. */
  async remove(name: string): Promise<Locator> {
    await this.choose(name, 'Remove…')
    const dialog = this.window.getByRole('dialog')
    await dialog.getByText('What you will be left with').waitFor()
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
    return dialog
  }

  async openAccounts(): Promise<void> {
    await this.window.getByRole('button', { name: /Accounts$/ }).click()
  }

  /** Signs out by the menu of the account, and answers its question. */
  async signOut(): Promise<void> {
    await this.openAccounts()
    await this.window.getByRole('menuitem', { name: 'Sign out…' }).click()
    await this.window.getByRole('dialog').getByRole('button', { name: 'Sign out', exact: true }).click()
  }

  /** Waits for the tenant's current lists. Lists from an earlier start can only be read. */
  async untilLive(): Promise<void> {
    await this.readyToAdd.getByRole('button', { disabled: false }).first().waitFor()
  }
}
