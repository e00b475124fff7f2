import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TestClient } from '../../sandbox/testing/client.testing'
import { answerDialogs, expect, type Holdfast, test } from '../fixtures'
import { barriersInBothThemes } from '../support/axe'

const ben = 1

/** Says of the newest sign-in that it was somebody else. */
async function begin({ window }: Holdfast) {
  await window.getByRole('button', { name: 'Activity', exact: true }).click()
  const first = window.getByRole('list', { name: 'Sign-ins, newest first' }).getByRole('listitem').first()
  await first.getByRole('button').first().click()
  await first.getByRole('button', { name: 'This wasn’t me' }).click()
  await window.getByRole('heading', { name: 'Take your account back', level: 1 }).waitFor()
  return { window, step: window.locator('[aria-current=step]') }
}

test('a person takes their account back, is asked before each step, and keeps the timeline', async ({
  holdfast,
  signInAs,
  sandbox,
  openedLinks,
  folder
}) => {
  test.slow()
  const place = join(folder, 'timeline.txt')
  await holdfast.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, place)
  await signInAs(holdfast, ben)
  await answerDialogs(holdfast, 1)
  const { window, step } = await begin(holdfast)

  await test.step('the password is changed on the tenant’s page, and read back', async () => {
    await expect(step).toContainText('Change the password')
    await step.getByRole('button', { name: 'Open the page' }).click()
    await step.getByRole('button', { name: 'I have done this' }).click()
    await expect(step).toContainText('The password is as old as before')
    const elsewhere = new TestClient(sandbox)
    const { access_token: token } = await elsewhere.signIn('ben')
    await elsewhere.send('update-password', token, { newPassword: 'tide-and-kelp', oldPassword: 'kelp-and-tide' })
    await step.getByRole('button', { name: 'Look again' }).click()
    await expect(window.getByRole('listitem').filter({ hasText: 'Change the password' })).toContainText('Proven')
    expect(await openedLinks()).toContain(`${sandbox.host}/`)
  })

  await test.step('stopped for now, it goes on where it was', async () => {
    await step.getByRole('button', { name: 'Stop for now' }).click()
    await expect(window.getByRole('heading', { name: 'Activity', level: 1 })).toBeVisible()
    await window.getByRole('button', { name: 'Go on' }).click()
    await expect(step).toContainText('End every other session')
  })

  await test.step('the sessions of other devices end after a question, and it is read that this app is still in', async () => {
    await expect(step.getByRole('radio', { name: 'End', checked: true })).toHaveCount(1)
    expect(await barriersInBothThemes(window)).toEqual([])
    await step.getByRole('button', { name: 'End 1 and go on' }).click()
    await expect(window.getByRole('listitem').filter({ hasText: 'End every other session' })).toContainText(
      'Done in part'
    )
    expect(sandbox.requests.filter(({ path }) => path.endsWith('/revoke-session'))).toHaveLength(1)
  })

  await test.step('nothing is chosen beforehand, and only what is not theirs goes', async () => {
    await expect(step).toContainText('Which of these sign-in methods are yours?')
    await expect(step.getByRole('radio', { checked: true })).toHaveCount(0)
    expect(await barriersInBothThemes(window)).toEqual([])
    await step.getByRole('radiogroup', { name: 'Text message' }).getByText('Not mine').click()
    await step.getByRole('radiogroup', { name: 'Email' }).getByText('Mine', { exact: true }).click()
    await step.getByRole('button', { name: 'Remove 1 and go on' }).click()
    await expect(step).toContainText('Linked accounts')
    expect(sandbox.requests.filter(({ path }) => path.endsWith('/reset-factor'))).toHaveLength(1)
  })

  await test.step('the timeline says how each line is known', async () => {
    await step.getByRole('button', { name: 'Leave this out' }).click()
    await expect(window.getByRole('heading', { name: 'All steps are over', exact: false })).toBeFocused()
    await expect(window.getByRole('listitem').filter({ hasText: 'Text message removed' })).toContainText('Read back')
    await expect(window.getByRole('listitem').filter({ hasText: 'stayed signed in' })).toContainText('Read back')
    expect(await barriersInBothThemes(window)).toEqual([])
    await window.getByRole('button', { name: 'Save the timeline…' }).click()
    await expect.poll(() => readFile(place, 'utf8').catch(() => '')).toContain('Removed: Text message')
    await window.getByRole('button', { name: 'Close' }).click()
    await expect(window.getByRole('heading', { name: 'Activity', level: 1 })).toBeVisible()
  })
})

test('what was begun is there after a restart and a new sign-in', async ({ holdfast, launch, signInAs }) => {
  await signInAs(holdfast, ben)
  const { step } = await begin(holdfast)
  await step.getByRole('button', { name: 'Leave this out' }).click()
  await expect(step).toContainText('End every other session')
  await holdfast.app.close()
  const again = await launch()
  await expect(again.window.locator('[aria-current=step]')).toContainText('End every other session')
})
