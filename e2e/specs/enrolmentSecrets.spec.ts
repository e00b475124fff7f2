import { once } from 'node:events'
import { z } from 'zod'
import type { Sandbox } from '../../sandbox'
import { totpCode } from '../../sandbox/api/factors/totp'
import { answerDialogs, expect, type Holdfast, test } from '../fixtures'
import { mouse } from '../support/hand'
import type { Keyring } from '../support/keyring'
import { tracesIn, tracesInFiles, tracesInPage } from '../support/traces'
import { EnrolmentPage } from '../pages/EnrolmentPage'
import { wordsOf } from '../support/words'

const t = wordsOf('en')
const onScreen = ['plain in the heap', 'plain in the page']
const answer = z.object({
  data: z.object({
    enrollmentToken: z.string(),
    otpData: z.object({ qrCodeUri: z.url(), recoveryCode: z.string() })
  })
})

interface Secrets {
  key: string
  /** The key as the window shows it. */
  shownKey: string
  recoveryCode: string
  all: string[]
}

/** Records the secrets that the tenant sends for the next authenticator app. Returns a function that returns them. */
function overhear(sandbox: Sandbox): () => Secrets {
  let heard: unknown
  sandbox.faults.set('/api/v3/send-enroll-factor-request', { kind: 'rewrite', change: (said) => (heard = said) })
  return () => {
    const { enrollmentToken, otpData } = answer.parse(heard).data
    const { qrCodeUri, recoveryCode } = otpData
    const key = new URL(qrCodeUri).searchParams.get('secret') ?? ''
    const shownKey = key.match(/.{4}/g)?.join(' ') ?? ''
    const all = [key, shownKey, recoveryCode, qrCodeUri, enrollmentToken]
    for (const secret of all) expect(secret.length).toBeGreaterThan(20)
    return { key, shownKey, recoveryCode, all }
  }
}

/** Resolves with the traces that the app leaves behind after its end. */
const tracesAfter = async (
  { output }: Holdfast,
  folder: string,
  keyring: Keyring,
  all: string[]
): Promise<string[]> => [
  ...tracesIn('the output', output(), all),
  ...(await tracesInFiles(folder, all)),
  ...(await tracesInFiles(keyring.env['HOME'] ?? '', all))
]

const clipboardOf = ({ app }: Holdfast): Promise<string> => app.evaluate(({ clipboard }) => clipboard.readText())

/**
 * Records the last request to the system to keep the window out of pictures. Resolves with a function that resolves to true
 * if the window is protected.
 */
async function watchProtection({ app }: Holdfast): Promise<() => Promise<boolean | undefined>> {
  const asked = await app.evaluateHandle(({ BrowserWindow }) => {
    const record: boolean[] = []
    const [window] = BrowserWindow.getAllWindows()
    if (window) window.setContentProtection = (on) => void record.push(on)
    return record
  })
  return async () => (await asked.jsonValue()).at(-1)
}

/** Emits Electron's event for a locked screen or a computer that goes to sleep. */
const leaveComputer = ({ app }: Holdfast, event: 'lock-screen' | 'suspend'): Promise<boolean> =>
  app.evaluate(({ powerMonitor }, name) => powerMonitor.emit(name), event)

test('key and recovery code are nowhere once the person has finished: not in the page, a file, a log or the clipboard', async ({
  holdfast,
  signInAs,
  sandbox,
  folder,
  keyring
}) => {
  test.slow()
  const { window, methods, app } = holdfast
  await signInAs(holdfast, 0)
  await answerDialogs(holdfast, 1)
  const enrolment = new EnrolmentPage(window, sandbox, t, mouse)
  const heard = overhear(sandbox)

  await enrolment.add('OTP')
  await enrolment.showKey()
  await enrolment.button('enrolment.app.copyKey').click()
  const { key, shownKey, recoveryCode, all } = heard()
  await expect.poll(() => clipboardOf(holdfast)).toBe(key)
  await test.step('while the key is on screen the search finds it, and nothing that is not', async () => {
    expect(await tracesInPage(window, all)).toEqual(onScreen)
    expect(await tracesInPage(window, [shownKey])).toEqual(onScreen)
  })

  await enrolment.button('enrolment.continue').click()
  await enrolment.code.fill(totpCode(key))
  await enrolment.recoveryCode.waitFor()
  await test.step('while the recovery code is on screen the search finds that, and the key no longer', async () => {
    expect(await tracesInPage(window, all)).toEqual(onScreen)
    expect(await tracesInPage(window, [recoveryCode])).toEqual(onScreen)
  })

  await enrolment.keepRecoveryCode()
  await enrolment.button('enrolment.finished').click()
  await methods.title.waitFor()
  await expect.poll(() => tracesInPage(window, all)).toEqual([])
  await expect.poll(() => clipboardOf(holdfast), { timeout: 45_000 }).toBe('')
  await app.close()
  expect(await tracesAfter(holdfast, folder, keyring, all)).toEqual([])
})

test('a computer that is locked or asleep shows no key and has none in the clipboard, and a cancelled one leaves nothing', async ({
  holdfast,
  signInAs,
  sandbox,
  folder,
  keyring
}) => {
  const { window, methods, app } = holdfast
  await signInAs(holdfast, 0)
  await answerDialogs(holdfast, 1)
  const enrolment = new EnrolmentPage(window, sandbox, t, mouse)
  const heard = overhear(sandbox)
  const copyKey = enrolment.button('enrolment.app.copyKey')

  await enrolment.add('OTP')
  await enrolment.showKey()
  await copyKey.click()
  const { key, all } = heard()
  await expect.poll(() => clipboardOf(holdfast)).toBe(key)
  await leaveComputer(holdfast, 'lock-screen')
  await expect(enrolment.key).toHaveCount(0)
  await expect.poll(() => clipboardOf(holdfast)).toBe('')
  await expect.poll(() => tracesInPage(window, all)).toEqual([])

  await enrolment.button('enrolment.show').click()
  await enrolment.key.waitFor()
  expect(await tracesInPage(window, all)).toEqual(onScreen)
  await copyKey.click()
  await expect.poll(() => clipboardOf(holdfast)).toBe(key)
  await app.evaluate(({ clipboard }) => clipboard.writeText('a note'))
  await leaveComputer(holdfast, 'suspend')
  await expect(enrolment.key).toHaveCount(0)
  await expect.poll(() => tracesInPage(window, all)).toEqual([])

  await enrolment.button('enrolment.show').click()
  await enrolment.key.waitFor()
  await enrolment.cancelAfterScan()
  await methods.title.waitFor()
  await expect.poll(() => tracesInPage(window, all)).toEqual([])
  expect(await clipboardOf(holdfast)).toBe('a note')
  await app.close()
  expect(await tracesAfter(holdfast, folder, keyring, all)).toEqual([])
})

test('the system is asked to keep the window out of pictures while a key is on screen, or the lock', async ({
  holdfast,
  signInAs,
  sandbox
}) => {
  test.slow()
  const { window: page, methods } = holdfast
  await signInAs(holdfast, 0)
  const isProtected = await watchProtection(holdfast)
  await answerDialogs(holdfast, 1)
  const enrolment = new EnrolmentPage(page, sandbox, t, mouse)
  await enrolment.add('OTP')
  await enrolment.showKey()
  await expect.poll(isProtected).toBe(true)
  await enrolment.cancelAfterScan()
  await methods.title.waitFor()
  await expect.poll(isProtected).toBe(false)

  await page.evaluate(() => window.bridge.lock.setPin({ pin: '735519' }))
  await leaveComputer(holdfast, 'suspend')
  await expect.poll(isProtected).toBe(true)
  await holdfast.lock.tryPin('735519')
  // Checking a PIN is made slow on purpose, so this takes long.
  await expect.poll(isProtected, { timeout: 30_000 }).toBe(false)
})

test('a copied key is out of the clipboard when the app has quit', async ({ holdfast, signInAs, sandbox }) => {
  const { window, app, output } = holdfast
  await signInAs(holdfast, 0)
  await answerDialogs(holdfast, 1)
  const enrolment = new EnrolmentPage(window, sandbox, t, mouse)
  await enrolment.add('OTP')
  const key = await enrolment.showKey()
  await enrolment.button('enrolment.app.copyKey').click()
  await expect.poll(() => clipboardOf(holdfast)).toBe(key)
  // X11 drops the clipboard of a program that has ended, so the test reads it before the end.
  await app.evaluate(({ app: main, clipboard }) => {
    main.on('will-quit', (event) => {
      event.preventDefault()
      // Electron 33 returns the text itself, and later versions return a promise.
      void Promise.resolve(clipboard.readText()).then(({ length }) => {
        console.log(`At the end the clipboard holds ${length} characters.`)
        main.exit()
      })
    })
  })
  await app.close()
  expect(output()).toContain('At the end the clipboard holds 0 characters.')
})

test('an app that was killed with the key on screen has written it nowhere', async ({
  holdfast,
  signInAs,
  sandbox,
  folder,
  keyring
}) => {
  const { window, app } = holdfast
  await signInAs(holdfast, 0)
  await answerDialogs(holdfast, 1)
  const enrolment = new EnrolmentPage(window, sandbox, t, mouse)
  const heard = overhear(sandbox)
  await enrolment.add('OTP')
  await enrolment.showKey()
  const { all } = heard()
  expect(await tracesInPage(window, all)).toEqual(onScreen)

  const main = app.process()
  const gone = once(main, 'close')
  main.kill('SIGKILL')
  await gone
  expect(await tracesAfter(holdfast, folder, keyring, all)).toEqual([])
})
