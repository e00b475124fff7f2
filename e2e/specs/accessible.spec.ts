import type { Page } from '@playwright/test'
import { languages } from '../../contract/fields'
import en from '../../locales/en/window.json' with { type: 'json' }
import zhCN from '../../locales/zh-CN/window.json' with { type: 'json' }
import { barriers, barriersInBothThemes } from '../support/axe'
import { expect, test } from '../fixtures'
import { signInInBrowser } from '../support/person'

const texts = { en, 'zh-CN': zhCN }
const themes = ['light', 'dark'] as const

/**
 * Checks one screen in a light and in a dark system. The expectation is soft, so that the test checks every screen before
 * it fails.
 */
async function expectNoBarriers(window: Page, screen: string): Promise<void> {
  expect.soft(await barriersInBothThemes(window), screen).toEqual([])
}

for (const language of languages) {
  test(`no screen puts a barrier in anybody’s way, light or dark, in ${language}`, async ({
    browser,
    launch,
    sandbox
  }) => {
    // Each check takes about a second, in addition to the sign-in.
    test.slow()
    const text = texts[language]
    const { window } = await launch(`--lang=${language}`)
    const button = (name: string) => window.getByRole('button', { name, exact: true })
    const rows = (region: string) => window.getByRole('region', { name: region, exact: true }).getByRole('listitem')

    await button(text.signIn.action).waitFor()
    await expectNoBarriers(window, 'sign-in')

    await button(text.signIn.action).click()
    const link = await window.getByRole('textbox', { name: text.waiting.link }).inputValue()
    await expectNoBarriers(window, 'waiting for the browser')

    sandbox.faults.set('/api/v3/list-factors-to-enroll', { kind: 'status', status: 502 })
    await signInInBrowser(browser, link, sandbox.people[1])
    await window.getByRole('alert').getByText(text.details.title, { exact: true }).click()
    await expectNoBarriers(window, 'a list that did not arrive')

    sandbox.faults.clear()
    await button(text.tryAgain).click()
    await expect(rows(text.methods.ready.title)).toHaveCount(2)
    await expect(rows(text.methods.active.title)).toHaveCount(2)
    await expectNoBarriers(window, 'some active, some to add')

    sandbox.faults.set('/api/v3/list-enrolled-factors', { kind: 'nullData' })
    await button(text.methods.refresh).click()
    await expect(rows(text.methods.active.title)).toHaveCount(0)
    await expectNoBarriers(window, 'nothing active yet')

    const { label, methods, ...otherPages } = text.nav
    for (const page of Object.values(otherPages)) {
      // The name of a page with alerts goes on with their number.
      const entry = window.getByRole('button', { name: new RegExp(`^${page}( \\d+)?$`) })
      await entry.click()
      await expect(entry).toHaveAttribute('aria-current', 'page')
      await expect(window.locator('[aria-busy=true]')).toHaveCount(0)
      await expectNoBarriers(window, page)
    }

    await button(text.nav.settings).click()
    for (const theme of themes) {
      await window.getByRole('radio', { name: text.settings.theme[theme] }).check()
      expect.soft(await barriers(window), `settings, ${theme} chosen`).toEqual([])
    }
  })
}

test('the dialogs, the accounts and the lock put no barrier in anybody’s way either', async ({
  holdfast,
  signInAs
}) => {
  test.slow()
  const { window, signIn, methods, settings, lock } = holdfast

  await signIn.openTokenDialog()
  await signIn.token.waitFor()
  await expectNoBarriers(window, 'a token that was given')
  await window.keyboard.press('Escape')

  await signInAs(holdfast, 1)
  await methods.untilLive()
  await window.getByRole('button', { name: 'Accounts' }).click()
  await window.getByRole('menuitemradio').first().waitFor()
  await expectNoBarriers(window, 'the accounts')
  await window.getByRole('menuitem', { name: 'Add account…' }).click()
  await window.getByLabel('App ID').waitFor()
  await expectNoBarriers(window, 'another account')
  await window.keyboard.press('Escape')

  await settings.enterFirstPin('735519')
  await expectNoBarriers(window, 'a PIN')
  await settings.savePin()
  await lock.lockNow()
  await lock.field.waitFor()
  await expectNoBarriers(window, 'the lock')
})
