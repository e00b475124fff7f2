import { accountFolder, answerDialogs, expect, refuseToken, test } from '../fixtures'
import { askToQuit } from '../support/processes'
import { signInInBrowser } from '../support/person'

test.describe('a locked keyring', () => {
  test('signs nobody out, and the session is there again once it is unlocked', async ({
    launch,
    signedInEarlier,
    keyring
  }) => {
    await signedInEarlier(0)
    await keyring.lock()

    const { window, methods, signIn } = await launch()
    await expect(window.getByRole('heading', { name: 'Your keychain could not be read' })).toBeVisible()
    await expect(window.getByText('Nothing was deleted')).toBeVisible()
    await expect(signIn.button).toHaveCount(0)

    await window.getByRole('button', { name: 'Try again' }).click()
    await expect(window.getByRole('heading', { name: 'Your keychain could not be read' })).toBeVisible()

    await keyring.unlock()
    await window.getByRole('button', { name: 'Try again' }).click()
    await expect(methods.title).toBeVisible()
  })

  test('is not overwritten by a sign-in for this session', async ({
    browser,
    launch,
    signedInEarlier,
    keyring,
    sandbox
  }) => {
    await signedInEarlier(0)
    await keyring.lock()

    const second = await launch()
    await second.window.getByRole('button', { name: 'Sign in for this session' }).click()
    await signInInBrowser(browser, await second.waiting.link(), sandbox.people[1])
    await expect(second.window.getByText('Ben Okafor')).toBeVisible()
    await expect(second.window.getByText('until you quit')).toBeVisible()
    await second.app.close()

    await keyring.unlock()
    const third = await launch()
    await expect(third.window.getByText('Ada Moreno')).toBeVisible()
  })

  test('keeps what a sign-out could not delete, and each start says so until the keyring is unlocked', async ({
    launch,
    signedInEarlier,
    keyring,
    entriesOf,
    folder
  }) => {
    await signedInEarlier(0)
    const account = await accountFolder(folder)
    const first = await launch()
    await first.methods.untilLive()
    await expect.poll(async () => (await entriesOf(account)).size).toBeGreaterThanOrEqual(3)
    await keyring.lock()
    await first.methods.signOut()
    await expect(first.signIn.alert).toContainText('may still be in the keychain')
    await first.app.close()

    const second = await launch()
    await expect(second.signIn.alert).toContainText('may still be in the keychain')
    await second.app.close()

    await keyring.unlock()
    const third = await launch()
    await expect(third.signIn.button).toBeVisible()
    await expect(third.signIn.alert).toHaveCount(0)
    // The memory of the account outlives the session.
    expect([...(await entriesOf(account)).keys()].filter((name) => name !== 'memoryKey')).toEqual([])
  })
})

test.describe('no keyring at all', () => {
  test.use({ keychain: 'absent' })

  test('keeps the session in memory only, and says so', async ({ launch, signInAs }) => {
    const first = await launch()
    await signInAs(first, 0)
    await expect(first.window.getByText('until you quit')).toBeVisible()
    await expect(first.methods.rows(first.methods.readyToAdd)).toHaveCount(4)
    await first.window.getByRole('button', { name: 'Try the keychain again' }).click()
    await expect(first.window.getByText('until you quit')).toBeVisible()
    await first.app.close()

    await expect((await launch()).signIn.button).toBeVisible()
  })
})

test.describe('a keyring that hangs', () => {
  test('delays neither the window nor a quit', async ({ launch, signedInEarlier, keyring }) => {
    await signedInEarlier(0)
    keyring.freeze()

    const { window, methods, app } = await launch()
    await expect(window.getByText('Waiting for your keychain')).toBeVisible()
    await expect(window.getByRole('heading', { name: 'Your keychain could not be read' })).toBeVisible()
    keyring.thaw()
    await window.getByRole('button', { name: 'Try again' }).click()
    await expect(methods.title).toBeVisible()
    await app.close()
  })

  test('lets the app quit while it is being asked', async ({ launch, signedInEarlier, keyring }) => {
    await signedInEarlier(0)
    keyring.freeze()

    const { window, app } = await launch()
    await expect(window.getByText('Waiting for your keychain')).toBeVisible()
    const exited = new Promise((resolve) => app.process().once('exit', resolve))
    await askToQuit(app)
    await exited
  })
})

test('a keyring that is locked while the session is renewed holds up a quit once, and says what it would cost', async ({
  launch,
  signedInEarlier,
  keyring,
  sandbox
}) => {
  await signedInEarlier(0)
  const holdfast = await launch()
  const { app, window, methods } = holdfast
  const asked = await answerDialogs(holdfast, 0)
  await expect(methods.rows(methods.readyToAdd)).toHaveCount(4)
  await keyring.lock()
  refuseToken(sandbox)
  await methods.checkAgain()
  await expect(window.getByText('Your session could not be saved')).toBeVisible()

  await askToQuit(app)
  await expect.poll(asked).toEqual(['Quit although your session is not stored?'])
  await expect(methods.title).toBeVisible()

  const exited = new Promise((resolve) => app.process().once('exit', resolve))
  await askToQuit(app)
  await exited

  await keyring.unlock()
  const { signIn } = await launch()
  await expect(signIn.alert.getByText('Your session could not be renewed')).toBeVisible()
  expect(sandbox.refreshTokenReuses()).toBe(0)
})
