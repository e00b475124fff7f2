import type { Locator } from '@playwright/test'
import { answerDialogs, type Holdfast } from '../fixtures'
import { mouse } from '../hand'
import { EnrolmentPage } from '../pages/EnrolmentPage'
import { wordsOf } from '../words'
import { expect, test as base } from './fixtures'

const enrol = '/api/v3/enroll-factor'
const reset = '/api/v3/reset-factor'

const test = base.extend<{
  /** The wizard, at the field for a code that was sent by email, and that code. */
  atCode: (holdfast: Holdfast) => Promise<{ wizard: EnrolmentPage; code: string }>
}>({
  atCode: async ({ signInAs, tenant }, use) => {
    await use(async (holdfast) => {
      await signInAs(holdfast, 0)
      await holdfast.methods.untilLive()
      await answerDialogs(holdfast, 1)
      const wizard = new EnrolmentPage(holdfast.window, tenant, wordsOf('en'), mouse)
      await wizard.add('EMAIL')
      await wizard.askForCode('EMAIL')
      return { wizard, code: await wizard.newestCode('email') }
    })
  }
})

/** From the list to where the server is being asked. */
async function remove({ window }: Holdfast, name: string): Promise<Locator> {
  await window.getByRole('button', { name: `More for ${name}`, exact: true }).click()
  await window.getByRole('menuitem', { name: 'Remove…' }).click()
  const dialog = window.getByRole('dialog')
  await dialog.getByText('What you will be left with').waitFor()
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
  return dialog
}

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
  await expect(window.getByRole('heading', { name: 'The answer was lost' })).toBeVisible()
  await expect(wizard.alert).toContainText('You are offline')

  await cable.plugIn()
  await window.getByRole('button', { name: 'Check again' }).click()
  await expect(wizard.alert).toContainText('The answer was lost, and nothing was added')
  expect(await received(/enroll-factor$/)).toEqual([])
  await wizard.code.fill(code)
  await expect(window.getByText('Email is active')).toBeVisible()
  expect(await received(/enroll-factor$/)).toEqual([`POST ${enrol}`])
})

test('a method whose answer the cable kept back is found active, and is added once', async ({
  atCode,
  cable,
  holdfast,
  received,
  untilHandled,
  untilHeld
}) => {
  const { window } = holdfast
  const { wizard, code } = await atCode(holdfast)
  await cable.tell({ do: 'hold', route: enrol })
  await wizard.code.fill(code)
  await untilHeld(enrol)
  await cable.pull()
  await untilHandled(enrol)
  await expect(window.getByRole('heading', { name: 'The answer was lost' })).toBeVisible()
  await expect(wizard.alert).toContainText('You are offline')

  await cable.plugIn()
  await window.getByRole('button', { name: 'Check again' }).click()
  await expect(window.getByText('Email is active')).toBeVisible()
  await wizard.button('enrolment.finished').click()
  await expect(holdfast.methods.rows(holdfast.methods.active)).toHaveCount(1)
  expect(await received(/enroll-factor$/)).toEqual([`POST ${enrol}`])
})

test('a removal whose answer the cable kept back is found done, and is asked for once', async ({
  cable,
  holdfast,
  received,
  signInAs,
  untilHandled,
  untilHeld
}) => {
  await signInAs(holdfast, 1)
  await holdfast.methods.untilLive()
  await answerDialogs(holdfast, 1)
  await cable.tell({ do: 'hold', route: reset })
  const dialog = await remove(holdfast, 'Email')
  await untilHeld(reset)
  await cable.pull()
  await untilHandled(reset)
  await expect(dialog.getByRole('heading', { name: 'The answer was lost' })).toBeVisible()
  await expect(dialog.getByRole('alert')).toContainText('You are offline')

  await cable.plugIn()
  await dialog.getByRole('button', { name: 'Check again' }).click()
  await expect(dialog.getByRole('heading', { name: 'Email was removed' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(holdfast.methods.rows(holdfast.methods.active)).toHaveCount(1)
  expect(await received(/reset-factor|unbind-/)).toEqual([`POST ${reset}`])
})
