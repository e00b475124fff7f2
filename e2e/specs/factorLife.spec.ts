import type { KnownFactorType } from '../../contract/factors'
import type { Language } from '../../contract/settings'
import { barriersInBothThemes } from '../support/axe'
import { expect, test, type Holdfast } from '../fixtures'
import { type Hand, keyboard, mouse } from '../support/hand'
import { EnrolmentPage } from '../pages/EnrolmentPage'
import { signInInBrowser } from '../support/person'
import { wordsOf } from '../support/words'

const types: KnownFactorType[] = ['OTP', 'SMS', 'EMAIL', 'FACE']
const ways: { language: Language; by: string; handFor: (holdfast: Holdfast) => Hand; withAxe: boolean }[] = [
  { language: 'en', by: 'mouse, without barriers in light and dark', handFor: () => mouse, withAxe: true },
  { language: 'zh-CN', by: 'keyboard alone', handFor: ({ window }) => keyboard(window), withAxe: false },
  { language: 'en', by: 'keyboard alone', handFor: ({ window }) => keyboard(window), withAxe: false },
  { language: 'zh-CN', by: 'mouse, without barriers in light and dark', handFor: () => mouse, withAxe: true }
]

/** Answers every system dialog with its second button, which agrees, and counts the dialogs. */
async function agreeInDialogs({ app }: Holdfast): Promise<() => Promise<unknown>> {
  await app.evaluate(({ dialog }) => {
    let shown = 0
    dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false, shown: ++shown })
    Object.defineProperty(globalThis, 'dialogsShown', { get: () => shown })
  })
  return () => app.evaluate((): unknown => Reflect.get(globalThis, 'dialogsShown'))
}

for (const { language, by, handFor, withAxe } of ways) {
  test(`every factor goes from ready to add to active and back, in ${language}, by ${by}`, async ({
    browser,
    launch,
    sandbox
  }) => {
    test.slow()
    const holdfast = await launch(`--lang=${language}`, '--use-fake-device-for-media-stream')
    const { window } = holdfast
    const t = wordsOf(language)
    const hand = handFor(holdfast)
    const look = async (step: string): Promise<void> => {
      if (withAxe) expect.soft(await barriersInBothThemes(window), step).toEqual([])
    }
    const enrolment = new EnrolmentPage(window, sandbox, t, hand, look)
    const active = window.getByRole('region', { name: t('methods.active.title'), exact: true })
    const ready = window.getByRole('region', { name: t('methods.ready.title'), exact: true })

    await window.getByRole('button', { name: t('signIn.action') }).click()
    await signInInBrowser(
      browser,
      await window.getByRole('textbox', { name: t('waiting.link') }).inputValue(),
      sandbox.people[0]
    )
    const dialogsShown = await agreeInDialogs(holdfast)

    for (const type of types) {
      await enrolment.bind(type)
      await expect(active.getByRole('heading', { name: t(`factors.${type}.name`), exact: true })).toBeVisible()
    }
    await expect(active.getByRole('listitem')).toHaveCount(types.length)

    for (const type of types) {
      const name = t(`factors.${type}.name`)
      await hand.press(window.getByRole('button', { name: t('removal.more', { name }), exact: true }))
      await window.getByRole('menuitem').first().waitFor()
      if (by.startsWith('mouse')) await window.getByRole('menuitem', { name: t('removal.menu.remove') }).click()
      else {
        await window.keyboard.press('End')
        await window.keyboard.press('Enter')
      }
      const dialog = window.getByRole('dialog')
      await dialog.getByText(t('removal.left.title')).waitFor()
      await look(`removal of ${type}`)
      const accountName = dialog.getByLabel(t('removal.none.label'))
      if (await accountName.isVisible()) await hand.type(accountName, sandbox.people[0]?.account ?? '')
      await hand.press(dialog.getByRole('button', { name: t('removal.remove'), exact: true }))
      await dialog.getByText(t(`removal.removed.title.${type}`)).waitFor()
      await hand.press(dialog.getByRole('button', { name: t('removal.done'), exact: true }))
      await expect(active.getByRole('heading', { name, exact: true })).toHaveCount(0)
    }
    // Each type has one dialog to add it and one to remove it.
    expect(await dialogsShown()).toBe(2 * types.length)
    await expect(active.getByRole('listitem')).toHaveCount(0)
    await expect(ready.getByRole('listitem')).toHaveCount(types.length)
  })
}
