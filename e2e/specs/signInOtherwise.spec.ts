import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { signInAs as signInByForm } from '../../sandbox/testing/browser.testing'
import { TestClient } from '../../sandbox/testing/client.testing'
import { accountFolder, expect, test } from '../fixtures'
import { tracesInFiles, tracesInPage } from '../support/traces'

test('a sign-in goes on with the address that the browser could not open, after a wrong one', async ({
  holdfast,
  sandbox
}) => {
  const { signIn, waiting, methods, window } = holdfast
  const field = window.getByRole('textbox', { name: 'Address in the browser' })
  await signIn.start()
  const { account = '', password = '' } = sandbox.people[0] ?? {}
  const back = await signInByForm(await waiting.link(), account, password)

  await expect(field).toBeHidden()
  await window.getByText('The browser could not come back?').click()
  await field.fill(sandbox.host)
  await field.press('Enter')
  await expect(window.getByText('not the address this sign-in waits for')).toBeVisible()
  await expect(field).toHaveValue('')
  await expect(waiting.title).toBeVisible()

  await field.fill(back.href)
  await window.getByRole('button', { name: 'Continue' }).click()
  await expect(methods.title).toBeVisible()
  expect(await tracesInPage(window, [back.searchParams.get('code') ?? ''])).toEqual([])
  expect(holdfast.output()).not.toContain(back.searchParams.get('code'))
})

test('another browser of this computer can be chosen, for this sign-in and those to come', async ({
  launch,
  keyring,
  folder,
  openedLinks
}) => {
  const [program, heard] = [join(folder, 'second'), join(folder, 'heard')]
  await writeFile(program, `#!/bin/sh\nprintf '%s\\n' "$1" >> '${heard}'\n`)
  await chmod(program, 0o755)
  const applications = join(keyring.env['XDG_DATA_HOME'] ?? '', 'applications')
  await mkdir(applications, { recursive: true })
  const entry = ['[Desktop Entry]', 'Type=Application', 'Name=Second Browser', `Exec="${program}" %u`]
  await writeFile(join(applications, 'second.desktop'), [...entry, 'MimeType=x-scheme-handler/https;', ''].join('\n'))
  const heardLinks = async (): Promise<string[]> =>
    existsSync(heard) ? (await readFile(heard, 'utf8')).trim().split('\n') : []

  const { signIn, waiting, window, app } = await launch()
  await signIn.start()
  const link = await waiting.link()
  await window.getByRole('button', { name: 'Another browser' }).click()
  await window.getByRole('menuitemradio', { name: 'Second Browser' }).click()
  await expect.poll(heardLinks).toEqual([link])
  await waiting.cancel.click()
  await signIn.button.waitFor()
  await app.close()

  const next = await launch()
  await next.signIn.start()
  const later = await next.waiting.link()
  await expect.poll(heardLinks).toEqual([link, later])
  expect(await openedLinks()).toEqual([link])
})

test.describe('a token that was given', () => {
  const dialog = 'Use a token you were given'

  test('signs in for good when it is a refresh token, and is nowhere afterwards', async ({
    holdfast,
    sandbox,
    launch,
    folder
  }) => {
    test.slow()
    const { window, methods } = holdfast
    const { refresh_token = '' } = await new TestClient(sandbox).signIn('ada')
    await holdfast.signIn.openTokenDialog()
    await holdfast.signIn.token.fill(refresh_token)
    await window.getByRole('button', { name: 'Check and sign in' }).click()
    await methods.untilLive()
    await expect(window.getByRole('dialog', { name: dialog })).toHaveCount(0)
    await expect.poll(() => tracesInPage(window, [refresh_token]), { timeout: 30_000 }).toEqual([])
    await accountFolder(folder)
    await holdfast.app.close()
    expect(holdfast.output()).not.toContain(refresh_token)
    expect(await tracesInFiles(folder, [refresh_token])).toEqual([])
    await expect((await launch()).methods.title).toBeVisible()
  })

  test('signs in for one sitting when it is an access token', async ({ holdfast, sandbox, launch }) => {
    const { window, methods } = holdfast
    const { access_token } = await new TestClient(sandbox).signIn('ada')
    await holdfast.signIn.openTokenDialog()
    await window.getByRole('radio', { name: 'Access token' }).check()
    await holdfast.signIn.token.fill(access_token)
    await holdfast.signIn.token.press('Enter')
    await expect(methods.title).toBeVisible()
    await expect(window.getByText('Signed in until you quit')).toBeVisible()
    await expect(window.getByText('Ada Moreno')).toBeVisible()
    await holdfast.app.close()
    await expect((await launch()).signIn.button).toBeVisible()
  })

  test('is refused in plain words when the tenant does not know it', async ({ holdfast }) => {
    const { window } = holdfast
    await holdfast.signIn.openTokenDialog()
    const field = holdfast.signIn.token
    await field.fill('unheard-of')
    await field.press('Enter')
    await expect(window.getByRole('alert')).toContainText('The token was not accepted')
    await expect(field).toHaveValue('')
    await expect(field).toBeFocused()
    await window.keyboard.press('Escape')
    await expect(holdfast.signIn.button).toBeVisible()
  })
})
