import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Holdfast, test } from '../fixtures'
import { TestClient } from '../../sandbox/testing/client.testing'

const [ada, priya, theo] = [0, 4, 5]
const history = '/api/v3/get-my-login-history'

async function openActivity({ window }: Holdfast) {
  await window.getByRole('button', { name: 'Activity', exact: true }).click()
  await window.getByRole('heading', { name: 'Activity', level: 1 }).waitFor()
  const list = window.getByRole('list', { name: 'Sign-ins, newest first' })
  return { list, rows: list.getByRole('listitem'), window }
}

test('a person sees who signed in, opens a row, and narrows the list to what they want to know', async ({
  holdfast,
  signInAs
}) => {
  await signInAs(holdfast, ada)
  const { list, rows, window } = await openActivity(holdfast)
  await expect(rows.first()).toContainText('Today')
  await expect(rows.first()).toContainText('Signed in to Fernhill Clinic')
  await expect(rows.first()).toHaveAttribute('aria-posinset', '1')

  await test.step('a row says all that is known', async () => {
    await rows.first().getByRole('button').first().click()
    await expect(rows.first()).toContainText('127.0.0.1, near Madrid by network address')
    await rows.nth(1).getByRole('button').first().click()
    await expect(rows.nth(1)).toContainText('Mozilla/5.0')
    await expect(rows.nth(1)).toContainText('There')
  })

  await test.step('wrong passwords in a row are one row, opened on demand', async () => {
    await window.getByText('Refused', { exact: true }).click()
    const burst = list.getByRole('button', { name: '41 times: Account or password is wrong' })
    await burst.click()
    const attempts = list.getByRole('list', { name: '41 times: Account or password is wrong' })
    await expect(attempts.getByRole('listitem')).toHaveCount(41)
  })

  await test.step('a filter is a chip that goes away', async () => {
    await window.getByText('All', { exact: true }).click()
    await rows.first().getByRole('button').first().click()
    await rows.first().getByRole('button', { name: 'Only this address' }).click()
    await expect(rows).toHaveCount(1)
    await window.getByRole('button', { name: 'Remove 127.0.0.1' }).click()
    await expect(rows.nth(5)).toBeVisible()
  })

  await test.step('the search says how far it went', async () => {
    await window.getByRole('searchbox', { name: 'Find in the list' }).fill('127.0.0.1')
    await expect(rows).toHaveCount(1)
    await expect(window.getByRole('status').filter({ hasText: 'searched' })).toContainText(/^1 found in \d+ searched$/)
    await window.getByRole('searchbox', { name: 'Find in the list' }).fill('brazil')
    await expect(rows).toHaveCount(1)
    await expect(rows.first()).toContainText('41 times')
    await window.getByRole('searchbox', { name: 'Find in the list' }).fill('no such place')
    await expect(window.getByRole('heading', { name: 'Nothing found' })).toBeVisible()
  })
})

test('a sign-in elsewhere is announced above the list and moves no row', async ({ holdfast, signInAs, sandbox }) => {
  await signInAs(holdfast, ada)
  const { rows, window } = await openActivity(holdfast)
  const first = await rows.first().textContent()
  await new TestClient(sandbox).signIn('ada')
  await window.getByRole('button', { name: 'Look for newer sign-ins' }).click()
  const newer = window.getByRole('button', { name: '1 newer' })
  await newer.waitFor()
  expect(await rows.first().textContent()).toBe(first)
  await newer.click()
  await expect(newer).toHaveCount(0)
  await expect(rows.nth(1)).toContainText('Fernhill Clinic')
  await expect(rows.nth(2)).not.toContainText('Today')
})

test('a sign-in elsewhere is announced without a click, once the alerts have looked', async ({
  holdfast,
  signInAs,
  sandbox
}) => {
  await signInAs(holdfast, ada)
  const { rows, window: page } = await openActivity(holdfast)
  await rows.first().getByRole('button').first().focus()
  const first = await rows.first().textContent()
  await new TestClient(sandbox).signIn('ada')
  await page.evaluate(() => window.bridge.alerts.look())
  await expect(page.getByRole('status').getByRole('button', { name: '1 newer' })).toBeVisible()
  await expect(rows.first().getByRole('button').first()).toBeFocused()
  expect(await rows.first().textContent()).toBe(first)
})

test('the list goes on as far as a person scrolls, each row with its place, and holds few rows at a time', async ({
  holdfast,
  signInAs
}) => {
  test.slow()
  await signInAs(holdfast, priya)
  const { rows, window } = await openActivity(holdfast)
  const placeOfLast = async (): Promise<number> => Number(await rows.last().getAttribute('aria-posinset'))
  await rows.first().getByRole('button').first().focus()
  for (let reached = await placeOfLast(); reached < 300; reached = await placeOfLast()) {
    await window.keyboard.press('End')
    await expect.poll(placeOfLast).toBeGreaterThan(reached)
  }
  expect(await rows.count()).toBeLessThan(60)
  expect(Number(await rows.last().getAttribute('aria-setsize'))).toBe(-1)
})

test('a history that cannot be read says why, and is there again after another try', async ({
  holdfast,
  signInAs,
  sandbox
}) => {
  await signInAs(holdfast, ada)
  sandbox.faults.set(history, { kind: 'businessError', statusCode: 403, message: 'Not for you' })
  const { rows, window } = await openActivity(holdfast)
  const alert = window.getByRole('alert')
  await expect(alert).toContainText('Your sign-ins could not be read.')
  await expect(rows).toHaveCount(0)
  sandbox.faults.clear()
  await alert.getByRole('button', { name: 'Try again' }).click()
  await expect(rows.first()).toContainText('Today')
  await expect(alert).toHaveCount(0)
})

test('a search goes on to older sign-ins by request', async ({ holdfast, signInAs }) => {
  await signInAs(holdfast, priya)
  const { window } = await openActivity(holdfast)
  await window.getByRole('searchbox', { name: 'Find in the list' }).fill('wrong password')
  const said = window.getByRole('status').filter({ hasText: 'searched' })
  const searched = async (): Promise<number> => Number(/in (\d+) searched/.exec((await said.textContent()) ?? '')?.[1])
  await said.waitFor()
  const before = await searched()
  await window.getByRole('button', { name: 'Search older ones' }).click()
  await expect.poll(searched).toBeGreaterThan(before + 900)
})

test('the last thirty days are bars, and a table that says the same', async ({ holdfast, signInAs }) => {
  await signInAs(holdfast, theo)
  const { window } = await openActivity(holdfast)
  const bars = window.getByRole('figure')
  await expect(bars).toContainText(/\d+ signed in/)
  await expect(bars).toContainText(/\d{2} refused/)
  await bars.getByRole('button', { name: 'As a table' }).click()
  await expect(bars.getByRole('row')).toHaveCount(31)
  const counts = await bars.getByRole('row').getByRole('cell').allTextContents()
  const said = /(\d+) signed in(\d+) refused/.exec((await bars.textContent()) ?? '') ?? []
  const sum = (from: number) =>
    counts.filter((_, index) => index % 2 === from).reduce((all, one) => all + Number(one), 0)
  expect([sum(0), sum(1)]).toEqual([Number(said[1]), Number(said[2])])
})

test('all sign-ins are saved into a file that only their owner can read, and a cancelled file is not there', async ({
  holdfast,
  signInAs,
  folder
}) => {
  const place = join(folder, 'sign-ins.csv')
  await holdfast.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, place)
  await signInAs(holdfast, ada)
  const { window } = await openActivity(holdfast)
  await window.getByRole('button', { name: 'Save as…' }).click()
  await window.getByRole('button', { name: 'Choose a place…' }).click()
  await expect(window.getByRole('status').filter({ hasText: 'Sign-ins saved' })).toContainText('Sign-ins saved: 262')
  const text = await readFile(place, 'utf8')
  expect(text.startsWith('\ufeffExported,')).toBe(true)
  expect(text.split('\r\n').length).toBeGreaterThan(262)
  expect((await stat(place)).mode & 0o777).toBe(0o600)
  expect(await readdir(folder)).not.toContainEqual(expect.stringContaining('.tmp'))
})
