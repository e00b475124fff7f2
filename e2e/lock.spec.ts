import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { contract } from '../contract'
import { accountFolder, expect, type Holdfast, profileServiceIn, test, tracesIn, tracesInPage } from './fixtures'
import { signInInBrowser } from './person'

const pin = '735519'
const wrong = '735518'

const rendererOf = ({ app }: Holdfast): Promise<number> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0)
const answerToPin = ({ window: page }: Holdfast) =>
  page.evaluate((typed) => window.bridge.lock.unlock({ pin: typed }), pin)
const field = ({ window }: Holdfast): Locator => window.getByLabel('PIN or passphrase')

/** That the page has put the focus there. Whether the window itself has the keyboard is up to the display. */
const expectInField = (holdfast: Holdfast): Promise<void> =>
  expect.poll(() => field(holdfast).evaluate((input) => input.ownerDocument.activeElement === input)).toBe(true)

async function choosePin({ window }: Holdfast): Promise<void> {
  await window.getByRole('button', { name: 'Settings' }).click()
  await window.getByRole('button', { name: 'Choose…' }).click()
  await window.getByLabel('New PIN or passphrase').fill(pin)
  await window.getByLabel('The same again').fill(pin)
  await window.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  // scrypt and a keyring that is asked some twenty times take long on a busy computer.
  await expect(window.getByRole('dialog')).toHaveCount(0, { timeout: 45_000 })
}

async function tryPin(holdfast: Holdfast, entered: string): Promise<void> {
  await field(holdfast).fill(entered)
  await holdfast.window.keyboard.press('Enter')
}

const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return false
  } catch {
    return true
  }
}

/** What main answers to a call of every channel, from the page itself. */
const answersTo = (window: Page, channels: string[]): Promise<Record<string, string>> =>
  window.evaluate(async (names) => {
    const { bridge } = window as unknown as {
      bridge: Record<string, Record<string, (input?: unknown) => Promise<{ ok: boolean; error?: { code: string } }>>>
    }
    const answers: Record<string, string> = {}
    for (const name of names) {
      const [group = '', method = ''] = name.split(':')
      const answer = await bridge[group]?.[method]?.({ id: '00000000' })
      answers[name] = answer?.ok ? 'accepted' : (answer?.error?.code ?? 'none')
    }
    return answers
  }, channels)

test('locking ends the page and drops the session; the PIN brings both back, without a browser', async ({
  launch,
  signInAs,
  openedLinks,
  keyring,
  folder
}) => {
  test.slow()
  const holdfast = await launch()
  const { window, methods } = holdfast
  await signInAs(holdfast, 1)
  await expect(methods.rows(methods.active)).toHaveCount(2)
  await choosePin(holdfast)
  const before = await rendererOf(holdfast)
  await window.getByRole('button', { name: 'Lock now' }).click()

  await test.step('the page is another one, in another process, and the one before is gone', async () => {
    await expectInField(holdfast)
    expect(await rendererOf(holdfast)).not.toBe(before)
    await expect.poll(() => isGone(before)).toBe(true)
    expect(await tracesInPage(window, ['b•••r@fernhill.example', pin])).toEqual([])
  })

  await test.step('main refuses every channel but those of the lock screen', async () => {
    const open = ['lock:read', 'lock:unlock', 'lock:unlockWithTouchId', 'lock:signInAgain', 'settings:read']
    const closed = Object.keys(contract).filter((name) => ![...open, 'diagnostics:copyFailure'].includes(name))
    const answers = await answersTo(window, closed)
    expect(Object.keys(answers)).toHaveLength(closed.length)
    expect(new Set(Object.values(answers))).toEqual(new Set(['locked']))
  })

  await test.step('a wrong PIN says so at the field, and the third one makes everybody wait', async () => {
    for (let tries = 0; tries < 3; tries++) {
      await tryPin(holdfast, wrong)
      await expect(field(holdfast)).toHaveAccessibleDescription(/That is not the PIN or passphrase/)
      await expect(field(holdfast)).toHaveValue('')
    }
    await expect(field(holdfast)).toHaveAccessibleDescription(/You can try again in/)
    await expect(window.getByRole('button', { name: 'Unlock' })).toBeDisabled()
  })

  await holdfast.app.close()
  const second = await launch()
  await test.step('the next start is locked, and waits still', async () => {
    await expect(second.window.getByRole('heading', { name: 'Holdfast is locked' })).toBeVisible()
    await expect(field(second)).toHaveAccessibleDescription(/You can try again in/)
    expect(await answerToPin(second)).toMatchObject({ ok: false, error: { code: 'pinTooSoon' } })
    expect(await answersTo(second.window, ['factors:listEnrolled'])).toEqual({ 'factors:listEnrolled': 'locked' })
  })
  await second.app.close()

  const service = await profileServiceIn(folder)
  const kept = JSON.parse(
    Buffer.from((await keyring.entriesOf(service)).get('pin') ?? '', 'base64url').toString()
  ) as object
  await keyring.store(service, 'pin', Buffer.from(JSON.stringify({ ...kept, notBefore: 0 })).toString('base64url'))
  const third = await launch()
  await test.step('the right one shows the list', async () => {
    await tryPin(third, pin)
    await expect(third.methods.rows(third.methods.active)).toHaveCount(2)
    expect(await openedLinks()).toHaveLength(1)
    expect(await tracesInPage(third.window, [pin])).toEqual([])
  })

  await test.step('the keyboard locks too, and so does a computer that is left', async () => {
    await third.app.evaluate(({ Menu }) => void Menu.getApplicationMenu()?.getMenuItemById('lock')?.click())
    await expectInField(third)
    for (const event of ['suspend', 'lock-screen', 'user-did-resign-active']) {
      await tryPin(third, pin)
      await third.methods.title.waitFor()
      const shown = await rendererOf(third)
      await third.app.evaluate(({ powerMonitor }, name) => void powerMonitor.emit(name), event)
      await expectInField(third)
      expect(await rendererOf(third)).not.toBe(shown)
    }
  })
})

test('a forgotten PIN costs a sign-in, and what was stored is gone', async ({
  holdfast,
  signInAs,
  browser,
  sandbox,
  keyring,
  entriesOf,
  folder
}) => {
  test.slow()
  const { window, methods, signIn, waiting } = holdfast
  await signInAs(holdfast, 1)
  await choosePin(holdfast)
  const account = await accountFolder(folder)
  await window.getByRole('button', { name: 'Lock now' }).click()
  await window.getByRole('button', { name: 'Forgot it? Sign in again' }).click()
  await expect(window.getByRole('dialog')).toContainText('they live on at each organisation')
  await window.getByRole('dialog').getByRole('button', { name: 'Delete and start over' }).click()
  await signIn.start()
  expect([...(await entriesOf(account)).keys()]).toEqual([])
  expect([...(await keyring.entriesOf(await profileServiceIn(folder))).keys()]).toEqual([])
  expect(existsSync(account)).toBe(false)
  await signInInBrowser(browser, await waiting.link(), sandbox.people[1])
  await expect(methods.rows(methods.active)).toHaveCount(2)
  await expect(window.getByRole('button', { name: 'Lock now' })).toHaveCount(0)
})

/** The refresh and the access token of the one session that the tenant knows, as the app's keychain held them. */
const tokensIn = (entries: Map<string, string>): string[] => {
  const record = [...entries].filter(([name]) => name.startsWith('g')).map(([, text]) => text)
  const { rt, at } = JSON.parse(Buffer.from(record.join(''), 'base64url').toString()) as { rt: string; at: string }
  return [rt, at]
}

/** The strings that main can still reach. */
async function heapOfMain({ app }: Holdfast, file: string): Promise<string> {
  await app.evaluate((_electron, path) => {
    process.getBuiltinModule('node:v8').writeHeapSnapshot(path)
  }, file)
  return readFile(file, 'utf8')
}

test('while it is locked the keyring holds no token in the clear, and main holds none at all', async ({
  launch,
  signInAs,
  entriesOf,
  folder
}) => {
  test.slow()
  const holdfast = await launch()
  const { window, methods } = holdfast
  await signInAs(holdfast, 1)
  await expect(methods.rows(methods.active)).toHaveCount(2)
  const account = await accountFolder(folder)
  const tokens = tokensIn(await entriesOf(account))
  // A heap snapshot holds the beginning of a long text.
  const secrets = tokens.map((token) => token.slice(-40)).concat(tokens.map((token) => token.slice(0, 200)))
  expect(tracesIn('the heap', await heapOfMain(holdfast, join(folder, 'open.heapsnapshot')), secrets)).not.toEqual([])
  await choosePin(holdfast)
  await window.getByRole('button', { name: 'Lock now' }).click()
  await expectInField(holdfast)
  const entries = [...(await entriesOf(account))]
  expect(entries.length).toBeGreaterThan(1)
  const decoded = entries.map(([, value]) => value + Buffer.from(value, 'base64url').toString('latin1'))
  expect(tracesIn('the keyring', decoded.join('\n'), tokens)).toEqual([])
  await expect
    .poll(async () => tracesIn('the heap', await heapOfMain(holdfast, join(folder, 'locked.heapsnapshot')), secrets))
    .toEqual([])
})

test('a lock file that was deleted opens nothing: the keychain says that a PIN is set', async ({
  launch,
  signInAs,
  folder
}) => {
  test.slow()
  const first = await launch()
  await signInAs(first, 1)
  await accountFolder(folder)
  await choosePin(first)
  await first.app.close()
  await rm(join(folder, 'profile', 'lock.json'))
  const second = await launch()
  await expectInField(second)
  expect(await answersTo(second.window, ['factors:listEnrolled'])).toEqual({ 'factors:listEnrolled': 'locked' })
  await tryPin(second, pin)
  await expect(second.methods.rows(second.methods.active)).toHaveCount(2, { timeout: 45_000 })
})

test('a damaged lock file opens nothing', async ({ launch, signedInEarlier, folder }) => {
  await signedInEarlier(1)
  await writeFile(join(folder, 'profile', 'lock.json'), 'garbage')
  const { window } = await launch()
  await expect(window.getByRole('alert')).toContainText('The lock cannot be read')
  await expect(window.getByLabel('PIN or passphrase')).toHaveCount(0)
  expect(await answersTo(window, ['factors:listEnrolled'])).toEqual({ 'factors:listEnrolled': 'locked' })
})
