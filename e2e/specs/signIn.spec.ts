import { expect, test } from '../fixtures'
import { signInInBrowser } from '../support/person'

test.describe('signing in', () => {
  test('goes through the browser and ends at the list', async ({ browser, holdfast, sandbox, openedLinks }) => {
    await holdfast.signIn.start()
    const link = await holdfast.waiting.link()
    await expect.poll(openedLinks).toEqual([link])
    expect(await signInInBrowser(browser, link, sandbox.people[0])).toBe('Go back to Holdfast')

    await expect(holdfast.methods.title).toBeVisible()
    await expect(holdfast.methods.rows(holdfast.methods.readyToAdd)).toHaveText([
      /^Authenticator app/,
      /^Text message/,
      /^Email/,
      /^Face/
    ])
    await expect(holdfast.window.getByText('Ada Moreno')).toBeVisible()
  })

  test('offers the link while it waits: to copy, to open again', async ({ holdfast, openedLinks }) => {
    const { waiting, app } = holdfast
    await holdfast.signIn.start()
    await waiting.copy.click()
    await expect(holdfast.window.getByRole('button', { name: 'Copied' })).toBeVisible()
    expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe(await waiting.link())
    await waiting.openAgain.click()
    await expect.poll(async () => (await openedLinks()).length).toBe(2)
  })

  test('ends when its link is opened twice, since somebody else may have read it', async ({ browser, holdfast }) => {
    await holdfast.signIn.start()
    const link = await holdfast.waiting.link()
    expect(new URL(link).pathname).toMatch(/^\/go\/[\w-]{43}$/)
    const person = await browser.newPage()
    await person.goto(link)
    await expect(person.getByRole('textbox', { name: 'Account' })).toBeVisible()
    await expect.poll(holdfast.waiting.link.bind(holdfast.waiting)).not.toBe(link)
    const somebodyElse = await browser.newPage()
    await somebodyElse.goto(link)
    await expect(somebodyElse.getByRole('heading')).toHaveText('This sign-in was stopped')
    await expect(holdfast.signIn.alert).toContainText('The sign-in link was opened twice')
  })

  test('comes back when cancelled, and its link leads nowhere any more', async ({ holdfast }) => {
    await holdfast.signIn.start()
    const link = await holdfast.waiting.link()
    await holdfast.waiting.cancel.click()
    await expect(holdfast.signIn.button).toBeVisible()
    await expect(holdfast.signIn.alert).toHaveCount(0)
    await expect(fetch(link)).rejects.toThrow()
  })

  test('comes back with a reason when denied, and works the next time', async ({
    browser,
    holdfast,
    sandbox,
    signInAs
  }) => {
    await holdfast.signIn.start()
    await signInInBrowser(browser, await holdfast.waiting.link(), sandbox.people[0], 'Deny')
    await expect(holdfast.signIn.alert).toContainText('declined')
    await signInAs(holdfast, 1)
    await expect(holdfast.window.getByText('Ben Okafor')).toBeVisible()
  })

  test('comes back with a reason when the tenant is not there', async ({ launch, sandbox }) => {
    // The fault is set before the start, because the app requests the discovery document before the first click.
    sandbox.faults.set('/oidc/.well-known/openid-configuration', { kind: 'reset' })
    const holdfast = await launch()
    await holdfast.signIn.start()
    await expect(holdfast.signIn.alert).toBeVisible()
    sandbox.faults.clear()
    await holdfast.signIn.start()
    await expect(holdfast.waiting.title).toBeVisible()
  })

  test('refuses a tenant whose endpoints are not its own', async ({ launch, sandbox, openedLinks }) => {
    sandbox.faults.set('/oidc/.well-known/openid-configuration', {
      kind: 'rewrite',
      change: (document) => ({ ...document, token_endpoint: 'https://evil.example/token' })
    })
    const holdfast = await launch()
    await holdfast.signIn.start()
    await expect(holdfast.signIn.alert).toBeVisible()
    expect(await openedLinks()).toEqual([])
  })

  test('keeps nothing of a token that is not the tenant’s', async ({ browser, holdfast, sandbox, launch }) => {
    sandbox.faults.set('/oidc/token', {
      kind: 'rewrite',
      change: (tokens) => ({ ...tokens, id_token: `${String(tokens['id_token']).slice(0, -8)}AAAAAAAA` })
    })
    await holdfast.signIn.start()
    await signInInBrowser(browser, await holdfast.waiting.link(), sandbox.people[0])
    await expect(holdfast.signIn.alert).toContainText('could not be verified')
    await holdfast.app.close()
    await expect((await launch()).signIn.button).toBeVisible()
  })

  test.describe('with redirect ports that the tenant’s console names', () => {
    test.use({ sandboxOptions: { redirectPorts: [21_801, 21_802] } })

    test('comes back on one of them', async ({ launch, signInAs }) => {
      const holdfast = await launch('--redirect-ports=21801,21802')
      await signInAs(holdfast, 0)
      await expect(holdfast.methods.readyToAdd).toBeVisible()
    })
  })
})

test.describe('start options', () => {
  for (const [name, option, words] of [
    ['no host', '--host=', /organisation/i],
    ['plain http to another computer', '--host=http://id.fernhill.example', /https/i],
    ['no app id', '--app-id=', /app id/i],
    ['a port that cannot be used', '--redirect-ports=80', /port/i]
  ] as const) {
    test(`with ${name} say what is missing`, async ({ launch }) => {
      const { window, signIn } = await launch(option)
      await expect(window.getByRole('main')).toContainText(words)
      await expect(signIn.button).toHaveCount(0)
    })
  }
})
