import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { barriersInBothThemes } from '../support/axe'
import { answerDialogs, executablePath, expect, root } from '../fixtures'
import { test } from './machineFolder'
import { wordsOf } from '../support/words'

test.use({ unprivileged: true })

/** A person starts an installed app without options that name a tenant. */
const noTenant = ['--host=', '--app-id=']
const path = '/etc/holdfast/policy.json'

test('a computer with a file begins at its tenant, without a form and without a question', async ({
  launch,
  machineFolder,
  sandbox,
  signInAs
}) => {
  await machineFolder.write(JSON.stringify({ host: sandbox.host, appId: sandbox.appId, organisation: 'Fernhill' }))
  const holdfast = await launch(...noTenant)
  const { window, methods } = holdfast
  const questions = await answerDialogs(holdfast, 1)
  await window.getByRole('heading', { name: 'Sign in to Fernhill' }).waitFor()
  await expect(window.getByRole('button', { name: 'Use another account' })).toHaveCount(0)
  await signInAs(holdfast, 1)
  await methods.untilLive()
  expect(await questions()).toEqual([])

  await holdfast.settings.open()
  await expect(window.locator('dl')).toContainText(`Set by your organisation${path}`)
  await window.getByRole('button', { name: 'Accounts' }).click()
  await window.getByRole('menuitem', { name: 'Add account…' }).click()
  await window.getByText('This computer is set up for').waitFor()
  await expect(window.getByRole('dialog').getByRole('textbox')).toHaveCount(0)
  const elsewhere = await window.evaluate(() =>
    (window as unknown as { bridge: { accounts: { add: (entry: object) => Promise<unknown> } } }).bridge.accounts.add({
      host: 'id.hillside.example',
      appId: 'app-1'
    })
  )
  expect(elsewhere).toMatchObject({ ok: false, error: { code: 'tenantNotAllowed' } })
})

for (const language of ['en', 'zh-CN'] as const) {
  test(`each mistake of the file is told with its place, by keyboard alone it is read anew, in ${language}`, async ({
    launch,
    machineFolder,
    sandbox
  }) => {
    const t = wordsOf(language)
    await machineFolder.write(`{\n  "host": "http://id.fernhill.example", // ours\n  "app-id": "app-1",\n}\n`)
    const { window } = await launch(...noTenant, `--lang=${language}`)
    await window.getByRole('heading', { name: t('machineFile.title') }).waitFor()
    await expect(window.getByText(path, { exact: true })).toBeVisible()
    const at = (line: number, column: number) => t('machineFile.at', { line: String(line), column: String(column) })
    await expect(window.getByRole('listitem')).toContainText([
      `${at(1, 1)}${t('machineFile.mistake.keyMissing', { key: 'appId' })}`,
      `${at(2, 11)}${t('machineFile.mistake.hostNotSecure', { key: 'host' })}`,
      `${at(2, 41)}${t('machineFile.mistake.comment')}`,
      `${at(3, 3)}${t('machineFile.meant', { key: 'app-id', suggestion: 'appId' })}`,
      `${at(3, 20)}${t('machineFile.mistake.trailingComma')}`
    ])
    await expect(window.getByRole('textbox')).toHaveCount(0)
    expect(await barriersInBothThemes(window)).toEqual([])
    const again = window.getByRole('button', { name: t('tryAgain') })
    await machineFolder.write('{}')
    await again.focus()
    await window.keyboard.press('Enter')
    await expect(window.getByRole('listitem')).toHaveCount(2)
    await machineFolder.write(JSON.stringify({ host: sandbox.host, appId: sandbox.appId }))
    await window.keyboard.press('Enter')
    await window.getByRole('button', { name: t('signIn.action') }).waitFor()
  })
}

test('a file that others can write to lets nobody in, until it is closed or gone', async ({
  launch,
  machineFolder,
  sandbox
}) => {
  await machineFolder.write(JSON.stringify({ host: sandbox.host, appId: sandbox.appId }), 0o666)
  const { window } = await launch(...noTenant)
  await window.getByText(`Other users of this computer can change ${path}.`).waitFor()
  await expect(window.getByText(`sudo chown root:root ${path} && sudo chmod 644 ${path}`)).toBeVisible()
  expect(await barriersInBothThemes(window)).toEqual([])
  expect(sandbox.requests.length).toBe(0)
  await machineFolder.remove()
  await window.getByRole('button', { name: 'Try again' }).click()
  await window.getByLabel('Address of the sign-in page').waitFor()
})

test('a start option that names another tenant is refused with the line of the file', async ({
  folder,
  keyring,
  machineFolder,
  sandbox,
  within
}) => {
  await machineFolder.write(`{\n  "host": "id.fernhill.example",\n  "appId": "app-1"\n}\n`)
  const options = [`--profile=${join(folder, 'profile')}`, `--host=${sandbox.host}`, `--app-id=${sandbox.appId}`]
  const env = { ...process.env, ...keyring.env }
  const child = spawn(await within(executablePath), [root, '--no-sandbox', '--lang=en', ...options], {
    env,
    stdio: ['ignore', 'ignore', 'pipe']
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text) => (said += String(text)))
  const [code] = (await once(child, 'close')) as unknown[]
  expect(said).toContain(`--host, because line 2 of ${path} names another organisation for this computer`)
  expect(code).toBe(78)
})
