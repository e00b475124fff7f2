import { createServer } from 'node:http'
import type { Page } from '@playwright/test'
import type {} from '../renderer/bridge'
import { Authority, startTls } from './authority'
import { expect, type Holdfast, test, tracesIn, tracesInFiles, tracesInPage } from './fixtures'
import { listening } from './listening'
import { type PasswordProxy, proxyUser, startPasswordProxy } from './passwordProxy'
import { expectGuardedPages } from './preferences'

const options = ({ address }: PasswordProxy): string[] => [
  `--proxy-server=${address}`,
  '--proxy-bypass-list=<-loopback>'
]

const dialogsOf = ({ app }: Holdfast): Page[] =>
  app.windows().filter((page) => !page.isClosed() && page.url() === 'app://proxy/')

/** Waits for the one dialog that is open. */
async function dialogOf(holdfast: Holdfast): Promise<Page> {
  await expect.poll(() => dialogsOf(holdfast).length).toBe(1)
  const [dialog] = dialogsOf(holdfast)
  if (!dialog) throw new TypeError('The dialog was closed.')
  await dialog.getByLabel('User name').waitFor()
  return dialog
}

async function enter(dialog: Page, password: string): Promise<void> {
  const closed = dialog.waitForEvent('close')
  await dialog.keyboard.type(proxyUser.username)
  await dialog.getByLabel('Password').fill(password)
  await dialog.keyboard.press('Enter').catch(() => undefined)
  await closed
}

test('a proxy that wants a password gets it from a window of its own, and nobody else does', async ({
  launch,
  signInAs,
  folder
}) => {
  test.slow()
  const proxy = await startPasswordProxy()
  const holdfast = await launch(...options(proxy))
  const first = await dialogOf(holdfast)
  await expect(first.getByRole('heading')).toHaveText(`The proxy ${proxy.address} wants a password`)
  await expectGuardedPages(holdfast, 2)
  expect(await first.evaluate(() => ['bridge', 'require', 'process'].filter((name) => name in window))).toEqual([])

  await enter(first, 'not the password')
  const second = await dialogOf(holdfast)
  await expect(second.getByRole('alert')).toContainText('did not accept')
  expect(proxy.passed).toEqual([])

  await enter(second, proxyUser.password)
  await signInAs(holdfast, 0)
  expect(dialogsOf(holdfast)).toEqual([])
  expect(proxy.passed.map((line) => line.split(' ')[0])).toContain('POST')
  const secrets = [proxyUser.password]
  expect(await tracesInPage(holdfast.window, secrets)).toEqual([])
  await holdfast.app.close()
  expect(tracesIn('the output', holdfast.output(), secrets)).toEqual([])
  expect(await tracesInFiles(folder, secrets)).toEqual([])
  proxy.close()
})

test('a proxy that wants a password for its tunnels gets it as well', async ({ launch, keyring, sandbox, folder }) => {
  const authority = await Authority.create(folder, 'Hillside Works')
  await authority.trust(keyring.env['HOME'] ?? '')
  const { host, server } = await startTls(sandbox.host, await authority.issue('IP:127.0.0.1'))
  const proxy = await startPasswordProxy()
  const holdfast = await launch(`--host=${host}`, ...options(proxy))
  await enter(await dialogOf(holdfast), proxyUser.password)
  await holdfast.signIn.start()
  await holdfast.waiting.title.waitFor()
  expect(new Set(proxy.passed)).toEqual(new Set([`CONNECT ${new URL(host).host}`]))
  proxy.close()
  server.close()
})

for (const [way, close] of [
  ['Cancel', (dialog: Page) => dialog.getByRole('button', { name: 'Cancel' }).click()],
  ['Escape', (dialog: Page) => dialog.keyboard.press('Escape')]
] as const) {
  test(`a proxy without its password is named after ${way}, and asked about again at the next try`, async ({
    launch
  }) => {
    const proxy = await startPasswordProxy()
    const holdfast = await launch(...options(proxy))
    const leave = async (): Promise<void> => {
      const dialog = await dialogOf(holdfast)
      const closed = dialog.waitForEvent('close')
      await close(dialog).catch(() => undefined)
      await closed
    }
    await leave()
    await holdfast.signIn.start()
    await leave()
    await expect(holdfast.signIn.alert).toContainText('The proxy wants a password')
    await expect(holdfast.signIn.alert).toContainText(`The proxy ${proxy.address} lets nobody through`)
    expect(proxy.passed).toEqual([])
    proxy.close()
  })
}

test('a proxy is asked about three times at most', async ({ launch }) => {
  const proxy = await startPasswordProxy()
  const holdfast = await launch(...options(proxy))
  for (let attempt = 1; attempt <= 3; attempt++) await enter(await dialogOf(holdfast), 'not the password')
  await expect.poll(() => holdfast.output()).toContain('proxyPasswordNeeded')
  expect(dialogsOf(holdfast)).toEqual([])
  proxy.close()
})

test('a tenant that asks for a password behind a proxy gets none, and nobody is asked for one', async ({ launch }) => {
  const asked: (string | undefined)[] = []
  const tenant = createServer(({ headers: { authorization } }, answer) => {
    asked.push(authorization)
    answer.writeHead(401, { 'www-authenticate': 'Basic realm="Ward"' }).end()
  })
  const address = await listening(tenant)
  const proxy = await startPasswordProxy()
  const holdfast = await launch(...options(proxy), `--host=http://${address}`)
  await enter(await dialogOf(holdfast), proxyUser.password)
  await holdfast.signIn.start()
  await expect(holdfast.signIn.alert).toBeVisible()
  expect(dialogsOf(holdfast)).toEqual([])
  expect(new Set(asked)).toEqual(new Set([undefined]))
  proxy.close()
  tenant.close()
})

test('a proxy that wants NTLM is asked about in the same way', async ({ launch }) => {
  const proxy = await startPasswordProxy('NTLM')
  const dialog = await dialogOf(await launch(...options(proxy)))
  await expect(dialog.getByRole('heading')).toContainText(proxy.address)
  proxy.close()
})

test('a proxy that takes no password is named, with what to do', async ({ launch }) => {
  const proxy = await startPasswordProxy('Negotiate')
  const holdfast = await launch(...options(proxy))
  await holdfast.signIn.start()
  await expect(holdfast.signIn.alert).toContainText(`The proxy ${proxy.address} takes no password`)
  expect(dialogsOf(holdfast)).toEqual([])
  proxy.close()
})

test('a lock closes the question of a proxy', async ({ launch }) => {
  const proxy = await startPasswordProxy()
  const holdfast = await launch(...options(proxy))
  const { app, window: page } = holdfast
  const dialog = await dialogOf(holdfast)
  expect(await page.evaluate(() => window.bridge.lock.setPin({ pin: '735519' }))).toEqual({ ok: true })
  const closed = dialog.waitForEvent('close')
  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'))
  await closed
  await page.getByLabel('PIN or passphrase').waitFor()
  expect(dialogsOf(holdfast)).toEqual([])
  proxy.close()
})
