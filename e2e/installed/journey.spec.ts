import { totpCode } from '../../sandbox/api/factors/totp'
import { install, t, test } from './fixtures'

const pin = '735519'

test('from the desktop entry to the last sign-out, with nothing but names on the screen and keys', async ({
  repository,
  packages,
  desk,
  sandbox
}) => {
  const { screen } = desk
  await repository.publish(packages.deb)
  await install('holdfast')

  await test.step('connect to a tenant, and sign in', async () => {
    await desk.start()
    await desk.connect(sandbox)
    await desk.signIn(sandbox, 0)
  })

  await test.step('bind an authenticator app, with its code typed', async () => {
    await screen.press('button', t('enrolment.title.OTP'))
    await screen.press('button', t('enrolment.continue'))
    await screen.agreeInDialog()
    const key = await screen.waitFor('text', { pattern: '[A-Z2-7]{4}( [A-Z2-7]+)+' })
    await screen.press('button', t('enrolment.continue'))
    await screen.type(t('enrolment.app.confirm.six.label'), totpCode(key.replaceAll(' ', '')))
    await screen.waitFor('text', t('enrolment.bound.OTP.title'))
    const code = await screen.waitFor('text', { pattern: '[0-9a-f]{4}(-[0-9a-f]{4})+' })
    await screen.press('checkbox', t('enrolment.recovery.kept.label'))
    await screen.type(t('enrolment.recovery.lastFour.label'), code.slice(-4))
    await screen.press('button', t('enrolment.recovery.finish'))
    await screen.press('button', t('enrolment.finished'))
    await screen.waitFor('heading', t('overview.title'))
    await desk.quit()
  })

  await test.step('start again from the stored session', async () => {
    await desk.start()
    await screen.waitFor('heading', t('overview.title'))
    await screen.press('button', t('nav.methods'))
    await screen.waitFor('heading', t('methods.title'))
    await screen.waitFor('button', t('removal.more', { name: t('factors.OTP.name') }))
  })

  await test.step('choose a PIN, lock, and unlock', async () => {
    await screen.press('button', t('nav.settings'))
    await screen.press('button', t('lock.settings.choose'))
    await screen.type(t('lock.new'), pin)
    await screen.type(t('lock.repeat'), pin)
    await screen.press('button', t('lock.set.action'))
    await screen.press('button', t('lock.now'))
    await screen.waitFor('heading', t('lock.title'))
    await screen.type(t('lock.pin'), pin)
    await screen.press('button', t('lock.unlock'))
    await screen.waitFor('heading', t('overview.title'))
  })

  await test.step('sign out', async () => {
    await screen.press('button', { pattern: `.* ${t('accounts.switch')}` })
    await screen.press('item', t('account.leaving.open'))
    await screen.press('button', t('account.signOut'))
    await screen.waitFor('button', t('signIn.action'))
    await desk.quit()
    await desk.start()
    await screen.type(t('lock.pin'), pin)
    await screen.press('button', t('lock.unlock'))
    await screen.waitFor('button', t('signIn.action'))
  })
})
