import { totpCode } from '../../sandbox/api/factors/totp'
import { answerDialogs, expect, type Holdfast } from '../fixtures'
import { mouse } from '../support/hand'
import { EnrolmentPage } from '../pages/EnrolmentPage'
import { signInInBrowser } from '../support/person'
import { wordsOf } from '../support/words'
import { test } from './camera'

const t = wordsOf('en')
const organisation = '--organisation=Fernhill Clinic'
const routes = {
  toEnroll: '/api/v3/list-factors-to-enroll',
  enrol: '/api/v3/enroll-factor',
  passkeys: '/api/v3/webauthn/credentials'
}

const dialogOf = ({ window }: Holdfast) => window.getByRole('dialog')

async function more({ window }: Holdfast, factor: string, entry: string): Promise<void> {
  await window.getByRole('button', { name: t('removal.more', { name: factor }), exact: true }).click()
  await window.getByRole('menuitem', { name: entry }).click()
}

test('1: without start options', async ({ launch, picture }) => {
  const { window } = await launch('--practice-host=')
  await window.getByText(t('connect.title')).waitFor()
  await picture('01', window, 'middle')
})

test('18, 17, 12: the first screen, and a sign-in that was denied', async ({ launch, picture, browser, sandbox }) => {
  const { window, signIn, waiting } = await launch(organisation)
  await signIn.button.waitFor()
  await picture('18', window, 'middle')
  await signIn.start()
  await signInInBrowser(browser, await waiting.link(), sandbox.people[0], 'Deny', (page) =>
    picture('17', page, 'browser')
  )
  await signIn.alert.waitFor()
  await picture('12', window, 'middle')
})

test('3, 16, 6, 2: somebody without a second factor', async ({ launch, picture, signInAs, sandbox }) => {
  const holdfast = await launch(organisation)
  const { window, methods } = holdfast
  await signInAs(holdfast, 0)
  await methods.untilLive()
  await picture('03', window, { y: 30, height: 320 })
  await window.getByRole('region', { name: t('passkeys.title') }).scrollIntoViewIfNeeded()
  await picture('16', window, { y: 340, height: 250 })
  await answerDialogs(holdfast, 1)
  const enrolment = new EnrolmentPage(window, sandbox, t, mouse, async (step) => {
    if (step === 'OTP begun') await picture('06', window, { y: 150, height: 290 })
  })
  await enrolment.reachRecoveryCode()
  await picture('02', window, { y: 240, height: 300 })
})

test.describe('with two authenticator apps', () => {
  test.use({ sandboxOptions: { otpFactors: 2 } })

  test('4: the old one is removed after the new one was set up', async ({ launch, picture, signInAs, sandbox }) => {
    const holdfast = await launch(organisation)
    const { window, methods } = holdfast
    const change = (answer: Record<string, unknown>): unknown => ({
      ...answer,
      data: [{ factorType: 'OTP' }, { factorType: 'SMS' }, { factorType: 'EMAIL' }]
    })
    sandbox.faults.set(routes.toEnroll, { kind: 'rewrite', change })
    await signInAs(holdfast, 0)
    await methods.untilLive()
    await answerDialogs(holdfast, 1)
    const enrolment = new EnrolmentPage(window, sandbox, t, mouse)
    await enrolment.bind('OTP')
    await expect(methods.active.getByRole('listitem')).toHaveCount(1)
    await expect(methods.busy).toHaveCount(0)
    await more(holdfast, t('factors.OTP.name'), t('removal.menu.replace.OTP'))
    await dialogOf(holdfast)
      .getByRole('button', { name: t('replace.continue') })
      .click()
    await enrolment.code.fill(totpCode(await enrolment.scan()))
    await enrolment.recoveryCode.waitFor()
    await enrolment.keepRecoveryCode()
    await enrolment.button('enrolment.finished').click()
    await dialogOf(holdfast)
      .getByRole('button', { name: t('replace.added.removeOld') })
      .click()
    await dialogOf(holdfast).getByText(t('removal.left.title')).waitFor()
    await picture('04', window, 'dialog')
  })
})

test('5, 20: another order of the server, and a long name', async ({ launch, picture, signInAs, sandbox }) => {
  const change = (answer: Record<string, unknown>): unknown => ({
    ...answer,
    data: Array.isArray(answer['data']) ? answer['data'].toReversed() : answer['data']
  })
  sandbox.faults.set(routes.toEnroll, { kind: 'rewrite', change })
  const holdfast = await launch(organisation)
  const { window, methods } = holdfast
  await signInAs(holdfast, 1)
  await methods.untilLive()
  await methods.readyToAdd.getByRole('listitem').last().scrollIntoViewIfNeeded()
  await picture('05', window, { y: 150, height: 410 })
  await more(holdfast, t('factors.SMS.name'), t('factors.rename'))
  const name = 'The phone that lies in the top drawer at the front desk'
  await window.getByLabel(t('naming.label'), { exact: true }).fill(name)
  await window.getByRole('button', { name: t('naming.save'), exact: true }).click()
  await methods.title.scrollIntoViewIfNeeded()
  await expect(methods.active).toContainText('The phone')
  await picture('20', window, { y: 165, height: 170 })
})

test('14, 7: leaving', async ({ launch, picture, signInAs }) => {
  const holdfast = await launch(organisation)
  const { window, methods } = holdfast
  await signInAs(holdfast, 1)
  await methods.untilLive()
  await window.getByRole('button', { name: /Accounts$/ }).click()
  await window.getByRole('menuitem').first().waitFor()
  await picture('14', window, 'sidebar')
  await window.keyboard.press('Escape')
  await window.getByRole('button', { name: t('nav.settings') }).click()
  await window.getByRole('button', { name: t('accounts.forget.open') }).click()
  await picture('07', window, 'dialog')
})

test('8, 9: without a network', async ({ launch, picture, signInAs, sandbox }) => {
  const holdfast = await launch(organisation)
  const { app, window, methods } = holdfast
  await signInAs(holdfast, 1)
  await methods.untilLive()
  await app.evaluate(({ session }, host) => {
    const fail = () => Promise.reject(new Error('net::ERR_INTERNET_DISCONNECTED'))
    for (const use of ['reading', 'changing']) session.fromPartition(`${use} ${host}`, { cache: false }).fetch = fail
  }, sandbox.host)
  await window.context().setOffline(true)
  await methods.refresh.click()
  await expect(methods.readyToAdd.getByRole('button').first()).toBeDisabled()
  await picture('08', window, { y: 20, height: 400 })
  await window.emulateMedia({ forcedColors: 'active' })
  await methods.readyToAdd.getByRole('listitem').last().scrollIntoViewIfNeeded()
  await picture('09', window, { y: 210, height: 390 })
})

test('11, 15: numbers and codes that are wrong', async ({ launch, picture, signInAs, sandbox }) => {
  const holdfast = await launch(organisation)
  const { window, methods } = holdfast
  await signInAs(holdfast, 0)
  await methods.untilLive()
  await answerDialogs(holdfast, 1)
  const enrolment = new EnrolmentPage(window, sandbox, t, mouse)
  await enrolment.add('SMS')
  await window.getByRole('combobox').fill('+44')
  await window.keyboard.press('Enter')
  await window.getByLabel(t('enrolment.code.number')).fill('12')
  await enrolment.button('enrolment.code.send').click()
  await window.locator('[aria-invalid=true]').waitFor()
  await picture('15', window, { y: 160, height: 300 })
  await window.getByLabel(t('enrolment.code.number')).fill('')
  await enrolment.askForCode('SMS')
  const right = await enrolment.newestCode('sms')
  await enrolment.code.fill(right === '000000' ? '000001' : '000000')
  await enrolment.alert.waitFor()
  await picture('11', window, { y: 160, height: 380 })
})

test('13: an answer that was lost', async ({ launch, picture, signInAs, sandbox }) => {
  const holdfast = await launch(organisation)
  const { window, methods } = holdfast
  await signInAs(holdfast, 0)
  await methods.untilLive()
  await answerDialogs(holdfast, 1)
  const enrolment = new EnrolmentPage(window, sandbox, t, mouse)
  sandbox.faults.set(routes.enrol, { kind: 'reset' })
  await enrolment.add('OTP')
  await enrolment.code.fill(totpCode(await enrolment.scan()))
  await enrolment.alert.waitFor()
  await enrolment.alert.scrollIntoViewIfNeeded()
  await picture('13', window, { y: 170, height: 370 })
})

test.describe('at 200 %', () => {
  test.use({ large: true })

  test('10: the step to scan', async ({ launch, picture, signInAs, sandbox }) => {
    const holdfast = await launch(organisation)
    const { app, window, methods } = holdfast
    await signInAs(holdfast, 0)
    await methods.untilLive()
    await answerDialogs(holdfast, 1)
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2))
    const enrolment = new EnrolmentPage(window, sandbox, t, mouse)
    await enrolment.add('OTP')
    await enrolment.showKey()
    await window.getByText(t('enrolment.app.scan.title')).scrollIntoViewIfNeeded()
    await picture('10', window, 'window')
  })
})
