import type { Page } from '@playwright/test'
import { languages } from '../contract/settings'
import en from '../renderer/locales/en.json' with { type: 'json' }
import zhCN from '../renderer/locales/zh-CN.json' with { type: 'json' }
import { barriers, barriersInBothThemes } from './axe'
import { expect, test } from './fixtures'
import { signInInBrowser } from './person'

const texts = { en, 'zh-CN': zhCN }
const themes = ['light', 'dark'] as const

/** Looks at one screen as a light and as a dark system shows it, and at all of it before the test fails. */
async function expectNoBarriers(window: Page, screen: string): Promise<void> {
  expect.soft(await barriersInBothThemes(window), screen).toEqual([])
}

for (const language of languages) {
  test(`no screen puts a barrier in anybody’s way, light or dark, in ${language}`, async ({
    browser,
    launch,
    sandbox
  }) => {
    // Twelve looks at about a second each, on top of what a sign-in takes.
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

    await button(text.nav.settings).click()
    for (const theme of themes) {
      await window.getByRole('radio', { name: text.settings.theme[theme] }).check()
      expect.soft(await barriers(window), `settings, ${theme} chosen`).toEqual([])
    }
  })
}

test('nor does a dialog, the accounts or the lock', async ({ holdfast, signInAs }) => {
  test.slow()
  const { window, methods } = holdfast
  const button = (name: string) => window.getByRole('button', { name, exact: true })

  await window.getByText('For help desks').click()
  await button('Use a token I was given').click()
  await window.getByLabel('Token', { exact: true }).waitFor()
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

  await button('Settings').click()
  await button('Choose…').click()
  await window.getByLabel('New PIN or passphrase').fill('735519')
  await window.getByLabel('The same again').fill('735519')
  await expectNoBarriers(window, 'a PIN')
  await window.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await button('Lock now').click()
  await window.getByLabel('PIN or passphrase').waitFor()
  await expectNoBarriers(window, 'the lock')
})
