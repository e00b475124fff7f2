import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Sandbox } from '../../sandbox'
import { goAway, reachOut, runForeignScripts, usePermissions } from '../support/attempts'
import { expect, type Holdfast, root, test } from '../fixtures'
import { drop } from '../support/hand'
import { startListener } from '../support/listener'
import { expectGuardedPages } from '../support/preferences'

/** Returns the requests of the page. The other two are main's, which prepares a sign-in. */
const fromPage = (requests: Sandbox['requests']): string[] =>
  Array.from(requests, ({ path }) => path).filter((path) => !path.startsWith('/oidc/.well-known/'))

const permissions = [
  'accelerometer',
  'background-fetch',
  'background-sync',
  'camera',
  'captured-surface-control',
  'clipboard-read',
  'clipboard-write',
  'display-capture',
  'geolocation',
  'gyroscope',
  'idle-detection',
  'keyboard-lock',
  'local-fonts',
  'local-network-access',
  'magnetometer',
  'microphone',
  'midi',
  'nfc',
  'notifications',
  'payment-handler',
  'periodic-background-sync',
  'persistent-storage',
  'pointer-lock',
  'push',
  'screen-wake-lock',
  'speaker-selection',
  'storage-access',
  'top-level-storage-access',
  'window-management'
]

const addressesIn = ({ app }: Holdfast): Promise<string[]> =>
  app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => contents.getURL().replace(/#$/, ''))
  )

test.use({ unprivileged: true })

test('the running app keeps the posture of the security model, row by row', async ({
  holdfast,
  sandbox,
  folder,
  openedLinks
}) => {
  test.setTimeout(90_000)
  const { app, window: page } = holdfast

  await test.step('rows 2, 3, 4, 6, 8, 9, 10, 11: the preferences of every page', async () => {
    await expectGuardedPages(holdfast, 1)
  })

  await test.step('row 2: no Node in the page', async () => {
    const names = ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer']
    expect(await page.evaluate((all) => all.filter((name) => name in globalThis), names)).toEqual([])
  })

  await test.step('row 4: the operating system’s sandbox around the page', async () => {
    const main = await app.evaluate(({ app: electron, BrowserWindow }) => ({
      page: BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
      noSandbox: electron.commandLine.hasSwitch('no-sandbox'),
      user: process.getuid?.()
    }))
    const status = await readFile(`/proc/${String(main.page)}/status`, 'utf8')
    // The process has a filter on system calls, and may gain no further rights.
    expect(status).toMatch(/^Seccomp:\s+2$/m)
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m)
    expect(main).toMatchObject({ noSandbox: false })
    expect(main.user).not.toBe(0)
  })

  await test.step('row 1: the page reaches no network, by request, hint, look-up or WebRTC', async () => {
    const listener = await startListener()
    const log = join(folder, 'profile', 'net-log.json')
    await app.evaluate(({ BrowserWindow }, path) => {
      return BrowserWindow.getAllWindows()[0]?.webContents.session.netLog.startLogging(path)
    }, log)
    const outcomes = await page.evaluate(reachOut, {
      address: listener.address,
      udpPort: listener.udpPort,
      name: 'attempt.test'
    })
    // Main makes the same look-up, and the record shows it. So the record would also show a look-up by the page.
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]
        ?.webContents.session.resolveHost('control.test')
        .catch(() => undefined)
    )
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.session.netLog.stopLogging()
    )
    listener.close()
    const record = await readFile(log, 'utf8')
    expect(Object.entries(outcomes).filter(([, outcome]) => outcome !== 'refused')).toEqual([])
    expect(listener.arrived).toEqual([])
    expect(record).toContain('control.test')
    expect([...new Set(record.match(/[a-z-]+\.attempt\.test/g))]).toEqual([])
  })

  await test.step('row 5: every permission is refused, where it is asked for and where it is used', async () => {
    await page.mouse.click(5, 5)
    expect(await page.evaluate(usePermissions)).toEqual([])
    const granted = await page.evaluate(async (names) => {
      const states = await Promise.all(
        names.map(async (name) => {
          const query: unknown = Reflect.get(navigator.permissions, 'query')
          if (typeof query !== 'function') throw new TypeError('The page cannot ask for permissions.')
          const answer: Promise<unknown> = Promise.resolve(Reflect.apply(query, navigator.permissions, [{ name }]))
          const asked: unknown = await answer.catch(() => undefined)
          const state: unknown = typeof asked === 'object' && asked !== null ? Reflect.get(asked, 'state') : 'unknown'
          return [name, state]
        })
      )
      return states.filter(([, state]) => state !== 'denied' && state !== 'unknown')
    }, permissions)
    expect(granted).toEqual([])
  })

  await test.step('row 7: a strict policy with every answer, and no script but our own', async () => {
    const policies = await app.evaluate(async ({ BrowserWindow }) => {
      const pages = BrowserWindow.getAllWindows()[0]?.webContents.session
      const ask = async (path: string) =>
        (await pages?.fetch(`app://bundle/${path}`, { bypassCustomProtocolHandlers: false }))?.headers.get(
          'content-security-policy'
        )
      return [await ask('index.html'), await ask('nothing-here')]
    })
    for (const policy of policies) {
      expect(policy).toContain("default-src 'none'; script-src 'self'")
      expect(policy).toContain("connect-src 'none'")
      expect(policy).toContain("require-trusted-types-for 'script'")
      expect(policy).not.toContain('unsafe')
    }
    expect(await page.evaluate(runForeignScripts)).toHaveLength(4)
    expect(await page.evaluate(() => 'hit' in window)).toBe(false)
  })

  await test.step('rows 11, 12, 13, 14, 15: it goes nowhere, opens, frames, embeds and saves nothing', async () => {
    sandbox.requests.clear()
    const downloads = await app.evaluateHandle(({ BrowserWindow }) => {
      const seen: boolean[] = []
      BrowserWindow.getAllWindows()[0]?.webContents.session.on('will-download', (event) =>
        seen.push(event.defaultPrevented)
      )
      return seen
    })
    expect(await page.evaluate(goAway, sandbox.host)).toEqual([])
    await page.evaluate((href) => {
      const target = Object.assign(document.createElement('a'), { href, textContent: 'x' })
      target.style.cssText = 'position: fixed; inset: 0 auto auto 0; padding: 20px; z-index: 9999'
      document.body.append(target)
    }, sandbox.host)
    for (const button of ['left', 'middle'] as const) await page.mouse.click(5, 5, { button })
    for (const key of ['Shift', 'Control', 'Alt']) {
      await page.keyboard.down(key)
      await page.mouse.click(5, 5)
      await page.keyboard.up(key)
    }
    await drop(page, { items: [{ mimeType: 'text/uri-list', data: sandbox.host }], files: [] })
    await drop(page, { items: [], files: ['/etc/hostname'] })

    expect(await addressesIn(holdfast)).toEqual(['app://bundle/index.html'])
    const frames = page.frames().filter((frame) => frame !== page.mainFrame())
    for (const frame of frames) expect(frame.url()).toMatch(/^(about:(blank|srcdoc)|chrome-error:.*|)$/)
    for (const refused of await downloads.jsonValue()) expect(refused).toBe(true)
    expect(fromPage(sandbox.requests)).toEqual([])
    expect(await openedLinks()).toEqual([])
    expect(await page.evaluate(() => 'hit' in window)).toBe(false)
  })

  await test.step('row 13: where nothing stops it, at about:blank, our page comes back', async () => {
    const left = page.waitForEvent('framenavigated', (frame) => frame.url() === 'about:blank')
    await page.evaluate(() => void setTimeout(() => (location.href = 'about:blank')))
    await left
    await page.waitForURL('app://bundle/index.html')
    await holdfast.signIn.button.waitFor()
  })

  await test.step('rows 13, 14: a page that somebody added is held as well', async () => {
    const added = await app.evaluate(async ({ BrowserWindow, session }, host) => {
      const other = new BrowserWindow({ show: false, webPreferences: { session: session.defaultSession } })
      const { webContents } = other
      await webContents.loadURL('about:blank')
      const fetched: unknown = await webContents.executeJavaScript(
        `fetch('${host}').then(() => 'let through', () => 'refused')`
      )
      const opened: unknown = await webContents.executeJavaScript(`String(window.open('${host}'))`, true)
      const notified: unknown = await webContents.executeJavaScript(`Notification.requestPermission()`, true)
      await webContents.executeJavaScript(`location.href = '${host}'`, true)
      const left = webContents.getURL()
      other.destroy()
      return { fetched, opened, notified, left }
    }, sandbox.host)
    expect(added).toEqual({ fetched: 'refused', opened: 'null', notified: 'denied', left: 'about:blank' })
    expect(fromPage(sandbox.requests)).toEqual([])
  })

  await test.step('row 16: Electron is the pinned one, or the test runtime that says so', async () => {
    const { devDependencies } = z
      .object({ devDependencies: z.object({ electron: z.string().regex(/^\d+\.\d+\.\d+$/) }) })
      .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')))
    const version = await app.evaluate(() => process.versions.electron)
    const shown = await page.evaluate(() => window.bridge.settings.read())
    expect(shown).toMatchObject({ ok: true, data: { testRuntime: version !== devDependencies.electron } })
  })

  await test.step('row 17: a frame inside of the page has no bridge', async () => {
    const bridged = await page.evaluate(() => {
      const frame = document.createElement('iframe')
      document.body.append(frame)
      return frame.contentWindow !== null && 'bridge' in frame.contentWindow
    })
    expect(bridged).toBe(false)
  })

  await test.step('row 18: app:// serves the files of the bundle and no other', async () => {
    const addresses = [
      'app://bundle/../../package.json',
      'app://bundle/%2e%2e/%2e%2e/package.json',
      'app://bundle/..%2f..%2fpackage.json',
      'app://bundle/..%5c..%5cpackage.json',
      'app://bundle/index.html%00.js',
      'app://bundle//etc/hostname',
      'app://other/index.html',
      'app://x@bundle/index.html'
    ]
    const statuses = await app.evaluate(({ BrowserWindow }, all) => {
      const pages = BrowserWindow.getAllWindows()[0]?.webContents.session
      return Promise.all(
        all.map(async (address) => {
          const answer = await pages?.fetch(address, { bypassCustomProtocolHandlers: false }).catch(() => undefined)
          return [address, answer?.ok ?? false]
        })
      )
    }, addresses)
    expect(statuses.filter(([, served]) => served)).toEqual([])
  })

  await test.step('row 20: the page holds one object of ours, and cannot change it', async () => {
    const changed = await page.evaluate(() => {
      const before = window.bridge.session.signIn
      const tried = [
        Reflect.set(window, 'bridge', {}),
        Reflect.set(window.bridge, 'session', {}),
        Reflect.set(window.bridge.session, 'signIn', () => undefined)
      ]
      return { tried, same: window.bridge.session.signIn === before }
    })
    expect(changed).toEqual({ tried: [false, false, false], same: true })
  })
})
