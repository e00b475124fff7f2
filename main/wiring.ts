import { app, type BrowserWindow, clipboard, ipcMain, powerMonitor } from 'electron'
import type { EnrolmentState } from '../contract/enrolment'
import type { ShownAccount } from './accounts/accountEntry'
import type { AccountRecord, AccountRecords } from './accounts/accountRecords'
import { type Accounts, createAccounts } from './accounts/accounts'
import { connectHandlers } from './accounts/connect'
import { tenantDialog } from './accounts/tenantDialog'
import { createApplication } from './application'
import { type Handlers, serve } from './bridge/serve'
import { browserFor, openAuthenticator } from './desktop/browser'
import { installedBrowsers } from './desktop/browsers'
import { confirmInDialog } from './desktop/confirmDialog'
import { networkOf } from './desktop/network'
import { notify } from './desktop/notification'
import { askInProxyDialog } from './desktop/proxyDialog'
import { saveText } from './desktop/saveText'
import { secretClipboard } from './desktop/secretClipboard'
import { touchIdIn } from './desktop/touchId'
import { keepsRecoveryCode } from './enrolment/enrolment'
import { createLock } from './lock/lock'
import type { LockFile } from './lock/lockFile'
import type { AtStake, Lock } from './lock/lockInterface'
import { lossDialog } from './lock/lossDialog'
import { inBackground, log, recentEvents } from './log'
import { type Configuration, nameGiven } from './options'
import { pause } from './pause'
import type { ProfileVaults } from './profile/vaults'
import type { Tenant } from './tenant'
import { diagnosticsHandlers } from './topics/diagnostics'
import { type AppearanceSource, settingsHandlers } from './topics/settings'
import type { Keychain } from './vault/keychain'
import { closeAfterAsking } from './window/closing'
import type { ToLose } from './window/closingText'
import { setMenu } from './window/menu'
import type { WindowPage } from './window/page'
import { bringForward, whenPageGoes } from './window/window'

/** Less than the two seconds in which a quit should be over, whatever the keychain does. */
const quitPatienceMs = 1_500

interface Parts {
  window: BrowserWindow
  page: WindowPage
  /** Of the window's own page, such as `app://bundle`. */
  pageOrigin: string
  /** The account to begin with, if there is any tenant to work with. */
  first: AccountRecord | undefined
  records: AccountRecords
  lockFile: LockFile
  keychain: Keychain
  vaults: ProfileVaults
  configuration: Configuration
  appearance: AppearanceSource
  /** Resolves when every line of the log is in its file. */
  logKept: () => Promise<void>
}

/** What the window's surroundings follow. */
export interface Wired {
  /** The account on screen; without a host where there is none. */
  shown(): ShownAccount
  /** The one permission the window ever gets: the camera, while the view that takes a photo is open. */
  wantsCamera(): boolean
}

const copy = async (text: string): Promise<void> => clipboard.writeText(text)

/** Puts a window together with the lock, the accounts and the handlers that its page may call. */
export function wire(parts: Parts): Wired {
  const { window, page, pageOrigin, first, lockFile, keychain, vaults, configuration, appearance } = parts
  let accounts: Accounts | undefined
  const lock = createLock({
    file: lockFile,
    keychain: { vault: vaults.ofProfile(), profile: vaults.profile, reset: () => keychain.reset() },
    locked: {
      atStake: () => accounts && atStakeIn(accounts),
      end: async () => accounts?.end(),
      begin: () => (accounts ? accounts.begin() : renew(page)),
      discardAll: async () => accounts?.discardAll(),
      resealAll: async () => accounts?.resealAll()
    },
    renewPage: () => renew(page),
    protectScreen: (on) => window.setContentProtection(on),
    confirmLoss: (atStake) => confirmInDialog(window, lossDialog(appearance.language(), atStake), page.signal()),
    touchId: touchIdIn(appearance.language),
    idleSeconds: () => powerMonitor.getSystemIdleTime(),
    onChanged: (state) => page.send('lock:changed', state)
  })
  if (first) accounts = startAccounts(first, parts, lock)
  closeAfterAsking(window, page, () => accounts && toLoseIn(accounts), appearance.language)
  if (lock.isLocked()) window.once('show', () => void lock.look())
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
  const notConnected = connectHandlers({
    records: parts.records,
    configuration,
    confirmTenant: confirmTenantIn(parts),
    begin(record) {
      if (accounts) return
      accounts = startAccounts(record, parts, lock)
      renew(page)
    }
  })
  const handlers = (): Handlers =>
    accounts ? { ...accounts.current().handlers, ...accounts.handlers, ...common } : { ...notConnected, ...common }
  whenPageGoes(window.webContents, () => void handlers()['factors:stopLoading'](undefined))
  const trusted = { webContents: window.webContents, origin: pageOrigin, isCurrent: page.isCurrent }
  serve(ipcMain, handlers, trusted, log, lock.refuses)
  setMenu(window, appearance.language(), () => inBackground('not-locked', lock.lockNow()))
  return {
    shown: () => accounts?.shown() ?? { tenant: '' },
    wantsCamera: () => accounts !== undefined && isTakingPhoto(accounts.current().enrolment.view())
  }
}

/** Everything that concerns a person, from the account that was on screen last. */
function startAccounts(first: AccountRecord, parts: Parts, lock: Lock): Accounts {
  const { window, page, records, keychain, vaults, configuration } = parts
  const { settings, language } = parts.appearance
  const secrets = secretClipboard(clipboard)
  const shown = window.isVisible()
    ? Promise.resolve()
    : new Promise<void>((resolve) => window.once('show', () => resolve()))
  const accounts = createAccounts({
    records,
    first,
    open({ id, tenant }, owner, isCurrent) {
      const isShown = (): boolean => isCurrent() && !lock.isLocked() && !window.isDestroyed()
      /** Aborts what an account asks of the person, at once where the account is not on screen. */
      const whileShown = (): AbortSignal => (isShown() ? page.signal() : AbortSignal.abort())
      const network = networkOf(tenant)
      return createApplication({
        tenant,
        owner,
        profile: records.folder(id),
        redirectPorts: configuration.redirectPorts,
        transport: network.transport,
        passProxy: (url) =>
          network.passProxy(url, async (challenge) => {
            await shown
            return askInProxyDialog(window, language(), challenge, whileShown())
          }),
        vault: vaults.ofAccount({ id, tenant }),
        sealing: lock.sealingOf(id),
        keychain,
        openInBrowser: browserFor(tenant, () => settings.read().browser),
        copy,
        language,
        secretClipboard: secrets,
        saveText: (name, text) => saveText(window, name, text, whileShown()),
        openAuthenticator,
        protectScreen: (on) => {
          if (!window.isDestroyed()) window.setContentProtection(on || lock.isLocked())
        },
        confirmInDialog: (text, signal) => confirmInDialog(window, text, AbortSignal.any([signal, whileShown()])),
        notify: (notice) => notify(notice, () => bringForward(window)),
        tell: (event, data) => {
          if (isShown()) page.send(event, data)
        },
        log
      })
    },
    renewPage: () => renew(page),
    confirmTenant: confirmTenantIn(parts),
    nameGiven: (tenant) => nameGiven(configuration, tenant)
  })
  whenUnattended(() => {
    page.send('enrolment:conceal', undefined)
    inBackground('clipboard-not-cleared', secrets.clear())
  })
  powerMonitor.on('resume', () => inBackground('session-not-renewed', accounts.current().session.wakeUp()))
  quitAfter(() => Promise.all([secrets.clear(), accounts.settled(), parts.logKept()]))
  app.on('will-quit', () => keychain.close())
  if (!lock.isLocked()) {
    const { session } = accounts.current()
    const prepare = (): void => inBackground('sign-in-not-prepared', session.prepareSignIn())
    if (window.isVisible()) prepare()
    else window.once('show', prepare)
    inBackground('session-not-started', session.start())
  }
  return accounts
}

const confirmTenantIn =
  ({ window, page, appearance }: Parts) =>
  (tenant: Tenant): Promise<boolean> =>
    confirmInDialog(window, tenantDialog(appearance.language(), tenant), page.signal())

function toLoseIn(accounts: Accounts): ToLose | undefined {
  const { enrolment, session } = accounts.current()
  if (keepsRecoveryCode(enrolment.view())) return 'recoveryCode'
  const state = session.state()
  return state.phase === 'signedIn' && state.keptIn === 'unsaved' ? 'session' : undefined
}

/** What is in memory only: recovery codes and sessions that no keychain holds. */
function atStakeIn(accounts: Accounts): AtStake | undefined {
  if (keepsRecoveryCode(accounts.current().enrolment.view())) return 'recoveryCode'
  return accounts.running().every(({ session }) => session.isStored()) ? undefined : 'session'
}

const renew = (page: WindowPage): void => inBackground('page-not-renewed', page.renew())

const isTakingPhoto = (view: EnrolmentState): boolean =>
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
