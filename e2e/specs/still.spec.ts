import type { Locator } from '@playwright/test'
import { answerDialogs, expect, test } from '../fixtures'
import { mouse } from '../support/hand'
import { EnrolmentPage } from '../pages/EnrolmentPage'
import { signInInBrowser } from '../support/person'
import { wordsOf } from '../support/words'

/** Resolves with the position of each target in the window, once every sliding element has come to rest. */
async function places(...targets: Locator[]) {
  await targets[0]?.evaluate(({ ownerDocument }) => {
    const moving = ownerDocument
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    return Promise.allSettled(moving.map(({ finished }) => finished)).then(() => undefined)
  })
  return Promise.all(targets.map((target) => target.boundingBox()))
}

test.describe('nothing moves under the pointer', () => {
  test('while somebody signs in elsewhere, not even when more help is offered', async ({ launch }) => {
    const { window, signIn, waiting } = await launch()
    await window.clock.install()
    await signIn.start()
    const help = window.getByText('The browser could not come back?')
    const targets = [waiting.title, waiting.linkBox, waiting.copy, waiting.openAgain, waiting.cancel, help]
    await help.waitFor()
    const before = await places(...targets)
    await waiting.copy.click()
    await expect(window.getByRole('button', { name: 'Copied' })).toBeVisible()
    expect((await places(...targets.slice(0, 2)))[1]).toEqual(before[1])

    await window.clock.fastForward(46_000)
    await expect(window.getByText('The browser shows an error page?')).toBeVisible()
    expect(await places(...targets)).toEqual(before)
    await help.click()
    expect(await places(...targets)).toEqual(before)
  })

  test('after a sign-in that was denied', async ({ holdfast, browser, sandbox }) => {
    const { signIn, waiting } = holdfast
    const before = await places(signIn.button)
    await signIn.start()
    await signInInBrowser(browser, await waiting.link(), sandbox.people[0], 'Deny')
    await expect(signIn.alert).toContainText('declined')
    expect(await places(signIn.button)).toEqual(before)
  })

  test('after a wrong PIN', async ({ holdfast, signInAs }) => {
    test.slow()
    const { window, settings, lock } = holdfast
    await signInAs(holdfast, 0)
    await settings.enterFirstPin('735519')
    await settings.savePin()
    await expect(window.getByRole('dialog')).toHaveCount(0, { timeout: 45_000 })
    await lock.lockNow()

    const targets = [lock.field, window.getByRole('button', { name: 'Unlock' })]
    await lock.field.waitFor()
    const before = await places(...targets)
    await lock.tryPin('735518')
    await expect(window.getByText('That is not the PIN or passphrase.')).toBeVisible()
    expect(await places(...targets)).toEqual(before)
  })

  test('after a wrong code, whose field has the focus from the start', async ({ holdfast, signInAs, sandbox }) => {
    const { window } = holdfast
    await signInAs(holdfast, 0)
    await answerDialogs(holdfast, 1)
    const enrolment = new EnrolmentPage(window, sandbox, wordsOf('en'), mouse)
    await enrolment.add('EMAIL')
    await enrolment.askForCode('EMAIL')
    await expect(enrolment.code).toBeFocused()
    const before = await places(enrolment.code)
    const right = await enrolment.newestCode('email')
    await enrolment.code.fill(right === '000000' ? '000001' : '000000')
    await expect(enrolment.alert).toContainText('Only the newest code works')
    expect(await places(enrolment.code)).toEqual(before)
  })
})
