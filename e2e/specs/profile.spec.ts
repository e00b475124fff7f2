import { cp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { formerService } from '../../main/vault/vaults'
import { accountFolder, expect, serviceOf, test } from '../fixtures'

test('a profile whose folder was renamed is still signed in, and the keyring holds one session', async ({
  launch,
  signedInEarlier,
  entriesOf,
  folder
}) => {
  await signedInEarlier(0)
  const before = await serviceOf(await accountFolder(folder))
  const renamed = join(folder, 'renamed')
  await rename(join(folder, 'profile'), renamed)

  const { window, methods } = await launch(`--profile=${renamed}`)
  await expect(methods.title).toBeVisible()
  await expect(window.getByText('Ada Moreno')).toBeVisible()
  const account = join(renamed, 'accounts', await currentIn(renamed))
  expect(await serviceOf(account)).toBe(before)
  expect((await entriesOf(account)).has('head')).toBe(true)
})

test('a profile that is copied while the app runs asks for a sign-in of its own, and the original stays signed in', async ({
  launch,
  signInAs,
  entriesOf,
  sandbox,
  folder
}) => {
  test.setTimeout(180_000)
  const first = await launch()
  await signInAs(first, 0)
  const account = await accountFolder(folder)
  const stored = await entriesOf(account)
  const copy = join(folder, 'copy')
  await cp(join(folder, 'profile'), copy, { recursive: true, verbatimSymlinks: true })

  const second = await launch(`--profile=${copy}`)
  await expect(second.signIn.alert).toContainText('Sign in on this copy')
  expect(await entriesOf(account)).toEqual(stored)
  await signInAs(second, 0)
  await expect(second.signIn.alert).toHaveCount(0)

  const [original, copied] = [await serviceOf(account), await serviceOf(join(copy, 'accounts', basename(account)))]
  expect(copied).not.toBe(original)
  await first.methods.checkAgain()
  await expect(first.methods.alert).toHaveCount(0)
  const inTheCopy = () => entriesOf(join(copy, 'accounts', basename(account)))
  await expect.poll(async () => (await inTheCopy()).size).toBeGreaterThanOrEqual(3)
  expect((await entriesOf(account)).get('head')).toBe(stored.get('head'))
  expect(sandbox.refreshTokenReuses()).toBe(0)
})

test('a session that an earlier version stored is found, and nothing is left under its service', async ({
  launch,
  signedInEarlier,
  keyring,
  sandbox,
  folder
}) => {
  await signedInEarlier(0)
  const account = await accountFolder(folder)
  const tenant = { host: sandbox.host, issuer: `${sandbox.host}/oidc`, appId: sandbox.appId }
  const former = formerService(tenant, account)
  await keyring.move(await serviceOf(account), former)
  await rm(join(folder, 'profile', 'profile.json'))

  const { methods, window, app } = await launch()
  await expect(methods.title).toBeVisible()
  await expect(window.getByText('Ada Moreno')).toBeVisible()
  await app.close()
  // No version that stored a session there had a memory of accounts.
  const left = [...(await keyring.entriesOf(former)).keys()].filter((name) => name !== 'memoryKey')
  expect(left).toEqual([])
  expect((await keyring.entriesOf(await serviceOf(account))).has('head')).toBe(true)
  expect(await readFile(join(folder, 'profile', 'profile.json'), 'utf8')).not.toContain('former')
})

test('a keyring whose entries were all deleted leads to a sign-in, and says what happened', async ({
  launch,
  signedInEarlier,
  signInAs,
  keyring,
  folder
}) => {
  await signedInEarlier(0)
  await keyring.move(await serviceOf(await accountFolder(folder)), undefined)
  const holdfast = await launch()
  await expect(holdfast.signIn.alert).toContainText('The keychain no longer holds your session')
  await signInAs(holdfast, 0)
  await expect(holdfast.methods.title).toBeVisible()
})

test('the app does not start with an account whose file names another host', async ({
  launch,
  signedInEarlier,
  folder
}) => {
  await signedInEarlier(0)
  const file = join(await accountFolder(folder), 'account.json')
  const record = z.looseObject({ host: z.string() }).parse(JSON.parse(await readFile(file, 'utf8')))
  await writeFile(file, JSON.stringify({ ...record, host: 'http://127.0.0.1:9' }))
  const { signIn } = await launch()
  await expect(signIn.button).toBeVisible()
})

const currentIn = async (profile: string): Promise<string> =>
  z.object({ id: z.string() }).parse(JSON.parse(await readFile(join(profile, 'accounts', 'current.json'), 'utf8'))).id
