import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { accountFolder, type Holdfast } from '../fixtures'
import { wordsOf } from '../support/words'
import { expect, test } from './fixtures'

const t = wordsOf('en')
const toEnroll = '/api/v3/list-factors-to-enroll'
const enrolled = '/api/v3/list-enrolled-factors'

/** Expects that the person can use the lists again. */
async function expectBack({ methods }: Holdfast): Promise<void> {
  await methods.tryAgain.click()
  await expect(methods.alert).toHaveCount(0)
  await methods.untilLive()
}

/** Expects that the lists and the name stay on screen. */
async function expectKept({ methods, window }: Holdfast): Promise<void> {
  await expect(methods.rows(methods.active)).toHaveCount(2)
  await expect(window.getByText('Ben Okafor')).toBeVisible()
}

test('with the cable out the window says so soon, keeps the lists, and reads again by itself when it is back', async ({
  cable,
  atList
}) => {
  const { methods } = atList
  await cable.pull()
  await methods.checkAgain()
  await expect(methods.alert).toContainText(t('errors.offline.title'), { timeout: 12_000 })
  await expectKept(atList)
  await expect(methods.tryAgain).toBeVisible()

  await cable.plugIn()
  await expect(methods.alert).toHaveCount(0)
  await methods.untilLive()
})

test('where the name is not resolved the last known lists are shown, and read when it is known again', async ({
  cable,
  folder,
  launch,
  signInAs
}) => {
  const before = await launch()
  await signInAs(before, 1)
  await before.methods.untilLive()
  const snapshot = join(await accountFolder(folder), 'snapshot.json')
  await expect.poll(() => existsSync(snapshot)).toBe(true)
  await before.app.close()

  await cable.tell({ do: 'names', known: false })
  const holdfast = await launch()
  const { methods } = holdfast
  await expect(methods.alert).toContainText(t('errors.unreachable.title'))
  await expectKept(holdfast)
  for (const add of await methods.readyToAdd.getByRole('button').all()) await expect(add).toBeDisabled()

  await cable.tell({ do: 'names', known: true })
  await expectBack(holdfast)
})

test('another computer at the tenant’s address gets no token, whatever it answers, and the lists stay', async ({
  cable,
  atList,
  received
}) => {
  const { methods } = atList
  const asked = (await received(/./)).length

  await test.step('with a certificate of its own', async () => {
    await cable.tell({ do: 'answer', as: 'stranger' })
    await methods.checkAgain()
    await expect(methods.alert).toContainText('Guest Network')
    await expect(methods.alert).toContainText(t('errors.untrustedCertificate.title'))
    await expect(methods.tryAgain).toBeVisible()
    await expect(methods.alert.getByRole('button', { name: 'Continue' })).toHaveCount(0)
    await expectKept(atList)
  })

  await test.step('with a page of its own, under a certificate that this computer trusts', async () => {
    await cable.tell({ do: 'answer', as: 'page' })
    await methods.checkAgain()
    await expect(methods.alert).toContainText(t('errors.captivePortal.title'))
    await expect(methods.alert.getByRole('button', { name: t('openPortal') })).toBeVisible()
    await expectKept(atList)
  })
  expect(await received(/./)).toHaveLength(asked)

  await cable.tell({ do: 'answer', as: 'tenant' })
  await expectBack(atList)
})

test('a network that drops everything is given up after a while, with its own message', async ({ cable, atList }) => {
  const { methods } = atList
  await cable.swallow()
  await methods.checkAgain()
  await expect(methods.busy).toHaveCount(1)
  await expect(methods.alert).toContainText(t('errors.timedOut.title'))
  await expectKept(atList)

  await cable.mend()
  await expectBack(atList)
})

test('on a slow line the window says that it waits, and works', async ({
  cable,
  launch,
  signedInEarlier,
  untilHeld
}) => {
  await signedInEarlier(1)
  await cable.slowDown()
  await cable.tell({ do: 'hold', route: enrolled })
  const { methods } = await launch()
  await untilHeld(enrolled)
  await expect(methods.busy).toHaveCount(1)
  await cable.tell({ do: 'release' })
  await methods.untilLive()
  await expect(methods.rows(methods.active)).toHaveCount(2)
})

test('an answer that stops in its middle is given up, and the other list is there', async ({ cable, atList }) => {
  const { methods } = atList
  await cable.tell({ do: 'fault', route: toEnroll, fault: { kind: 'slowBody', ms: 3_600_000 } })
  await methods.checkAgain()
  await expect(methods.busy).toHaveCount(1)
  await expect(methods.alert).toContainText(t('errors.timedOut.title'))
  await expect(methods.alert).toContainText('did not answer in time')
  await expectKept(atList)

  await cable.tell({ do: 'clear' })
  await expectBack(atList)
})
