import { app, clipboard, ipcMain, powerMonitor } from 'electron'
import type { EnrolmentState } from '../../contract/enrolment'
import { type Handlers, serve } from '../bridge/serve'
import { createTell, type Tell } from '../bridge/tell'
import { handlersOf, type Topics, type WindowTopic } from '../bridge/topic'
import { readBillOfMaterials } from '../desktop/billOfMaterials'
import { openChromiumLicences } from '../desktop/browser'
import { installedBrowsers } from '../desktop/browsers'
import { confirmInDialog } from '../desktop/confirmDialog'
import { quitAndErase } from '../desktop/quitting'
import { touchIdIn } from '../desktop/touchId'
import { whenUnattended } from '../desktop/unattended'
import { updatesIn } from '../desktop/updates/updates'
import { closeAfterAsking, type ToLose } from '../desktop/window/closing'
import { setMenu } from '../desktop/window/menu'
import { whenPageGoes } from '../desktop/window/window'
import { systemDialog } from '../ground/dialogText'
import { inBackground } from '../log/log'
import { aboutTopic } from '../topics/about/handlers'
import type { ShownAccount } from '../topics/accounts/accountEntry'
import type { Accounts } from '../topics/accounts/accounts'
import { connectHandlers } from '../topics/accounts/connect'
import { forgetAll, type ForgetAllDeps } from '../topics/accounts/forgetAll'
import { diagnosticsTopic } from '../topics/diagnostics/handlers'
import { keepsRecoveryCode } from '../topics/enrolment/enrolment'
import { createLock } from '../topics/lock/lock'
import type { AtStake, Lock } from '../topics/lock/lockInterface'
import { settingsTopic } from '../topics/settings/handlers'
import type { AccountServices } from './accountServices'
import { confirmTenantIn, startAccounts } from './startAccounts'
import type { WindowDeps } from './windowDeps'

/** The parts of the window that its surroundings need to follow. */
export interface Wired {
  /** Returns the account on screen, without a host if there is none. */
  shown(): ShownAccount
  /** Returns true while the view that takes a photo is open. The camera is the only permission that the window ever gets. */
  wantsCamera(): boolean
}

type RunningAccounts = Accounts<AccountServices>

const copy = async (text: string): Promise<void> => clipboard.writeText(text)

/** Connects the window with the lock, the accounts and the handlers that its page may call. */
export function wire(deps: WindowDeps): Wired {
  const { window, page, appearance, machine } = deps
  const { log } = deps.log
  let accounts: RunningAccounts | undefined
  const running = (): RunningAccounts | undefined => accounts
  const tell = createTell(page, () => lock.isLocked())
  const lock = lockOf(deps, running, tell)
  if (deps.first) accounts = startAccounts({ deps, first: deps.first, lock, tell, copy })
  closeAfterAsking(window, page, () => accounts && toLoseIn(accounts), appearance.language)
  if (lock.isLocked()) window.once('show', () => void lock.look())
  whenUnattended(lock.away)
  const ofWindow = handlersOf(windowTopics(deps, running, lock, tell))
  const leaveAll = async (): Promise<void> => {
    if (accounts) await forgetAll(leavingOf(deps, accounts, lock))
  }
  const notConnected = connectHandlers({
    records: deps.records,
    machine,
    confirmTenant: confirmTenantIn(deps),
    tell: (state) => tell('session:changed', state),
    begin(record) {
      if (accounts) return
      accounts = startAccounts({ deps, first: record, lock, tell, copy })
      page.renew()
    }
  })
  const handlers = (): Handlers => {
    const own = accounts ? { ...accounts.current().handlers, ...accounts.handlers } : notConnected
    return { ...own, ...ofWindow, 'accounts:forgetAll': leaveAll }
  }
  whenPageGoes(window.webContents, () => void handlers()['factors:stopLoading'](undefined))
  const trusted = { webContents: window.webContents, origin: deps.pageOrigin, isCurrent: page.isCurrent }
  serve(ipcMain, handlers, trusted, log, lock.refuses)
  setMenu(window, appearance.language(), () => inBackground(log, 'not-locked', lock.lockNow()))
  return {
    shown: () => accounts?.shown() ?? { tenant: '' },
    wantsCamera: () => accounts !== undefined && isTakingPhoto(accounts.current().enrolment.view())
  }
}

function lockOf(deps: WindowDeps, accounts: () => RunningAccounts | undefined, tell: Tell): Lock {
  const { window, page, keychain, vaults, appearance } = deps
  return createLock({
    file: deps.lockFile,
    keychain: { vault: vaults.ofProfile(), profile: vaults.profile, reset: () => keychain.reset() },
    locked: {
      atStake: () => atStakeIn(accounts()),
      end: async () => accounts()?.end(),
      begin() {
        const all = accounts()
        if (all) all.begin()
        else page.renew()
      },
      discardAll: async () => accounts()?.discardAll(),
      resealAll: async () => accounts()?.resealAll()
    },
    renewPage: page.renew,
    protectScreen: (on) => window.setContentProtection(on),
    confirmLoss: (atStake) =>
      confirmInDialog(window, systemDialog(appearance.language(), `locking.${atStake}`), page.signal()),
    touchId: touchIdIn(appearance.language),
    idleSeconds: () => powerMonitor.getSystemIdleTime(),
    onChanged: (state) => tell('lock:changed', state),
    log: deps.log.log
  })
}

/** Creates every topic of the window. One that the contract names and this omits does not compile. */
function windowTopics(
  { window, appearance, machine, log }: WindowDeps,
  accounts: () => RunningAccounts | undefined,
  lock: Lock,
  tell: Tell
): Topics<Exclude<WindowTopic, 'accounts'>> {
  return {
    lock,
    settings: settingsTopic(appearance, installedBrowsers),
    about: aboutTopic({ readBillOfMaterials, openChromiumLicences }),
    updates: updatesIn({ window, tell, copy, settings: appearance.settings, log: log.log }),
    diagnostics: diagnosticsTopic(copy, {
      appVersion: app.getVersion(),
      versions: {
        Electron: process.versions.electron,
        Chromium: process.versions.chrome,
        system: `${process.platform} ${process.getSystemVersion()} ${process.arch}`
      },
      language: appearance.language,
      session: () => accounts()?.current().session.state(),
      machineFile: machine.file,
      recentEvents: log.recentEvents
    })
  }
}

const leavingOf = (
  { window, page, appearance, log }: WindowDeps,
  accounts: RunningAccounts,
  lock: Lock
): ForgetAllDeps => ({
  accounts: accounts.handlers,
  confirm: () => confirmInDialog(window, systemDialog(appearance.language(), 'forgetAll'), page.signal()),
  forgetPin: lock.forgetPin,
  leave: () => quitAndErase(log.end)
})

function toLoseIn(accounts: RunningAccounts): ToLose | undefined {
  const { enrolment, session } = accounts.current()
  if (keepsRecoveryCode(enrolment.view())) return 'recoveryCode'
  const state = session.state()
  return state.phase === 'signedIn' && state.keptIn === 'unsaved' ? 'session' : undefined
}

/** Returns what is in memory only: recovery codes, and sessions that no keychain holds. */
function atStakeIn(accounts: RunningAccounts | undefined): AtStake | undefined {
  if (!accounts) return undefined
  if (keepsRecoveryCode(accounts.current().enrolment.view())) return 'recoveryCode'
  return accounts.running().every(({ session }) => session.isStored()) ? undefined : 'session'
}

const isTakingPhoto = (view: EnrolmentState): boolean =>
  'factorType' in view && view.factorType === 'FACE' && (view.phase === 'started' || view.phase === 'challengeSent')
