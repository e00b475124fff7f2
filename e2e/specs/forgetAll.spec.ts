import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { accountFolder, answerDialogs, expect, profileServiceIn, serviceOf, test } from '../fixtures'
import { tracesInFiles } from '../support/traces'

test('what belongs to a person goes with Forget everything, from profile and keyring, and the next start is a first one', async ({
  launch,
  signInAs,
  sandbox,
  keyring,
  folder
}) => {
  test.slow()
  const holdfast = await launch()
  const { app, window, settings } = holdfast
  await signInAs(holdfast, 1)
  const first = await serviceOf(await accountFolder(folder))
  const profile = await profileServiceIn(folder)
  await settings.enterFirstPin('735519')
  await settings.savePin()
  await expect(window.getByRole('dialog')).toHaveCount(0, { timeout: 45_000 })
  const held = async (): Promise<number> =>
    (await keyring.entriesOf(first)).size + (await keyring.entriesOf(profile)).size
  expect(await held()).toBeGreaterThan(1)

  const forget = window.getByRole('button', { name: 'Forget everything…' })
  const asked = await answerDialogs(holdfast, 0)
  await forget.click()
  await expect.poll(asked).toEqual(['Forget everything on this computer?'])
  expect(await held()).toBeGreaterThan(1)

  await answerDialogs(holdfast, 1)
  const closed = once(app.process(), 'exit')
  await forget.click()
  await closed

  expect(await held()).toBe(0)
  expect(sandbox.requests.filter(({ path }) => path === '/oidc/token/revocation')).toHaveLength(1)
  const left = await readdir(join(folder, 'profile'))
  for (const name of ['accounts', 'logs', 'profile.json', 'settings.json', 'lock.json'])
    expect(left).not.toContain(name)
  expect(existsSync(join(folder, 'profile'))).toBe(true)
  const { account = '' } = sandbox.people[1] ?? {}
  const theirs = [account, new URL(sandbox.host).host, sandbox.appId]
  expect(await tracesInFiles(join(folder, 'profile'), theirs)).toEqual([])

  const next = await launch()
  await expect(next.signIn.button).toBeVisible()
})
