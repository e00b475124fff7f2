import { expect, type Holdfast, test } from '../fixtures'
import { askToQuit } from '../support/processes'
import { signInInBrowser } from '../support/person'

const pin = '735519'

const processOf = ({ app }: Holdfast): Promise<number> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0)

const textOf = ({ app }: Holdfast): Promise<unknown> =>
  app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.body.innerText')
  )

/**
 * Resolves with a function that waits for the page after the next crash. A page that is asked while it closes never
 * answers.
 */
async function nextPage({ app }: Holdfast): Promise<() => Promise<void>> {
  const loaded = await app.evaluateHandle(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    const finished = new Promise<void>((resolve) =>
      contents?.once('render-process-gone', () => contents.once('did-finish-load', () => resolve()))
    )
    return { finished }
  })
  return () => loaded.evaluate(({ finished }) => finished)
}

const runs = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/**
 * A page that was taken over may try to stay in these ways. A click comes before each, because Chromium ignores such a wish
 * of a page without one.
 */
const holds: Record<string, () => void> = {
  'asks to stay': () => addEventListener('beforeunload', (event) => event.preventDefault()),
  'asks to stay by a return value': () => {
    onbeforeunload = () => 'stay'
  },
  'works on while it is left': () =>
    addEventListener('pagehide', () => {
      for (;;);
    }),
  'fills its history': () => void setInterval(() => history.pushState('', '', '#'), 5),
  'prints and alerts': () => {
    alert('stay')
    addEventListener('beforeunload', () => {
      alert('stay')
    })
  }
}

/** This page never answers again, and Chromium would wait for it. */
const hang = (): void => {
  addEventListener('beforeunload', (event) => event.preventDefault())
  setTimeout(() => {
    for (;;);
  })
}

/** These ways keep the window from going elsewhere at all. A page that uses one is crashed. */
const blockades: Record<string, () => void> = {
  'loads itself again': () => void setInterval(() => location.reload(), 5),
  'goes to an empty page': () => void setInterval(() => (location.href = 'about:blank'), 5),
  hangs: hang
}

async function hold(holdfast: Holdfast, how: () => void): Promise<void> {
  await holdfast.window.mouse.click(5, 5)
  await holdfast.window.evaluate(how)
}

const leaveComputer = ({ app }: Holdfast): Promise<boolean> =>
  app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'))

test('a lock ends every page that wants to stay, with its process', async ({ holdfast }) => {
  test.setTimeout(180_000)
  const { window: page, signIn } = holdfast
  await signIn.button.waitFor()
  expect(await page.evaluate((chosen) => window.bridge.lock.setPin({ pin: chosen }), pin)).toEqual({ ok: true })

  for (const [name, how] of Object.entries(holds)) {
    await test.step(`one that ${name}`, async () => {
      const before = await processOf(holdfast)
      await hold(holdfast, how)
      await leaveComputer(holdfast)
      await holdfast.lock.field.fill(pin)
      await expect.poll(() => runs(before)).toBe(false)
      await page.keyboard.press('Enter')
      await signIn.button.waitFor()
    })
  }
})

for (const [name, how] of Object.entries(blockades)) {
  test(`a lock crashes a page that ${name}`, async ({ holdfast }) => {
    const { window: page, signIn } = holdfast
    await signIn.button.waitFor()
    expect(await page.evaluate((chosen) => window.bridge.lock.setPin({ pin: chosen }), pin)).toEqual({ ok: true })
    const before = await processOf(holdfast)
    const next = await nextPage(holdfast)
    await hold(holdfast, how)
    await leaveComputer(holdfast)
    await expect.poll(() => runs(before)).toBe(false)
    await next()
    // For the test's debugger the page of a crashed process stays crashed.
    await expect.poll(() => textOf(holdfast)).toContain('Holdfast is locked')
  })
}

test('a lock in the moment after the page crashed brings the lock screen', async ({ holdfast }) => {
  const { app, window: page, signIn } = holdfast
  await signIn.button.waitFor()
  expect(await page.evaluate((chosen) => window.bridge.lock.setPin({ pin: chosen }), pin)).toEqual({ ok: true })
  const next = await nextPage(holdfast)
  await app.evaluate(({ BrowserWindow, powerMonitor }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    contents?.once('render-process-gone', () => powerMonitor.emit('suspend'))
    contents?.forcefullyCrashRenderer()
  })
  await next()
  await expect.poll(() => textOf(holdfast)).toContain('Holdfast is locked')
})

test('what a page had stored is gone after a lock', async ({ holdfast }) => {
  const { window: page, signIn } = holdfast
  await signIn.button.waitFor()
  await page.evaluate((chosen) => window.bridge.lock.setPin({ pin: chosen }), pin)
  await page.evaluate(() => localStorage.setItem('kept', 'x'))
  await leaveComputer(holdfast)
  await holdfast.lock.tryPin(pin)
  await signIn.button.waitFor()
  expect(await page.evaluate(() => localStorage.getItem('kept'))).toBeNull()
})

test('a page that wants to stay cannot keep the window open', async ({ launch }) => {
  test.setTimeout(180_000)
  const ways: Record<string, (holdfast: Holdfast) => Promise<unknown>> = {
    close: ({ app }) =>
      app.evaluate(({ BrowserWindow }) => void setImmediate(() => BrowserWindow.getAllWindows()[0]?.close())),
    quit: ({ app }) => askToQuit(app)
  }
  for (const end of Object.values(ways)) {
    for (const how of [holds['asks to stay'], hang]) {
      const holdfast = await launch()
      await holdfast.signIn.button.waitFor()
      await hold(holdfast, how ?? hang)
      const process = holdfast.app.process()
      await end(holdfast)
      await expect.poll(() => process.exitCode ?? process.signalCode, { timeout: 30_000 }).not.toBeNull()
    }
  }
})

test('after a switch the previous page reaches nothing of the account that is shown now', async ({
  holdfast,
  signInAs,
  browser,
  sandbox
}) => {
  test.setTimeout(120_000)
  const { window: page, methods, signIn, waiting } = holdfast
  await signInAs(holdfast, 1)
  await page.evaluate(() => void window.bridge.accounts.add(undefined))
  await signIn.start()
  await signInInBrowser(browser, await waiting.link(), sandbox.people[0])
  await expect(methods.rows(methods.readyToAdd)).toHaveCount(4)

  const before = await processOf(holdfast)
  await hold(holdfast, holds['asks to stay'] ?? hang)
  const other = await page.evaluate(async () => {
    const accounts = await window.bridge.accounts.list()
    return accounts.ok ? accounts.data.find(({ current }) => !current)?.id : undefined
  })
  // The switch itself has no answer. The calls from 16 ms on come after it.
  await page.evaluate((id) => {
    void window.bridge.accounts.switch({ id })
    setTimeout(() => {
      setInterval(() => {
        void window.bridge.session.signOut()
        void window.bridge.enrolment.start({ factorType: 'OTP' })
      })
    }, 16)
  }, other ?? '')
  await expect(methods.rows(methods.active)).toHaveCount(2)
  await expect.poll(() => runs(before)).toBe(false)
  expect(await page.evaluate(() => window.bridge.session.read())).toMatchObject({ data: { phase: 'signedIn' } })
  expect(await page.evaluate(() => window.bridge.enrolment.read())).toEqual({ ok: true, data: { phase: 'none' } })
})
