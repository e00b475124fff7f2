import type { Locator } from '@playwright/test'
import type {} from '../../renderer/bridge/bridge'
import type { Sandbox } from '../../sandbox'
import { Browser } from '../../sandbox/testing/browser.testing'
import { answerDialogs, expect, type Holdfast, test } from '../fixtures'
import { mouse } from '../support/hand'
import { EnrolmentPage } from '../pages/EnrolmentPage'
import { signInInBrowser } from '../support/person'
import { wordsOf } from '../support/words'

/** Returns the removals that the tenant was asked for. */
const removals = ({ requests }: Sandbox): string[] =>
  Array.from(requests, ({ method, path }) => `${method} ${path}`).filter((line) => /reset-factor|unbind-/.test(line))

const reset = 'POST /api/v3/reset-factor'
const row = ({ methods }: Holdfast, name: string): Locator => methods.active.getByRole('heading', { name, exact: true })

const linkOf = (dialog: Locator): Promise<string> => dialog.getByRole('textbox', { name: 'Sign-in link' }).inputValue()

/** Tries from the page every call that could remove a factor. Resolves with the results. */
const attack = ({ window: page }: Holdfast): Promise<string[]> =>
  page.evaluate(async () => {
    const { factors, removal } = window.bridge
    const listed = await factors.listEnrolled()
    const [factor] = listed.ok ? listed.data : []
    const factorId = factor?.factorId ?? ''
    const phases: string[] = []
    removal.onChanged((state) => {
      phases.push(state.phase)
      if (state.phase === 'confirming' && state.link !== undefined) {
        const callback = new URL('/callback?code=made-up', state.link).href
        for (const address of [state.link, callback]) {
          fetch(address, { mode: 'no-cors' }).then(
            () => phases.push('fetched'),
            () => phases.push('not fetched')
          )
        }
      }
    })
    for (let attempt = 0; attempt < 3; attempt++) {
      await removal.start({ factorId })
      await removal.start({ factorId })
      await removal.confirmCode({ passcode: '123456' })
      await removal.sendCode()
      await removal.recheck()
      await removal.leave()
    }
    await removal.start({ factorId })
    return phases
  })

test('without a recent sign-in, nothing but the fresh sign-in of this very person removes a factor', async ({
  browser,
  launch,
  signedInEarlier,
  sandbox
}) => {
  test.slow()
  await signedInEarlier(1)
  const holdfast = await launch()
  const { window: page } = holdfast
  const questions = await answerDialogs(holdfast, 1)

  await test.step('called off: it stays, and nothing waits for the browser any more', async () => {
    const dialog = await holdfast.methods.remove('Email')
    await expect(dialog).toContainText('Sign in there as ben.okafor@fernhill.example.')
    const link = new URL(await linkOf(dialog))
    const request = await new Browser().follow(link)
    expect(request.searchParams.get('prompt')?.split(' ')).toContain('login')
    const redirect = new URL('/callback', link)
    expect((await fetch(redirect)).status).toBe(400)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(dialog).toHaveCount(0)
    await expect(fetch(redirect)).rejects.toThrow()
    await expect(row(holdfast, 'Email')).toBeVisible()
  })

  await test.step('another account: it stays, and the window says why', async () => {
    const dialog = await holdfast.methods.remove('Email')
    await signInInBrowser(browser, await linkOf(dialog), sandbox.people[0])
    await expect(dialog.getByRole('heading', { name: 'Email is still active' })).toBeVisible()
    await expect(dialog.getByRole('alert')).toContainText('That was another account')
    await dialog.getByRole('button', { name: 'Close' }).click()
    await expect(row(holdfast, 'Email')).toBeVisible()
  })

  await test.step('a script in the page: it gets no further than the question', async () => {
    await attack(holdfast)
    const asked = await page.evaluate(() => window.bridge.removal.read())
    expect(asked).toMatchObject({ ok: true, data: { phase: 'confirming', by: 'signIn' } })
    await page.evaluate(() => window.bridge.removal.leave())
  })
  expect(removals(sandbox)).toEqual([])

  await test.step('this person: it goes', async () => {
    const dialog = await holdfast.methods.remove('Email')
    await signInInBrowser(browser, await linkOf(dialog), sandbox.people[1])
    await expect(dialog.getByRole('heading', { name: 'Email was removed' })).toBeVisible()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await expect(row(holdfast, 'Email')).toHaveCount(0)
    await expect(row(holdfast, 'Text message')).toBeVisible()
  })
  expect(removals(sandbox)).toEqual([reset])
  expect(await questions()).toEqual([])
})

test('just after a sign-in a system dialog asks, and “Keep it” keeps the factor', async ({
  holdfast,
  signInAs,
  sandbox
}) => {
  await signInAs(holdfast, 1)
  const questions = await answerDialogs(holdfast, 0)
  await expect(await holdfast.methods.remove('Email')).toHaveCount(0)
  expect(await questions()).toEqual(['Remove email?'])
  await holdfast.methods.checkAgain()
  await expect(row(holdfast, 'Email')).toBeVisible()
  expect(removals(sandbox)).toEqual([])
})

test('a script in the page removes nothing while nobody answers the system dialog', async ({
  holdfast,
  signInAs,
  sandbox
}) => {
  await signInAs(holdfast, 1)
  const answers = await holdfast.app.evaluateHandle(({ dialog }) => {
    const unanswered: ((response: number) => void)[] = []
    dialog.showMessageBox = () =>
      new Promise((resolve) => unanswered.push((response) => resolve({ response, checkboxChecked: false })))
    return unanswered
  })

  expect(new Set(await attack(holdfast))).toEqual(new Set(['confirming', 'none']))
  expect(removals(sandbox)).toEqual([])
  await test.step('a dialog that was left counts for nothing, the one on screen for one removal', async () => {
    expect(await answers.evaluate(({ length }) => length)).toBe(4)
    await answers.evaluate((all) => all.slice(0, -1).forEach((answer) => answer(1)))
    await holdfast.methods.checkAgain()
    await expect(holdfast.methods.rows(holdfast.methods.active)).toHaveCount(2)
    expect(removals(sandbox)).toEqual([])
    await answers.evaluate((all) => all.at(-1)?.(1))
    await expect.poll(() => removals(sandbox)).toEqual([reset])
  })
})

test.describe('where the tenant wants a code from what is to go', () => {
  test.use({ sandboxOptions: { unbindNeedsCode: true } })

  test('it is asked for, typed, and the factor is removed', async ({ holdfast, signInAs, sandbox }) => {
    await signInAs(holdfast, 1)
    await answerDialogs(holdfast, 1)
    const dialog = await holdfast.methods.remove('Text message')
    await expect(dialog.getByRole('heading', { name: 'Confirm with a code' })).toBeVisible()
    await dialog.getByRole('button', { name: 'Send a code' }).click()
    const code = dialog.getByLabel('Code', { exact: true })
    await code.waitFor()
    await code.fill(await new EnrolmentPage(holdfast.window, sandbox, wordsOf('en'), mouse).newestCode('sms'))
    await dialog.getByRole('button', { name: 'Confirm', exact: true }).click()
    await expect(dialog.getByRole('heading', { name: 'Text messages were removed' })).toBeVisible()
    expect(removals(sandbox)).toEqual([reset, 'POST /api/v3/unbind-phone'])
    await dialog.getByRole('button', { name: 'Done' }).click()
    await expect(row(holdfast, 'Text message')).toHaveCount(0)
  })
})
