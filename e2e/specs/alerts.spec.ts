import { expect, type Holdfast, test } from '../fixtures'

const [ada, ben, theo] = [0, 1, 5]

async function openAlerts({ window }: Holdfast) {
  await window.getByRole('button', { name: /^Activity/ }).click()
  await window.getByRole('radio', { name: /^Alerts/ }).check()
  const look = window.getByRole('button', { name: 'Check now' })
  await look.waitFor()
  return { window, look, cards: window.getByRole('article') }
}

test('a person learns once what is usual for them, and is asked about a sign-in that is not', async ({
  holdfast,
  signInAs,
  sandbox
}) => {
  await signInAs(holdfast, theo)
  const { window, look, cards } = await openAlerts(holdfast)

  await test.step('the first look says what it learnt', async () => {
    await look.click()
    await expect(window.getByText('Holdfast has learnt what is usual for you')).toBeVisible()
    await expect(window.getByText('Spain')).toBeVisible()
    await window.getByRole('button', { name: 'Looks right' }).click()
    await expect(window.getByRole('heading', { name: 'Nothing to answer' })).toBeVisible()
  })

  await test.step('a stranger who gets in is an alert with its evidence', async () => {
    sandbox.intrude(theo)
    await look.click()
    await expect(cards).toHaveCount(1)
    await expect(cards.first()).toContainText('A sign-in that is unusual for you')
    await expect(cards.first()).toContainText('Brazil. Usual for you: Spain')
    await expect(cards.first()).toContainText('Rule: country, system and browser are all new')
    await expect(window.getByRole('button', { name: /^Activity/ })).toContainText('1')
  })

  await test.step('Overview puts it first', async () => {
    await window.getByRole('button', { name: 'Overview' }).click()
    await expect(window.getByText('Was this you? A sign-in that is unusual for you')).toBeVisible()
    await window.getByRole('button', { name: 'Look', exact: true }).click()
    await expect(cards).toHaveCount(1)
  })

  await test.step('an answer teaches', async () => {
    await cards.first().getByRole('button', { name: 'That was me' }).click()
    await expect(cards).toHaveCount(0)
    await expect(window.getByRole('listitem').filter({ hasText: 'That was me' })).toBeVisible()
    sandbox.intrude(theo)
    await look.click()
    await expect(window.getByRole('button', { name: /^Activity/ })).not.toContainText('1')
  })
})

test('a new device that was somebody else begins to take the account back', async ({ holdfast, signInAs, sandbox }) => {
  await signInAs(holdfast, ada)
  const { window, look, cards } = await openAlerts(holdfast)
  await look.click()
  await expect(window.getByText('Holdfast has learnt')).toBeVisible()
  sandbox.intrude(ada, 'listed')
  await look.click()
  await expect(cards.first()).toContainText('A device signed in that was never here before')
  await expect(cards.first()).toContainText('Rule: a new device signed in')
  await cards.first().getByRole('button', { name: 'This wasn’t me…' }).click()
  await expect(window.getByRole('heading', { name: 'Take your account back' })).toBeVisible()
})

test('a number that was changed elsewhere is an alert, and stands under what changed', async ({
  holdfast,
  signInAs,
  sandbox
}) => {
  await signInAs(holdfast, ben)
  const { window, look, cards } = await openAlerts(holdfast)
  await look.click()
  await expect(window.getByText('Holdfast has learnt')).toBeVisible()
  sandbox.changeElsewhere(ben, { phone: { phoneNumber: '2025550199', phoneCountryCode: '+1' } })
  await look.click()
  await expect(cards.first()).toContainText('Phone number changed, not from here')
  await window.getByRole('button', { name: 'Overview' }).click()
  const changed = window.getByRole('region', { name: 'What changed' })
  await expect(changed).toContainText('Phone number changed')
  await expect(changed).toContainText('Not from here')
  await changed.getByRole('button', { name: 'All changes' }).click()
  await cards.first().getByRole('button', { name: 'That was me' }).click()
  await expect(window.getByRole('region', { name: 'What changed' })).toContainText('You said: me')
})
