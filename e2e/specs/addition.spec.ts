import type { EnrolmentTarget } from '../../contract/enrolment'
import { type KnownFactorType, knownFactorTypes } from '../../contract/factors'
import type { Sandbox } from '../../sandbox'
import { totpCode } from '../../sandbox/api/factors/totp'
import { answerDialogs, expect, type Holdfast, test } from '../fixtures'
import { mouse } from '../support/hand'
import { EnrolmentPage } from '../pages/EnrolmentPage'
import { signInInBrowser } from '../support/person'
import { wordsOf } from '../support/words'

const t = wordsOf('en')
const agree = 1
const decline = 0

const isOfEnrolment = ({ path }: { path: string }): boolean => /enroll-factor(-request)?$/.test(path)
const enrolmentRequests = ({ requests }: Sandbox): number => requests.filter(isOfEnrolment).length

const targets: Record<KnownFactorType, EnrolmentTarget> = {
  OTP: { kind: 'none' },
  FACE: { kind: 'none' },
  EMAIL: { kind: 'email', email: 'mallory@evil.example' },
  SMS: { kind: 'phone', phoneNumber: '7700900199', phoneCountryCode: '+44' }
}

/** Calls every channel that could start or finish adding this factor, as foreign code in a page can. */
async function attack({ window: page }: Holdfast, factorType: KnownFactorType): Promise<void> {
  await page.evaluate(
    async ([type, target]) => {
      const { enrolment } = window.bridge
      await enrolment.start({ factorType: type })
      await enrolment.sendChallenge({ target })
      await enrolment.verify({ passcode: '123456' })
      await enrolment.verifyFace({ photo: Uint8Array.of(0xff, 0xd8, 0xff, 0xd9) })
      await enrolment.recheck()
    },
    [factorType, targets[factorType]] as const
  )
}

test('a page that calls the channels itself sends nothing to the tenant without a yes', async ({
  holdfast,
  signInAs,
  sandbox
}) => {
  await signInAs(holdfast, 0)
  const questions = await answerDialogs(holdfast, decline)
  for (const factorType of knownFactorTypes) {
    await attack(holdfast, factorType)
    await expect
      .poll(() => holdfast.window.evaluate(() => window.bridge.enrolment.read()))
      .toMatchObject({ data: { phase: 'started', factorType, pending: false, failure: { code: 'additionDeclined' } } })
  }
  expect(new Set(await questions())).toEqual(
    new Set(['Add an authenticator app?', 'Add a face?', 'Add email?', 'Add text messages?'])
  )
  expect(enrolmentRequests(sandbox)).toBe(0)
})

test('a session from the keychain adds nothing before a fresh sign-in by its own person', async ({
  launch,
  signedInEarlier,
  browser,
  sandbox
}) => {
  test.slow()
  await signedInEarlier(0)
  const holdfast = await launch()
  const { window: page } = holdfast
  const questions = await answerDialogs(holdfast, agree)
  const enrolment = new EnrolmentPage(page, sandbox, t, mouse)
  const link = page.getByRole('dialog').getByRole('textbox', { name: 'Sign-in link' })
  await enrolment.add('OTP')
  const goOn = enrolment.button('enrolment.continue')

  await test.step('another account: nothing was asked of the tenant', async () => {
    await goOn.click()
    await signInInBrowser(browser, await link.inputValue(), sandbox.people[1])
    await expect(enrolment.alert).toContainText('That was another account')
    expect(enrolmentRequests(sandbox)).toBe(0)
  })

  await test.step('this person: the key comes, and the app is bound without another question', async () => {
    await goOn.click()
    await signInInBrowser(browser, await link.inputValue(), sandbox.people[0])
    await enrolment.key.waitFor()
    const key = (await enrolment.key.innerText()).replace(/\s/g, '')
    await goOn.click()
    await enrolment.code.fill(totpCode(key))
    await expect(page.getByText('Authenticator app is active')).toBeVisible()
    expect(await questions()).toEqual(['Add an authenticator app?', 'Add an authenticator app?'])
  })
})
