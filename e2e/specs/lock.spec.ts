import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { contract } from '../../contract'
import { accountFolder, expect, type Holdfast, profileServiceIn, test } from '../fixtures'
import { signInInBrowser } from '../support/person'
import { tracesIn, tracesInPage } from '../support/traces'

const pin = '735519'
const wrong = '735518'

const rendererOf = ({ app }: Holdfast): Promise<number> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0)
const answerToPin = ({ window: page }: Holdfast) =>
  page.evaluate((typed) => window.bridge.lock.unlock({ pin: typed }), pin)
const field = ({ lock }: Holdfast): Locator => lock.field

/**
 * Expects that the page has put the focus in the field. The display decides whether the window itself has the keyboard. A
 * lock ends the previous page, possibly during this check.
 */
const expectInField = (holdfast: Holdfast): Promise<void> =>
  expect
    .poll(() =>
      field(holdfast)
        .evaluate((input) => input.ownerDocument.activeElement === input)
        .catch(() => false)
    )
    .toBe(true)

async function choosePin({ window, settings }: Holdfast): Promise<void> {
  await settings.enterFirstPin(pin)
  await settings.savePin()
  // scrypt and about twenty requests to a keyring take long on a busy computer.
  await expect(window.getByRole('dialog')).toHaveCount(0, { timeout: 45_000 })
}

const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return false
  } catch {
    return true
  }
}

/** Calls every channel from the page. Resolves with main's answer to each. */
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
  await holdfast.lock.lockNow()

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
      await holdfast.lock.tryPin(wrong)
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
    await third.lock.tryPin(pin)
    await expect(third.methods.rows(third.methods.active)).toHaveCount(2)
    expect(await openedLinks()).toHaveLength(1)
    expect(await tracesInPage(third.window, [pin])).toEqual([])
  })

  await test.step('the keyboard locks too, and so does a computer that is left', async () => {
    await third.app.evaluate(({ Menu }) => void Menu.getApplicationMenu()?.getMenuItemById('lock')?.click())
    await expectInField(third)
    for (const event of ['suspend', 'lock-screen', 'user-did-resign-active']) {
      await third.lock.tryPin(pin)
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
  await holdfast.lock.lockNow()
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

/** Returns the refresh and the access token of the one session, as the app's keychain held them. */
const tokensIn = (entries: Map<string, string>): string[] => {
  const record = [...entries].filter(([name]) => name.startsWith('g')).map(([, text]) => text)
  const { rt, at } = JSON.parse(Buffer.from(record.join(''), 'base64url').toString()) as { rt: string; at: string }
  return [rt, at]
}

/** Resolves with the strings that main can still reach. */
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
  const { methods } = holdfast
  await signInAs(holdfast, 1)
  await expect(methods.rows(methods.active)).toHaveCount(2)
  const account = await accountFolder(folder)
  const tokens = tokensIn(await entriesOf(account))
  // A heap snapshot cuts long texts off, so the search uses their last and first characters.
  const secrets = tokens.map((token) => token.slice(-40)).concat(tokens.map((token) => token.slice(0, 200)))
  expect(tracesIn('the heap', await heapOfMain(holdfast, join(folder, 'open.heapsnapshot')), secrets)).not.toEqual([])
  await choosePin(holdfast)
  await holdfast.lock.lockNow()
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
  const { app } = await launch()
  // The lock ends the first page, and the test's debugger may keep showing that page. A page that is closing never answers.
  const ask = (script: string): Promise<unknown> =>
    app.evaluate(
      ({ BrowserWindow }, code) =>
        Promise.race([
          BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
          new Promise((resolve) => setTimeout(resolve, 1_000))
        ]),
      script
    )
  const inField = "document.body.innerText.includes('Holdfast is locked') && document.activeElement?.localName"
  await expect.poll(() => ask(inField)).toBe('input')
  expect(await ask('window.bridge.factors.listEnrolled()')).toMatchObject({ ok: false, error: { code: 'locked' } })
  await app.evaluate(async ({ BrowserWindow }, typed) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    await contents?.insertText(typed)
    for (const type of ['keyDown', 'char', 'keyUp'] as const) contents?.sendInputEvent({ type, keyCode: 'Return' })
  }, pin)
  await expect.poll(() => ask('document.body.innerText'), { timeout: 45_000 }).toContain('Protected by 2 methods')
})

test('a damaged lock file opens nothing', async ({ launch, signedInEarlier, folder }) => {
  await signedInEarlier(1)
  await writeFile(join(folder, 'profile', 'lock.json'), 'garbage')
  const { window } = await launch()
  await expect(window.getByRole('alert')).toContainText('The lock cannot be read')
  await expect(window.getByLabel('PIN or passphrase')).toHaveCount(0)
  expect(await answersTo(window, ['factors:listEnrolled'])).toEqual({ 'factors:listEnrolled': 'locked' })
})
