import { join } from 'node:path'
import { app, type BrowserWindow, protocol, session as sessions } from 'electron'
import { accountRecords } from '../storage/accountRecords'
import { firstRecord } from '../topics/accounts/connect'
import { appearanceOf } from '../desktop/appearance'
import { prepareKeychainProcess, startKeychainProcess } from '../desktop/keychainProcess'
import { openSettings } from '../topics/settings/settingsFile'
import { openLockFile } from '../topics/lock/lockFile'
import { createLog, inBackground } from '../log/log'
import { openMachine } from '../configuration/machine'
import { readMachineFile } from '../configuration/machineFile'
import { refuseOtherTenant } from '../configuration/otherTenant'
import { readOptions } from '../configuration/options'
import { pause } from '../ground/pause'
import { openProfile } from '../storage/profile/profile'
import { profileVaults } from '../vault/vaults'
import { refuseStart } from './refuseStart'
import { willAskKeychain } from '../storage/marker'
import { removeUnfinished } from '../storage/chosenPlace'
import { removeLeftBehind } from '../storage/storedFile'
import { keychain } from '../vault/keychain'
import { cutOff, guardContents, guardSession } from '../desktop/window/guards'
import { blankOrigin, bundleOrigin, scheme, serveBundle } from '../desktop/window/protocol'
import { openPage } from '../desktop/window/page'
import { bringForward, openWindow } from '../desktop/window/window'
import { wire, type Wired } from './wiring'

const { configuration: options, lang, page: firstPage } = readOptions(process.argv)
const machine = openMachine(() => readMachineFile(process.platform), options)
refuseOtherTenant(machine.file(), options)
const profile = app.getPath('userData')
const processLog = createLog()
const { log } = processLog
processLog.keepIn(join(profile, 'logs'))
const keychainOfSystem = keychain(startKeychainProcess)
if (machine.file().state === 'refused') log('machine-file-refused')
const vaults = profileVaults(openProfile(profile), keychainOfSystem, log)

protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }])
// As root the launchers pass --no-sandbox, which cannot be combined with this. The page is sandboxed either way.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
// No driver of a graphics card is loaded for this window, and no process is started for one (decision 19).
app.disableHardwareAcceleration()
// HTTP/2, and the QUIC of HTTP/3, share connections, but a request that must not be sent twice needs one of its own.
for (const shared of ['disable-http2', 'disable-quic']) app.commandLine.appendSwitch(shared)
guardContents(app)

/** The time that a crash waits for its line to reach the log, in ms. */
const crashPatienceMs = 1_500
const devServer = import.meta.env.DEV ? process.env.ELECTRON_RENDERER_URL : undefined
const pageOrigin = devServer ?? bundleOrigin
let window: BrowserWindow | undefined
let wired: Wired | undefined

// The read begins before Electron is ready.
const settingsRead = openSettings(join(profile, 'settings.json'), log)
const lockFile = openLockFile(join(profile, 'lock.json'))
const records = accountRecords(profile, log)
const firstAccount = firstRecord(machine, records)
const bundleListed = serveBundle(join(import.meta.dirname, '../renderer'))

/** Starts the app. The processes of the keychain and of the page come first, because they take longest to start. */
async function start(): Promise<void> {
  const first = await firstAccount
  if (first && willAskKeychain(records.folder(first.id), first.tenant) && !lockFile.locks()) prepareKeychainProcess()
  const appearance = appearanceOf(await settingsRead, lang, () => ({
    ...(wired?.shown() ?? { tenant: '' }),
    ...machine.shown(),
    ...(firstPage && { firstPage })
  }))
  const pages = sessions.fromPartition('window', { cache: false })
  const origins = devServer ? [devServer, devServer.replace('http', 'ws'), 'devtools://devtools'] : [bundleOrigin]
  guardSession(pages, [...origins, blankOrigin], () => wired?.wantsCamera() ?? false)
  if (!devServer) inBackground(log, 'page-not-cut-off', cutOff(pages))
  pages.protocol.handle(scheme, await bundleListed)
  const opened = openWindow(pages)
  window = opened
  const page = openPage(opened.webContents, `${pageOrigin}/index.html`, log)
  wired = wire({
    window: opened,
    page,
    pageOrigin,
    first,
    records,
    lockFile,
    keychain: keychainOfSystem,
    vaults,
    machine,
    appearance,
    log: processLog
  })
  opened.once('show', () => inBackground(log, 'left-behind', tidyUp()))
}

/** Ends a start that has failed. */
const giveUp = (): void => refuseStart('failed', join(profile, 'logs'))

async function tidyUp(): Promise<void> {
  const folders = await records.folders()
  await removeLeftBehind([profile, ...folders])
  await removeUnfinished(folders)
}

function showWindow(): void {
  if (window) bringForward(window)
}

// Without this, Electron would show the stack to the person.
process.on('uncaughtException', (error) => {
  log('crashed', {}, error)
  void Promise.race([processLog.written(), pause(crashPatienceMs)]).then(() => (wired ? app.exit(1) : giveUp()))
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
