import { accountFolder, expect, test } from '../fixtures'
import { OverviewPage } from '../pages/OverviewPage'

const [ada, ben, lin, vera] = [0, 1, 2, 6]
const security = '/api/v3/get-security-info'

test('Overview opens first, and its best next step leads into the wizard and back', async ({ launch, signInAs }) => {
  const holdfast = await launch('--page=overview')
  const { window } = holdfast
  const overview = new OverviewPage(window)
  await signInAs(holdfast, ada)
  await overview.untilWhole()
  await expect(window.getByRole('navigation').getByRole('button').first()).toHaveText('Overview')
  await expect(overview.score).toContainText('40')
  await expect(overview.score).toContainText('Your password alone guards it')
  await expect(overview.steps).toHaveText([/Best next step.*Add an authenticator app/s, /Add a passkey/])
  await expect(overview.primary).toHaveCount(1)

  await test.step('the lists name the same step', async () => {
    await window.getByRole('button', { name: 'Sign-in methods', exact: true }).click()
    await expect(holdfast.methods.rows(holdfast.methods.readyToAdd).first()).toContainText('Best next step')
    await expect(holdfast.methods.rows(holdfast.methods.readyToAdd).first()).toContainText('Authenticator app')
    await window.getByRole('button', { name: 'Overview', exact: true }).click()
  })

  await window.getByRole('button', { name: 'Add an authenticator app', exact: true }).click()
  await window.getByRole('button', { name: 'Cancel', exact: true }).click()
  await expect(overview.title).toBeVisible()
})

test('a claim tells its field, its time, its rule and the request that was answered', async ({
  launch,
  signInAs,
  sandbox
}) => {
  const holdfast = await launch('--page=overview')
  const overview = new OverviewPage(holdfast.window)
  let requestId: unknown
  sandbox.faults.set('/api/v3/list-enrolled-factors', {
    kind: 'rewrite',
    // The page reads the list again for what stands below, which changes nothing that it says.
    times: 1,
    change(answer) {
      requestId = answer['requestId']
      return answer
    }
  })
  await signInAs(holdfast, ben)
  await overview.untilWhole()
  await overview.score.getByRole('button', { name: '2 methods active' }).press('Enter')
  await expect(overview.why).toBeFocused()
  for (const part of ['factorType', 'SMS', 'EMAIL', String(requestId), 'manyMethods'])
    await expect(overview.why).toContainText(part)
  await overview.why.press('Escape')
  await expect(overview.score.getByRole('button', { name: '2 methods active' })).toBeFocused()
})

test('a change tells its field and the request in whose answer it was found', async ({
  holdfast,
  signInAs,
  sandbox
}) => {
  const { window } = holdfast
  const overview = new OverviewPage(window)
  await signInAs(holdfast, ben)
  await window.getByRole('button', { name: /^Activity/ }).click()
  await window.getByRole('radio', { name: /^Alerts/ }).check()
  const look = window.getByRole('button', { name: 'Check now' })
  await look.click()
  await expect(window.getByText('Holdfast has learnt')).toBeVisible()
  let requestId: unknown
  sandbox.changeElsewhere(ben, { phone: { phoneNumber: '2025550199', phoneCountryCode: '+1' } })
  sandbox.faults.set('/api/v3/get-profile', {
    kind: 'rewrite',
    times: 1,
    change(answer) {
      requestId = answer['requestId']
      return answer
    }
  })
  await look.click()
  await expect(window.getByRole('article')).toContainText('Phone number changed, not from here')
  for (const page of ['Activity', 'Overview']) {
    if (page === 'Overview') await window.getByRole('button', { name: page }).click()
    const change = overview.changed.getByRole('button', { name: 'Phone number changed' })
    await change.press('Enter')
    await expect(overview.why).toBeFocused()
    for (const part of [
      'Profile phone',
      String(requestId),
      'phoneChanged',
      'Nothing that Holdfast did here explains it'
    ])
      await expect(overview.why).toContainText(part)
    await overview.why.press('Escape')
    await expect(change).toBeFocused()
  }
})

test('a tenant’s odd number is told as it is, and never replaced by one of ours', async ({
  launch,
  signInAs,
  sandbox
}) => {
  const holdfast = await launch('--page=overview')
  const overview = new OverviewPage(holdfast.window)
  await signInAs(holdfast, lin)
  await expect(overview.score).toContainText('Nothing left for you to do')
  for (const [securityScore, said] of [
    [140, 'sent 140, which is not from 0 to 100'],
    ['high', 'sent “high” instead of a number'],
    [null, 'sent no number']
  ] as const) {
    sandbox.faults.set(security, { kind: 'data', value: { securityScore } })
    await overview.refresh.click()
    await expect(overview.score).toContainText(said)
  }
  await expect(overview.score).toContainText('Incomplete')
  await expect(overview.score).toContainText('No number is worked out here in its place.')
})

test('the next start shows the last Overview at once, to be looked at, until the tenant answers', async ({
  launch,
  signInAs,
  sandbox,
  folder
}) => {
  const first = await launch('--page=overview')
  await signInAs(first, ben)
  await new OverviewPage(first.window).untilWhole()
  await accountFolder(folder)
  await first.app.close()

  sandbox.faults.set('/api/v3/list-enrolled-factors', { kind: 'hang' })
  const second = await launch('--page=overview')
  const overview = new OverviewPage(second.window)
  await expect(overview.score).toContainText('70')
  await expect(overview.steps.first()).toContainText('Add an authenticator app')
  await expect(overview.primary).toHaveCount(0)
})

test('a step that was put off stays so at the next start and in the lists, until that is taken back', async ({
  launch,
  signInAs,
  folder
}) => {
  const first = await launch('--page=overview')
  await signInAs(first, ben)
  await new OverviewPage(first.window).untilWhole()
  await first.window.getByRole('button', { name: 'Not now: Add an authenticator app' }).click()
  await expect(new OverviewPage(first.window).steps).toHaveText([/Best next step.*Add a passkey/s])
  await accountFolder(folder)
  await first.app.close()

  const second = await launch('--page=overview')
  const overview = new OverviewPage(second.window)
  await overview.untilWhole()
  await expect(overview.steps).toHaveText([/Best next step.*Add a passkey/s])
  await second.window.getByRole('button', { name: 'Sign-in methods', exact: true }).click()
  await expect(second.methods.rows(second.methods.readyToAdd).first()).toContainText('Authenticator app')
  await expect(second.methods.readyToAdd).not.toContainText('Best next step')
  await second.window.getByRole('button', { name: 'Overview', exact: true }).click()
  await second.window.getByRole('button', { name: 'Undo: No recovery code' }).click()
  await expect(overview.steps).toHaveText([/Best next step.*Add an authenticator app/s, /Add a passkey/])
})

test('a number that cannot reach 100 is explained, and nothing is urged', async ({ launch, signInAs }) => {
  const holdfast = await launch('--page=overview')
  const overview = new OverviewPage(holdfast.window)
  await signInAs(holdfast, vera)
  await expect(overview.score).toContainText('Nothing left for you to do')
  await expect(holdfast.window.getByRole('region', { name: 'Why not 100?' })).toContainText(
    'does not let you add a phone number'
  )
  await expect(overview.primary).toHaveCount(0)
})
