import { readFile } from 'node:fs/promises'
import type { Sandbox } from '../sandbox'
import { expect, test } from './fixtures'

/** Main prepares a sign-in by itself: those two requests are not the page's. */
const fromPage = (requests: Sandbox['requests']): string[] =>
  Array.from(requests, ({ path }) => path).filter((path) => !path.startsWith('/oidc/.well-known/'))

const permissions = [
  'camera',
  'microphone',
  'geolocation',
  'notifications',
  'midi',
  'clipboard-read',
  'clipboard-write',
  'storage-access',
  'persistent-storage',
  'screen-wake-lock',
  'accelerometer',
  'gyroscope',
  'magnetometer',
  'background-sync',
  'payment-handler'
]

test.describe('the running app', () => {
  test.use({ unprivileged: true })

  test('keeps the posture that the security model names', async ({ holdfast }) => {
    const { app, window } = holdfast
    const posture = await app.evaluate(({ app: main, BrowserWindow, webContents, session }) => {
      const [only] = BrowserWindow.getAllWindows()
      const contents: unknown = only?.webContents
      return {
        windows: BrowserWindow.getAllWindows().length,
        contents: webContents.getAllWebContents().length,
        preferences: (contents as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences(),
        persistent: only?.webContents.session.isPersistent(),
        ownSession: only?.webContents.session !== session.defaultSession,
        noSandbox: main.commandLine.hasSwitch('no-sandbox'),
        user: process.getuid?.()
      }
    })
    expect(posture).toMatchObject({
      windows: 1,
      contents: 1,
      preferences: {
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false
      },
      persistent: false,
      ownSession: true,
      noSandbox: false
    })
    for (const dangerous of [
      'nodeIntegrationInWorker',
      'navigateOnDragDrop',
      'spellcheck',
      'allowRunningInsecureContent',
      'experimentalFeatures',
      'enableBlinkFeatures',
      'disableBlinkFeatures'
    ]) {
      expect([dangerous, Boolean(posture.preferences[dangerous])]).toEqual([dangerous, false])
    }
    expect(posture.user).not.toBe(0)
    expect(window.url()).toBe('app://bundle/index.html')
    expect(
      await window.evaluate(() =>
        ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in globalThis)
      )
    ).toEqual([])
  })

  test('has the operating system’s sandbox around its page', async ({ holdfast }) => {
    const pid = await holdfast.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId()
    )
    const status = await readFile(`/proc/${String(pid)}/status`, 'utf8')
    // A filter on system calls, and no right to gain any more.
    expect(status).toMatch(/^Seccomp:\s+2$/m)
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m)
  })

  test('serves its page with a strict policy, and nothing else', async ({ holdfast }) => {
    const answers = await holdfast.app.evaluate(async ({ BrowserWindow }) => {
      const pages = BrowserWindow.getAllWindows()[0]?.webContents.session
      const ask = async (url: string) => {
        const response = await pages?.fetch(url, { bypassCustomProtocolHandlers: false }).catch(() => undefined)
        return response && { status: response.status, policy: response.headers.get('content-security-policy') }
      }
      return {
        page: await ask('app://bundle/index.html'),
        outside: await ask('app://bundle/..%2f..%2fpackage.json')
      }
    })
    expect(answers.page?.status).toBe(200)
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'none'",
      "require-trusted-types-for 'script'"
    ]) {
      expect(answers.page?.policy).toContain(part)
    }
    expect(answers.page?.policy).not.toContain('unsafe')
    expect(answers.outside?.status).toBe(404)
  })

  test('runs no script but its own', async ({ holdfast }) => {
    const outcome = await holdfast.window.evaluate(async () => {
      const violations: string[] = []
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
        violations.push(effectiveDirective)
      )
      const tries: [string, () => unknown][] = [
        ['eval', () => void Reflect.apply(setTimeout, window, ['window.hit = true'])],
        [
          'inline',
          () => {
            const script = document.createElement('script')
            script.append('window.hit = true')
            document.body.append(script)
          }
        ],
        ['markup', () => document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.hit = true">')],
        [
          'frame',
          () => {
            const frame = document.createElement('iframe')
            frame.src = 'data:text/html,hello'
            document.body.append(frame)
          }
        ],
        [
          'link',
          () => {
            const link = document.createElement('a')
            link.href = 'javascript:window.hit = true'
            document.body.append(link)
            link.click()
          }
        ]
      ]
      const thrown: string[] = []
      for (const [name, attempt] of tries) {
        try {
          attempt()
        } catch {
          thrown.push(name)
        }
      }
      // Violations are reported in a task of their own.
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      return { hit: 'hit' in window, thrown, violations: [...new Set(violations)].sort() }
    })
    expect(outcome.hit).toBe(false)
    expect(outcome.thrown).toEqual(['eval', 'inline', 'markup'])
    expect(outcome.violations).toContain('require-trusted-types-for')
    expect(holdfast.window.frames().map((frame) => frame.url())).not.toContain('data:text/html,hello')
  })

  test('reaches no network from its page', async ({ holdfast, sandbox }) => {
    sandbox.requests.clear()
    const outcomes = await holdfast.window.evaluate(async (host) => {
      const image = (src: string) =>
        new Promise((resolve) =>
          Object.assign(new Image(), { src, onload: () => resolve('loaded'), onerror: () => resolve('refused') })
        )
      const socket = (url: string) =>
        new Promise((resolve) => {
          try {
            const opened = new WebSocket(url)
            opened.onopen = () => resolve('opened')
            opened.onerror = () => resolve('refused')
          } catch {
            resolve('refused')
          }
        })
      return [
        await fetch(host).then(
          () => 'answered',
          () => 'refused'
        ),
        await image(`${host}/x.png`),
        await socket(host.replace('http', 'ws')),
        navigator.sendBeacon(host, 'x') ? 'queued' : 'refused'
      ]
    }, sandbox.host)
    expect(outcomes.slice(0, 3)).toEqual(['refused', 'refused', 'refused'])
    expect(fromPage(sandbox.requests)).toEqual([])
  })

  test('denies every permission', async ({ holdfast }) => {
    const states = await holdfast.window.evaluate(
      (names) =>
        Promise.all(
          names.map(async (name) => {
            const status = await navigator.permissions
              .query({ name: name as PermissionName })
              .catch(() => ({ state: 'unknown' }))
            return [name, status.state]
          })
        ),
      permissions
    )
    for (const [name, state] of states) expect([name, state]).not.toEqual([name, 'granted'])
    const asked = await holdfast.window.evaluate(async () => [
      await Notification.requestPermission(),
      await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('given'),
          ({ code, PERMISSION_DENIED }) => resolve(code === PERMISSION_DENIED ? 'denied' : 'failed')
        )
      )
    ])
    expect(asked).toEqual(['denied', 'denied'])
  })

  test('goes nowhere and opens nothing', async ({ holdfast, sandbox, openedLinks }) => {
    const { app, window: page } = holdfast
    await page.evaluate((host) => {
      location.href = host
      window.open(host)
      const form = Object.assign(document.createElement('form'), { action: host, method: 'post' })
      const link = Object.assign(document.createElement('a'), { href: host, target: '_blank', download: 'x' })
      document.body.append(form, link)
      form.submit()
      link.click()
    }, sandbox.host)
    const left = await app.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((contents) => contents.getURL())
    )
    expect(left).toEqual(['app://bundle/index.html'])
    expect(fromPage(sandbox.requests)).toEqual([])
    expect(await openedLinks()).toEqual([])
  })
})
