import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sandbox } from '../../sandbox'
import { isTotpCode, totpCode } from '../../sandbox/api/factors/totp'
import { answerDialogs, expect, type Holdfast, test } from '../fixtures'
import { mouse } from '../support/hand'
import { EnrolmentPage } from '../pages/EnrolmentPage'
import { wordsOf } from '../support/words'

const t = wordsOf('en')
const routes = { send: '/api/v3/send-enroll-factor-request', enrol: '/api/v3/enroll-factor' }
const period = 30_000

const requestsTo = ({ requests }: Sandbox, route: string): number =>
  requests.filter(({ path }) => path === route).length

/** Returns the wizard of a person who agrees in every system dialog. */
async function enrolmentOf(holdfast: Holdfast, sandbox: Sandbox): Promise<EnrolmentPage> {
  await answerDialogs(holdfast, 1)
  return new EnrolmentPage(holdfast.window, sandbox, t, mouse)
}

test.describe('a connection that is cut while the code is checked', () => {
  test('after the server had bound the app: it is active, and its recovery code is shown', async ({
    holdfast,
    signInAs,
    sandbox
  }) => {
    await signInAs(holdfast, 0)
    const enrolment = await enrolmentOf(holdfast, sandbox)
    sandbox.faults.set(routes.enrol, { kind: 'lostAnswer', times: 1 })
    await enrolment.add('OTP')
    await enrolment.code.fill(totpCode(await enrolment.scan()))

    await expect(holdfast.window.getByText('Authenticator app is active')).toBeVisible()
    await expect(enrolment.recoveryCode).toHaveText(/^([\da-f]{4}-){5}[\da-f]{4}$/)
    await enrolment.keepRecoveryCode()
    await enrolment.button('enrolment.finished').click()
    await expect(holdfast.methods.rows(holdfast.methods.active)).toHaveCount(1)
    expect(requestsTo(sandbox, routes.enrol)).toBe(1)
  })

  test('before the server had bound it: nothing was added, and the next code binds it', async ({
    holdfast,
    signInAs,
    sandbox
  }) => {
    await signInAs(holdfast, 0)
    const enrolment = await enrolmentOf(holdfast, sandbox)
    sandbox.faults.set(routes.enrol, { kind: 'reset' })
    await enrolment.add('OTP')
    const key = await enrolment.scan()
    await enrolment.code.fill(totpCode(key))
    await expect(enrolment.alert).toContainText('The answer was lost, and nothing was added')

    sandbox.faults.clear()
    await enrolment.button('enrolment.continue').click()
    await enrolment.code.fill(totpCode(key, Date.now() + period))
    await expect(holdfast.window.getByText('Authenticator app is active')).toBeVisible()
    await enrolment.keepRecoveryCode()
  })
})

test('a wrong code names its likely causes, the error of this computer’s clock among them', async ({
  holdfast,
  signInAs,
  sandbox
}) => {
  await signInAs(holdfast, 0)
  const enrolment = await enrolmentOf(holdfast, sandbox)
  sandbox.faults.set(routes.enrol, { kind: 'skewedDate', ms: -130_000 })
  await enrolment.add('OTP')
  const key = await enrolment.scan()
  const wrong = ['000000', '000001', '000002', '000003'].find((code) => !isTotpCode(key, code)) ?? ''
  await enrolment.code.fill(wrong)

  await expect(enrolment.alert.getByRole('listitem')).toHaveText([
    /^It may just have changed\. Wait for the next one, in \d+ s\./,
    /^This computer’s clock is 2 min (9|10|11) s ahead of the server’s\. If the app runs here/,
    /^It may be another entry\. Look for Fernhill Clinic, ada\.moreno@fernhill\.example\.$/
  ])
})

/** Stops main's one-minute timer. Resolves with a function that lets the minute pass. */
async function holdMinutes({ app }: Holdfast): Promise<() => Promise<void>> {
  const held = await app.evaluateHandle(() => {
    const callbacks: (() => void)[] = []
    const real = globalThis.setTimeout
    const holding = (callback: () => void, ms: number): NodeJS.Timeout => {
      if (ms > 50_000) callbacks.push(callback)
      return real(callback, ms)
    }
    Reflect.set(globalThis, 'setTimeout', holding)
    return callbacks
  })
  return () => held.evaluate((callbacks) => callbacks.splice(0).at(-1)?.())
}

test('a minute after its QR code was shown a fresh one takes its place, and what was typed stays', async ({
  holdfast,
  signInAs,
  sandbox
}) => {
  await signInAs(holdfast, 0)
  const enrolment = await enrolmentOf(holdfast, sandbox)
  const passMinute = await holdMinutes(holdfast)
  await enrolment.add('OTP')
  const key = await enrolment.scan()
  await enrolment.code.fill('4071')
  await passMinute()

  await expect(enrolment.alert).toContainText('That QR code has expired')
  const fresh = (await enrolment.key.innerText()).replace(/\s/g, '')
  expect(fresh).not.toBe(key)
  await expect(enrolment.code).toHaveValue('4071')
  await enrolment.code.fill(totpCode(fresh))
  await expect(holdfast.window.getByText('Authenticator app is active')).toBeVisible()
  await enrolment.keepRecoveryCode()
})

test('a code is not sent again sooner than the server allows', async ({ holdfast, signInAs, sandbox }) => {
  await signInAs(holdfast, 0)
  const enrolment = await enrolmentOf(holdfast, sandbox)
  const again = enrolment.button('enrolment.code.resend.action')
  await enrolment.add('SMS')
  await test.step('a minute ago', async () => {
    const clock = await holdfast.app.evaluateHandle(() => {
      const now = Date.now.bind(Date)
      Date.now = () => now() - 60_000
      return { now }
    })
    await enrolment.askForCode('SMS')
    await clock.evaluate(({ now }) => {
      Date.now = now
    })
  })

  sandbox.faults.set(routes.send, { kind: 'rateLimited', retryAfter: '300' })
  await again.click()
  await expect(enrolment.alert).toContainText('Too many requests in a short time')
  await expect(again).toBeDisabled()
  await test.step('whichever way it is asked for', async () => {
    await enrolment.button('enrolment.code.SMS.change').click()
    await enrolment.button('enrolment.code.send').click()
    await enrolment.code.waitFor()
  })
  expect(requestsTo(sandbox, routes.send)).toBe(2)
})

test('coming back to the code sends no other one', async ({ holdfast, signInAs, sandbox }) => {
  await signInAs(holdfast, 0)
  const enrolment = await enrolmentOf(holdfast, sandbox)
  await enrolment.add('SMS')
  await enrolment.askForCode('SMS')

  await test.step('from the form, by the way back', async () => {
    await enrolment.button('enrolment.code.SMS.change').click()
    await enrolment.button('enrolment.code.back').click()
    await enrolment.code.waitFor()
  })
  await test.step('from the form, with the same number', async () => {
    await enrolment.button('enrolment.code.SMS.change').click()
    await enrolment.button('enrolment.code.send').click()
    await enrolment.code.waitFor()
  })
  await test.step('after a reload of the page', async () => {
    await holdfast.window.reload()
    await enrolment.code.waitFor()
  })
  expect(requestsTo(sandbox, routes.send)).toBe(1)
  await enrolment.code.fill(await enrolment.newestCode('sms'))
  await expect(holdfast.window.getByText('Text message is active')).toBeVisible()
})

test('the recovery code is saved for its owner’s eyes only, and the window does not close on it unasked', async ({
  holdfast,
  signInAs,
  sandbox,
  folder
}) => {
  await signInAs(holdfast, 0)
  const { app, window } = holdfast
  const enrolment = await enrolmentOf(holdfast, sandbox)
  await enrolment.add('OTP')
  await enrolment.code.fill(totpCode(await enrolment.scan()))
  const code = await enrolment.recoveryCode.innerText()

  await test.step('the file names the account it opens', async () => {
    const file = join(folder, 'recovery.txt')
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, file)
    await enrolment.button('enrolment.recovery.save').click()
    await expect(enrolment.button('enrolment.recovery.saved')).toBeVisible()
    const text = await readFile(file, 'utf8')
    for (const part of [code, 'ada.moreno@fernhill.example', new URL(sandbox.host).host]) expect(text).toContain(part)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  await test.step('the window stays, or closes, as the person answers', async () => {
    const close = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    const questions = await answerDialogs(holdfast, 0)
    await close()
    const asked = () => questions().catch(() => ['The window was closed unasked.'])
    await expect.poll(asked).toEqual(['Close without keeping your recovery code?'])
    await expect(enrolment.recoveryCode).toHaveText(code)
    await answerDialogs(holdfast, 1)
    const closed = window.waitForEvent('close')
    await close()
    await closed
  })
})

test('a passkey is renamed, and removed once a system dialog was answered', async ({ holdfast, signInAs, sandbox }) => {
  await signInAs(holdfast, 2)
  const { window } = holdfast
  const passkeys = window.getByRole('region', { name: 'Passkeys', exact: true })
  const names = passkeys.getByRole('heading', { level: 3 })
  const choose = async (name: string, item: string): Promise<void> => {
    await passkeys.getByRole('button', { name: `More for ${name}`, exact: true }).click()
    await window.getByRole('menuitem', { name: item }).click()
  }

  await choose('手机', 'Rename…')
  await window.getByLabel('Name', { exact: true }).fill('Phone')
  await window.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(names).toHaveText(['诊所的电脑', 'Phone'])

  const questions = await answerDialogs(holdfast, 1)
  await choose('Phone', 'Remove…')
  await expect(names).toHaveText(['诊所的电脑'])
  expect(await questions()).toEqual(['Remove this passkey?'])
  expect(sandbox.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1)
})
