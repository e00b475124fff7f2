// This is the second reference for start and memory: the same window with the posture of Holdfast. It has the sandbox, a
// separate session with a request filter and without a network, a page from a custom protocol with a policy, no permissions
// and no graphics card.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { app, BrowserWindow, protocol, session } from 'electron'

const origin = 'app://bundle'
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }
])
// Root needs --no-sandbox, and the two cannot be combined. The page is sandboxed either way.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
app.disableHardwareAcceleration()
app.on('window-all-closed', () => app.quit())
void app.whenReady().then(() => {
  const pages = session.fromPartition('window', { cache: false })
  pages.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  pages.setPermissionCheckHandler(() => false)
  pages.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !url.startsWith(`${origin}/`) }))
  void pages.setProxy({ mode: 'fixed_servers', proxyRules: 'socks5://127.0.0.1:1', proxyBypassRules: '<-loopback>' })
  pages.protocol.handle('app', async () => {
    const page = await readFile(join(import.meta.dirname, 'page.html'))
    return new Response(page, { headers: { 'content-type': 'text/html', 'content-security-policy': policy } })
  })
  const window = new BrowserWindow({
    width: 1120,
    height: 760,
    show: false,
    webPreferences: { session: pages, sandbox: true, contextIsolation: true, nodeIntegration: false, spellcheck: false }
  })
  window.once('ready-to-show', () => window.show())
  void window.loadURL(`${origin}/page.html`)
})
