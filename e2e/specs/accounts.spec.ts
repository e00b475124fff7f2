import type { Locator } from '@playwright/test'
import { accountFolder, expect, type Holdfast, test } from '../fixtures'
import { signInInBrowser } from '../support/person'
import { tracesInPage } from '../support/traces'

const menuOf = ({ window }: Holdfast): Locator => window.getByRole('button', { name: /Accounts$/ })
const rendererOf = ({ app }: Holdfast): Promise<number> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0)

test('several accounts: each is added by its own sign-in, shown without the browser, and forgotten whole', async ({
  holdfast,
  signInAs,
  browser,
  sandbox,
  folder,
  openedLinks
}) => {
  test.slow()
  const { window, methods, signIn, waiting } = holdfast
  await signInAs(holdfast, 1)
  await expect(methods.rows(methods.active)).toHaveCount(2)
  const firstPage = await rendererOf(holdfast)
  const firstFolder = await accountFolder(folder)

  await test.step('another account begins with a page that knows nothing of the first', async () => {
    await menuOf(holdfast).click()
    await window.getByRole('menuitem', { name: 'Add account…' }).click()
    await window.getByRole('button', { name: 'Continue' }).click()
    await signIn.start()
    expect(await rendererOf(holdfast)).not.toBe(firstPage)
    expect(await tracesInPage(window, ['b•••r@fernhill.example'])).toEqual([])
    await signInInBrowser(browser, await waiting.link(), sandbox.people[0])
    await expect(methods.rows(methods.readyToAdd)).toHaveCount(4)
  })

  await test.step('the first is there again at a click', async () => {
    await menuOf(holdfast).click()
    await expect(window.getByRole('menuitemradio')).toHaveCount(2)
    await window.getByRole('menuitemradio', { checked: false }).click()
    await expect(methods.rows(methods.active)).toHaveCount(2)
    expect(await openedLinks()).toHaveLength(2)
    await expect.poll(() => accountFolder(folder)).toBe(firstFolder)
  })

  await test.step('no session is guarded twice, however often the account changed', async () => {
    const guards = await holdfast.app.evaluate(
      ({ session }, partitions) =>
        partitions.map((name) => session.fromPartition(name, { cache: false }).listenerCount('select-serial-port')),
      ['window', `reading ${sandbox.host}`, `changing ${sandbox.host}`]
    )
    expect(guards).toEqual([1, 1, 1])
  })

  await test.step('a forgotten one is gone', async () => {
    await holdfast.settings.open()
    const other = window.getByRole('listitem').filter({ hasNotText: 'On screen' })
    await other.getByRole('button', { name: 'Forget…' }).click()
    await window.getByRole('dialog').getByRole('button', { name: 'Forget', exact: true }).click()
    await expect(window.getByRole('button', { name: 'Forget…' })).toHaveCount(1)
  })
})
