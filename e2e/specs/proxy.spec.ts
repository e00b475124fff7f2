import { createServer } from 'node:http'
import type { Page } from '@playwright/test'
import type {} from '../../renderer/bridge/bridge'
import { Authority, startTls } from '../support/authority'
import { expect, type Holdfast, test as base } from '../fixtures'
import { listening } from '../support/listening'
import { type PasswordProxy, proxyUser, startPasswordProxy } from '../support/passwordProxy'
import { expectGuardedPages } from '../support/preferences'
import { throughProxy } from '../support/throughProxy'
import { tracesIn, tracesInFiles, tracesInPage } from '../support/traces'

/** Starts a proxy that the app takes for the system's. Its challenge is Basic unless another is given. */
const test = base.extend<{ startProxy: (challenge?: string) => Promise<PasswordProxy> }>({
  startProxy: async ({ keyring }, use) => {
    const started: PasswordProxy[] = []
    await use(async (challenge) => {
      const proxy = await startPasswordProxy(challenge)
      started.push(proxy)
      Object.assign(keyring.env, throughProxy(proxy.address))
      return proxy
    })
    for (const proxy of started) proxy.close()
  }
})

const dialogsOf = ({ app }: Holdfast): Page[] =>
  app.windows().filter((page) => !page.isClosed() && page.url() === 'app://proxy/')

/** Waits for the only open dialog. */
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
  startProxy,
  signInAs,
  folder
}) => {
  test.slow()
  const proxy = await startProxy()
  const holdfast = await launch()
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
})

test('a proxy that wants a password for its tunnels gets it as well', async ({
  launch,
  startProxy,
  keyring,
  sandbox,
  folder
}) => {
  const authority = await Authority.create(folder, 'Hillside Works')
  await authority.trust(keyring.env['HOME'] ?? '')
  const { host, server } = await startTls(sandbox.host, await authority.issue('IP:127.0.0.1'))
  const proxy = await startProxy()
  const holdfast = await launch(`--host=${host}`)
  await enter(await dialogOf(holdfast), proxyUser.password)
  await holdfast.signIn.start()
  await holdfast.waiting.title.waitFor()
  expect(new Set(proxy.passed)).toEqual(new Set([`CONNECT ${new URL(host).host}`]))
  server.close()
})

for (const [way, close] of [
  ['Cancel', (dialog: Page) => dialog.getByRole('button', { name: 'Cancel' }).click()],
  ['Escape', (dialog: Page) => dialog.keyboard.press('Escape')]
] as const) {
  test(`a proxy without its password is named after ${way}, and asked about again at the next try`, async ({
    launch,
    startProxy
  }) => {
    const proxy = await startProxy()
    const holdfast = await launch()
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
  })
}

test('a proxy is asked about three times at most', async ({ launch, startProxy }) => {
  await startProxy()
  const holdfast = await launch()
  for (let attempt = 1; attempt <= 3; attempt++) await enter(await dialogOf(holdfast), 'not the password')
  await expect.poll(() => holdfast.output()).toContain('proxyPasswordNeeded')
  expect(dialogsOf(holdfast)).toEqual([])
})

test('a proxy that refuses at once is asked about again, although the window of the last answer closes late', async ({
  launch,
  startProxy
}) => {
  await startProxy()
  const holdfast = await launch()
  const first = await dialogOf(holdfast)
  await holdfast.app.evaluate(() => {
    Object.defineProperty(globalThis, 'setImmediate', { value: (late: () => void) => setTimeout(late, 500) })
  })
  await enter(first, 'not the password')
  await expect((await dialogOf(holdfast)).getByRole('alert')).toContainText('did not accept')
})

test('a tenant that asks for a password behind a proxy gets none, and nobody is asked for one', async ({
  launch,
  startProxy
}) => {
  const asked: (string | undefined)[] = []
  const tenant = createServer(({ headers: { authorization } }, answer) => {
    asked.push(authorization)
    answer.writeHead(401, { 'www-authenticate': 'Basic realm="Ward"' }).end()
  })
  const address = await listening(tenant)
  await startProxy()
  const holdfast = await launch(`--host=http://${address}`)
  await enter(await dialogOf(holdfast), proxyUser.password)
  await holdfast.signIn.start()
  await expect(holdfast.signIn.alert).toBeVisible()
  expect(dialogsOf(holdfast)).toEqual([])
  expect(new Set(asked)).toEqual(new Set([undefined]))
  tenant.close()
})

test('a proxy that wants NTLM is asked about in the same way', async ({ launch, startProxy }) => {
  const proxy = await startProxy('NTLM')
  const dialog = await dialogOf(await launch())
  await expect(dialog.getByRole('heading')).toContainText(proxy.address)
})

test('a proxy that takes no password is named, with what to do', async ({ launch, startProxy }) => {
  const proxy = await startProxy('Negotiate')
  const holdfast = await launch()
  await holdfast.signIn.start()
  await expect(holdfast.signIn.alert).toContainText(`The proxy ${proxy.address} takes no password`)
  expect(dialogsOf(holdfast)).toEqual([])
})

test('a lock closes the question of a proxy', async ({ launch, startProxy }) => {
  await startProxy()
  const holdfast = await launch()
  const { app, window: page } = holdfast
  const dialog = await dialogOf(holdfast)
  expect(await page.evaluate(() => window.bridge.lock.setPin({ pin: '735519' }))).toEqual({ ok: true })
  const closed = dialog.waitForEvent('close')
  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'))
  await closed
  await holdfast.lock.field.waitFor()
  expect(dialogsOf(holdfast)).toEqual([])
})
