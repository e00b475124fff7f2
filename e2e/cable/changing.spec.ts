import { answerDialogs, type Holdfast } from '../fixtures'
import { mouse } from '../support/hand'
import { EnrolmentPage } from '../pages/EnrolmentPage'
import { wordsOf } from '../support/words'
import { expect, test as base } from './fixtures'

const t = wordsOf('en')
const enrol = '/api/v3/enroll-factor'
const reset = '/api/v3/reset-factor'

const test = base.extend<{
  /** Opens the wizard and stops at the field for a code that was sent by email. Resolves with both. */
  atCode: (holdfast: Holdfast) => Promise<{ wizard: EnrolmentPage; code: string }>
}>({
  atCode: async ({ signInAs, tenant }, use) => {
    await use(async (holdfast) => {
      await signInAs(holdfast, 0)
      await holdfast.methods.untilLive()
      await answerDialogs(holdfast, 1)
      const wizard = new EnrolmentPage(holdfast.window, tenant, t, mouse)
      await wizard.add('EMAIL')
      await wizard.askForCode('EMAIL')
      return { wizard, code: await wizard.newestCode('email') }
    })
  }
})

test('a code that is typed while the cable is out adds nothing, and can be typed again when it is back', async ({
  atCode,
  cable,
  holdfast,
  received
}) => {
  const { window } = holdfast
  const { wizard, code } = await atCode(holdfast)
  await cable.pull()
  await wizard.code.fill(code)
  await expect(window.getByRole('heading', { name: t('enrolment.unknown.title') })).toBeVisible()
  await expect(wizard.alert).toContainText(t('errors.offline.title'))

  await cable.plugIn()
  await wizard.button('enrolment.unknown.recheck').click()
  await expect(wizard.alert).toContainText(t('errors.enrolmentNotConfirmed.title'))
  expect(await received(/enroll-factor$/)).toEqual([])
  await wizard.code.fill(code)
  await expect(window.getByText(t('enrolment.bound.EMAIL.title'))).toBeVisible()
  expect(await received(/enroll-factor$/)).toEqual([`POST ${enrol}`])
})

test('a removal whose answer the cable held back is found done, and is requested once', async ({
  cable,
  atList,
  received,
  untilHandled,
  untilHeld
}) => {
  await answerDialogs(atList, 1)
  await cable.tell({ do: 'hold', route: reset })
  const dialog = await atList.methods.remove('Email')
  await untilHeld(reset)
  await cable.pull()
  await untilHandled(reset)
  await expect(dialog.getByRole('heading', { name: t('removal.unknown.title') })).toBeVisible()
  await expect(dialog.getByRole('alert')).toContainText(t('errors.offline.title'))

  await cable.plugIn()
  await dialog.getByRole('button', { name: t('removal.unknown.check') }).click()
  await expect(dialog.getByRole('heading', { name: t('removal.removed.title.EMAIL') })).toBeVisible()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(atList.methods.rows(atList.methods.active)).toHaveCount(1)
  expect(await received(/reset-factor|unbind-/)).toEqual([`POST ${reset}`])
})
