import { join } from 'node:path'
import { app, type BrowserWindow, protocol, session as sessions } from 'electron'
import { accountRecords } from './accounts/accountRecords'
import { appearanceOf } from './desktop/appearance'
import { prepareKeychainProcess, startKeychainProcess } from './desktop/keychainProcess'
import { openSettings } from './desktop/settingsFile'
import { openLockFile } from './lock/lockFile'
import { inBackground, keepLog, log } from './log'
import { readOptions } from './options'
import { pause } from './pause'
import { openProfile } from './profile/profile'
import { profileVaults } from './profile/vaults'
import { refuseStart } from './refuseStart'
import { willAskKeychain } from './session/marker'
import { removeLeftBehind } from './storedFile'
import { keychain } from './vault/keychain'
import { cutOff, guardContents, guardSession } from './window/guards'
import { blankOrigin, bundleOrigin, scheme, serveBundle } from './window/protocol'
import { openPage } from './window/page'
import { bringForward, openWindow } from './window/window'
import { wire, type Wired } from './wiring'

const { configuration, lang } = readOptions(process.argv)
const profile = app.getPath('userData')
const logKept = keepLog(join(profile, 'logs'))
const keychainOfSystem = keychain(startKeychainProcess)
const vaults = profileVaults(openProfile(profile), keychainOfSystem, log)

protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }])
// As root the launchers pass --no-sandbox, which cannot be combined with this. The page is sandboxed either way.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
// No driver of a graphics card runs for this window, and no process starts for one (decision 19).
app.disableHardwareAcceleration()
// Over HTTP/2, and the QUIC of HTTP/3, there is no connection of its own for a request that must not be sent twice.
for (const shared of ['disable-http2', 'disable-quic']) app.commandLine.appendSwitch(shared)
guardContents(app)

/** How long a crash waits for its line to reach the log. */
const crashPatienceMs = 1_500
const devServer = import.meta.env.DEV ? process.env.ELECTRON_RENDERER_URL : undefined
const pageOrigin = devServer ?? bundleOrigin
let window: BrowserWindow | undefined
let wired: Wired | undefined

// Begun before Electron is ready.
const settingsRead = openSettings(join(profile, 'settings.json'), log)
const lockFile = openLockFile(join(profile, 'lock.json'))
const records = accountRecords(profile, log)
// A mistake in the start options is shown, not passed over in favour of an account that happens to be there.
const firstAccount = configuration.problem ? Promise.resolve(undefined) : records.first(configuration.tenant)
const bundleListed = serveBundle(join(import.meta.dirname, '../renderer'))

/** The processes of the keychain and of the page come before all else: they take longest to start. */
async function start(): Promise<void> {
  const first = await firstAccount
  if (first && willAskKeychain(records.folder(first.id), first.tenant) && !lockFile.locks()) prepareKeychainProcess()
  const appearance = appearanceOf(await settingsRead, lang, () => wired?.shown() ?? { tenant: '' })
  const pages = sessions.fromPartition('window', { cache: false })
  const origins = devServer ? [devServer, devServer.replace('http', 'ws'), 'devtools://devtools'] : [bundleOrigin]
  guardSession(pages, [...origins, blankOrigin], () => wired?.wantsCamera() ?? false)
  if (!devServer) inBackground('page-not-cut-off', cutOff(pages))
  pages.protocol.handle(scheme, await bundleListed)
  const opened = openWindow(pages)
  window = opened
  const page = openPage(opened.webContents, `${pageOrigin}/index.html`)
  wired = wire({
    window: opened,
    page,
    pageOrigin,
    first,
    records,
    lockFile,
    keychain: keychainOfSystem,
    vaults,
    configuration,
    appearance,
    logKept
  })
  opened.once('show', () => inBackground('left-behind', tidyUp()))
}

/** Ends a start that has come to nothing. */
const giveUp = (): void => refuseStart('failed', join(profile, 'logs'))

const tidyUp = async (): Promise<void> => removeLeftBehind([profile, ...(await records.folders())])

function showWindow(): void {
  if (window) bringForward(window)
}

// Electron would show a person the stack.
process.on('uncaughtException', (error) => {
  log('crashed', {}, error)
  void Promise.race([logKept(), pause(crashPatienceMs)]).then(() => (wired ? app.exit(1) : giveUp()))
})

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', showWindow)
  app.on('window-all-closed', () => app.quit())
  app
    .whenReady()
    .then(start)
    .catch((error: unknown) => {
      log('start-failed', {}, error)
      giveUp()
    })
} else {
  app.quit()
}
