import { answerDialogs, expect, type Holdfast, test } from '../fixtures'

const [ada, omar] = [0, 7]
const revokePath = '/api/v3/mydevices/revoke-session'

async function openDevices({ window }: Holdfast) {
  await window.getByRole('button', { name: 'Devices', exact: true }).click()
  await window.getByRole('heading', { name: 'Devices', level: 1 }).waitFor()
  await window.getByRole('heading', { name: 'Others' }).waitFor()
  return window
}

test('a person sees their devices, names one, and ends a session after main has asked', async ({
  holdfast,
  signInAs,
  sandbox
}) => {
  const asked = await answerDialogs(holdfast, 1)
  await signInAs(holdfast, ada)
  const window = await openDevices(holdfast)
  await expect(window.getByText('6 entries')).toBeVisible()

  await test.step('a name is kept on this computer', async () => {
    await window.getByRole('button', { name: 'More for Ward tablet' }).click()
    await window.getByRole('menuitem', { name: 'Name it…' }).click()
    await window.getByRole('textbox').fill('Ward tablet 3')
    await window.getByRole('button', { name: 'Save' }).click()
    await expect(window.getByRole('heading', { name: 'Ward tablet 3' })).toBeVisible()
  })

  await test.step('one session ends', async () => {
    await window.getByRole('button', { name: 'End the session of iPhone…' }).click()
    await expect(window.getByRole('status')).toContainText('1 of 1 ended, and you are still in here')
    expect(await asked()).toEqual([expect.stringContaining('End the session of iPhone')])
    await window.getByRole('button', { name: 'Back to the list' }).click()
    await expect(window.getByRole('heading', { name: 'Others' })).toBeVisible()
  })

  await test.step('all others end, and what the tenant refuses is said', async () => {
    await window.getByRole('button', { name: /^End all \d+ others…$/ }).click()
    await expect(window.getByRole('status')).toContainText('and you are still in here')
    await expect(window.getByRole('status')).toContainText('1 refused.')
    await expect(window.getByText('Suspended. Only an administrator can lift that.')).toBeVisible()
  })
  expect(sandbox.requests.filter(({ path }) => path === revokePath).length).toBeGreaterThan(9)
})

test('a person with 400 forgotten devices sees a few rows and ends all of them at once', async ({
  holdfast,
  signInAs
}) => {
  test.slow()
  await answerDialogs(holdfast, 1)
  await signInAs(holdfast, omar)
  const window = await openDevices(holdfast)
  await expect(window.getByText('300 entries')).toBeVisible()
  await window.getByRole('button', { name: 'End 400 unused for 90 days…' }).click()
  await expect(window.getByRole('status')).toContainText('All 400 ended, and you are still in here', {
    timeout: 60_000
  })
})

test('an answer that is lost is read again, and another try is for that device only', async ({
  holdfast,
  signInAs,
  sandbox
}) => {
  await answerDialogs(holdfast, 1)
  await signInAs(holdfast, ada)
  const window = await openDevices(holdfast)
  sandbox.faults.set(revokePath, { kind: 'lostAnswer', times: 1 })
  await window.getByRole('button', { name: 'End the session of Ward tablet…' }).click()
  await expect(window.getByText('The answer was lost, and the list still shows it.')).toBeVisible()
  await window.getByRole('button', { name: 'Try it again' }).click()
  await expect(window.getByRole('status')).toContainText('1 of 1 ended')
})

test('a suspended computer gets a screen of its own, and is asked for again only by the person', async ({
  holdfast,
  signInAs,
  sandbox
}) => {
  await signInAs(holdfast, ada)
  sandbox.barDevice('suspended')
  const { window } = holdfast
  // Whatever is asked of the tenant next finds out.
  await window.evaluate('window.bridge.factors.listEnrolled()')
  await expect(window.getByRole('heading', { level: 1 })).toContainText('has suspended this computer')
  await window.getByRole('button', { name: 'Ask again now' }).click()
  await expect(window.getByRole('heading', { level: 1 })).toContainText('has suspended this computer')
  sandbox.barDevice('activated')
  await window.getByRole('button', { name: 'Ask again now' }).click()
  await expect(window.getByRole('navigation', { name: 'Main' })).toBeVisible()
})
