import './launch'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { app, type BrowserWindow, clipboard, ipcMain, powerMonitor, protocol, session as sessions } from 'electron'
import { events } from '../contract'
import type { EnrolmentState } from '../contract/enrolment'
import { type AccountRecord, accountRecords } from './accounts/accountRecords'
import { type Accounts, createAccounts } from './accounts/accounts'
import { tenantDialog } from './accounts/tenantDialog'
import { createApplication } from './application'
import { type Handlers, serve } from './bridge/serve'
import { appearanceOf } from './desktop/appearance'
import { browserFor, openAuthenticator } from './desktop/browser'
import { installedBrowsers } from './desktop/browsers'
import { confirmInDialog } from './desktop/confirmDialog'
import { prepareKeychainProcess, startKeychainProcess } from './desktop/keychainProcess'
import { networkOf } from './desktop/network'
import { notify } from './desktop/notification'
import { saveText } from './desktop/saveText'
import { secretClipboard } from './desktop/secretClipboard'
import { openSettings } from './desktop/settingsFile'
import { touchIdIn } from './desktop/touchId'
import { keepsRecoveryCode } from './enrolment/enrolment'
import { type AtStake, createLock, type Lock } from './lock/lock'
import { openLockFile } from './lock/lockFile'
import { lossDialog } from './lock/lossDialog'
import { inBackground, keepLog, log, recentEvents } from './log'
import { readOptions } from './options'
import { pause } from './pause'
import { willAskKeychain } from './session/marker'
import { removeLeftBehind } from './storedFile'
import { diagnosticsHandlers } from './topics/diagnostics'
import { type AppearanceSource, settingsHandlers } from './topics/settings'
import { unconfiguredHandlers } from './topics/unconfigured'
import { askBeforeClosing } from './window/closing'
import type { ToLose } from './window/closingText'
import { cutOff, guardContents, guardSession } from './window/guards'
import { setMenu } from './window/menu'
import { blankOrigin, bundleOrigin, scheme, serveBundle } from './window/protocol'
import { openWindow, renewPage, whenPageGoes } from './window/window'

const { configuration, profile: profileOption, lang } = readOptions(process.argv)
if (profileOption !== undefined) app.setPath('userData', resolve(profileOption))
const profile = app.getPath('userData')
mkdirSync(profile, { recursive: true, mode: 0o700 })
const logKept = keepLog(join(profile, 'logs'))

protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }])
// As root the launchers pass --no-sandbox, which cannot be combined with this. The page is sandboxed either way.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
// No driver of a graphics card runs for this window, and no process starts for one (decision 19).
app.disableHardwareAcceleration()
guardContents(app)

/** Less than the two seconds in which a quit should be over, whatever the keychain does. */
const quitPatienceMs = 1_500
const devServer = import.meta.env.DEV ? process.env.ELECTRON_RENDERER_URL : undefined
const pageOrigin = devServer ?? bundleOrigin
let window: BrowserWindow | undefined
let cameraWanted = (): boolean => false
const copy = async (text: string): Promise<void> => clipboard.writeText(text)

// Begun before Electron is ready.
const settingsRead = openSettings(join(profile, 'settings.json'), log)
const lockFile = openLockFile(join(profile, 'lock.json'))
const records = accountRecords(profile, log)
const firstAccount = records.first(configuration.ok ? configuration.tenant : undefined)
const bundleListed = serveBundle(join(import.meta.dirname, '../renderer'))

/** The processes of the keychain and of the page come before all else: they take longest to start. */
async function start(): Promise<void> {
  let accounts: Accounts | undefined
  const first = await firstAccount
  if (first && willAskKeychain(records.folder(first.id), first.tenant) && !lockFile.locks()) prepareKeychainProcess()
  const tenant = (): string => (accounts ? new URL(accounts.current().tenant.host).host : '')
  const appearance = appearanceOf(await settingsRead, lang, tenant)
  const pages = sessions.fromPartition('window', { cache: false })
  const origins = devServer ? [devServer, devServer.replace('http', 'ws'), 'devtools://devtools'] : [bundleOrigin]
  guardSession(pages, [...origins, blankOrigin], () => cameraWanted())
  if (!devServer) inBackground('page-not-cut-off', cutOff(pages))
  pages.protocol.handle(scheme, await bundleListed)
  const opened = openWindow(pages, `${pageOrigin}/index.html`)
  window = opened
  opened.once('show', () => inBackground('left-behind', removeLeftBehind(profile)))
  const lock = createLock({
    file: lockFile,
    locked: {
      atStake: () => accounts && atStakeIn(accounts),
      end: async () => accounts?.end(),
      begin: () => (accounts ? accounts.begin() : renew(opened)),
      signOutAll: async () => accounts?.signOutAll()
    },
    renewPage: () => renew(opened),
    protectScreen: (on) => opened.setContentProtection(on),
    confirmLoss: (atStake) => confirmInDialog(opened, lossDialog(appearance.language(), atStake)),
    touchId: touchIdIn(appearance.language),
    idleSeconds: () => powerMonitor.getSystemIdleTime(),
    onChanged: (state) => {
      if (!opened.isDestroyed()) opened.webContents.send('lock:changed', events['lock:changed'].parse(state))
    }
  })
  if (first) accounts = startAccounts(first, appearance, opened, lock)
  whenUnattended(lock.away)
  const common = {
    ...settingsHandlers(appearance, installedBrowsers),
    ...lock.handlers,
    ...diagnosticsHandlers(copy, {
      appVersion: app.getVersion(),
      versions: {
        Electron: process.versions.electron,
        Chromium: process.versions.chrome,
        system: `${process.platform} ${process.getSystemVersion()} ${process.arch}`
      },
      language: appearance.language,
      session: () => accounts?.current().session.state(),
      recentEvents
    })
  }
  const unconfigured = unconfiguredHandlers(configuration.ok ? 'hostMissing' : configuration.problem)
  const handlers = (): Handlers =>
    accounts ? { ...accounts.current().handlers, ...accounts.handlers, ...common } : { ...unconfigured, ...common }
  whenPageGoes(opened.webContents, () => void handlers()['factors:stopLoading'](undefined))
  serve(ipcMain, handlers, { webContents: opened.webContents, origin: pageOrigin }, log, lock.refuses)
  setMenu(opened, appearance.language(), () => inBackground('not-locked', lock.lockNow()))
}

/** Everything that concerns a person, from the account that was on screen last. */
function startAccounts(
  first: AccountRecord,
  { settings, language }: AppearanceSource,
  shownIn: BrowserWindow,
  lock: Lock
): Accounts {
  const secrets = secretClipboard(clipboard)
  const accounts = createAccounts({
    records,
    first,
    open: ({ id, tenant }, owner, isCurrent) =>
      createApplication({
        tenant,
        owner,
        profile: records.folder(id),
        redirectPorts: configuration.ok ? configuration.redirectPorts : [0],
        transport: networkOf(tenant),
        startKeychainWorker: startKeychainProcess,
        openInBrowser: browserFor(tenant, () => settings.read().browser),
        copy,
        language,
        secretClipboard: secrets,
        saveText: (name, text) => saveText(shownIn, name, text),
        openAuthenticator,
        protectScreen: (on) => {
          if (!shownIn.isDestroyed()) shownIn.setContentProtection(on || lock.isLocked())
        },
        confirmInDialog: (text, signal) => confirmInDialog(shownIn, text, signal),
        notify: (notice) => notify(notice, showWindow),
        tell: (event, data) => {
          if (isCurrent() && !lock.isLocked() && !shownIn.isDestroyed())
            shownIn.webContents.send(event, events[event].parse(data))
        },
        log
      }),
    renewPage: () => renew(shownIn),
    confirmTenant: (tenant) => confirmInDialog(shownIn, tenantDialog(language(), tenant))
  })
  const enrolment = (): EnrolmentState => accounts.current().enrolment.view()
  cameraWanted = () => wantsCamera(enrolment())
  const isUnsaved = (): boolean => {
    const state = accounts.current().session.state()
    return state.phase === 'signedIn' && state.keptIn === 'unsaved'
  }
  const toLose = (): ToLose | undefined =>
    keepsRecoveryCode(enrolment()) ? 'recoveryCode' : isUnsaved() ? 'session' : undefined
  askBeforeClosing(shownIn, toLose, language)
  whenUnattended(() => {
    shownIn.webContents.send('enrolment:conceal')
    inBackground('clipboard-not-cleared', secrets.clear())
  })
  powerMonitor.on('resume', () => inBackground('session-not-renewed', accounts.current().session.wakeUp()))
  quitAfter(() => Promise.all([secrets.clear(), accounts.settled(), logKept()]))
  app.on('will-quit', () => {
    for (const { keychain } of accounts.running()) keychain.close()
  })
  if (!lock.isLocked()) {
    const { session } = accounts.current()
    shownIn.once('show', () => inBackground('sign-in-not-prepared', session.prepareSignIn()))
    inBackground('session-not-started', session.start())
  }
  return accounts
}

/** What is in memory only: recovery codes and sessions that no keychain holds. */
function atStakeIn(accounts: Accounts): AtStake | undefined {
  if (keepsRecoveryCode(accounts.current().enrolment.view())) return 'recoveryCode'
  return accounts.running().every(({ session }) => session.isStored()) ? undefined : 'session'
}

const renew = (shown: BrowserWindow): void =>
  inBackground('page-not-renewed', renewPage(shown.webContents, `${pageOrigin}/index.html`))

/** The one permission the window ever gets: the camera, while the view that takes a photo is open. */
const wantsCamera = (view: EnrolmentState): boolean =>
  'factorType' in view && view.factorType === 'FACE' && (view.phase === 'started' || view.phase === 'challengeSent')

/** Calls `listener` when nobody may be in front of the computer any more. */
function whenUnattended(listener: () => void): void {
  powerMonitor.on('lock-screen', listener)
  powerMonitor.on('suspend', listener)
  powerMonitor.on('user-did-resign-active', listener)
}

/** Holds every quit up until `work` is done, for a moment at most: a session on its way into the keychain should get there. */
function quitAfter(work: () => Promise<unknown>): void {
  let waiting = false
  let waited = false
  app.on('before-quit', (event) => {
    // The person may stay after all: the next quit waits again.
    if (waited) {
      waited = false
      return
    }
    event.preventDefault()
    if (waiting) return
    waiting = true
    void Promise.race([work(), pause(quitPatienceMs)]).then(() => {
      waiting = false
      waited = true
      app.quit()
    })
  })
}

function showWindow(): void {
  if (window?.isMinimized()) window.restore()
  window?.focus()
}

// Electron would show a person the stack.
process.on('uncaughtException', (error) => {
  log('crashed', {}, error)
  void Promise.race([logKept(), pause(quitPatienceMs)]).then(() => app.exit(1))
})

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', showWindow)
  app.on('window-all-closed', () => app.quit())
  inBackground('start-failed', app.whenReady().then(start))
} else {
  app.quit()
}
