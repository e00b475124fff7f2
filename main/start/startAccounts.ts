import { app, clipboard, powerMonitor } from 'electron'
import { type Tell, tellWhile } from '../bridge/tell'
import { nameGiven } from '../configuration/options'
import { browserFor, openAuthenticator } from '../desktop/browser'
import { confirmInDialog } from '../desktop/confirmDialog'
import { networkOf } from '../desktop/network/network'
import { askInProxyDialog } from '../desktop/network/proxyDialog'
import { notify } from '../desktop/notification'
import { quitAfter } from '../desktop/quitting'
import { chooseFile, saveText } from '../desktop/saveText'
import { secretClipboard } from '../desktop/secretClipboard'
import { whenUnattended } from '../desktop/unattended'
import { attentionOf } from '../desktop/window/attention'
import { bringForward } from '../desktop/window/window'
import type { SecretClipboard } from '../ground/ports'
import type { Tenant } from '../ground/tenant'
import type { Owner } from '../identity/owner'
import { inBackground } from '../log/log'
import type { AccountRecord } from '../storage/accountRecords'
import { type Accounts, createAccounts } from '../topics/accounts/accounts'
import { tenantDialog } from '../topics/accounts/tenantDialog'
import type { Lock } from '../topics/lock/lockInterface'
import type { AccountDeps } from './accountDeps'
import { type AccountServices, createAccountServices } from './accountServices'
import type { WindowDeps } from './windowDeps'

interface AccountsDeps {
  deps: WindowDeps
  first: AccountRecord
  lock: Lock
  tell: Tell
  copy: (text: string) => Promise<void>
}

/** Starts everything that concerns a person, beginning with the account that was last on screen. */
export function startAccounts({ deps, first, lock, tell, copy }: AccountsDeps): Accounts<AccountServices> {
  const { window, page, records, machine } = deps
  const { log } = deps.log
  const secrets = secretClipboard(clipboard)
  const shown = whenShown(deps)
  const accounts = createAccounts({
    records,
    first,
    open: (record, owner, isCurrent) =>
      createAccountServices(servicesDeps({ deps, lock, tell, copy, secrets, shown, record, owner, isCurrent })),
    renewPage: page.renew,
    isAllowed: machine.allows,
    confirmTenant: confirmTenantIn(deps),
    nameGiven: (tenant) => nameGiven(machine.configuration(), tenant),
    log
  })
  whenUnattended(() => {
    tell('enrolment:conceal', undefined)
    inBackground(log, 'clipboard-not-cleared', secrets.clear())
  })
  powerMonitor.on('resume', () => inBackground(log, 'session-not-renewed', accounts.current().session.wakeUp()))
  quitAfter(() => Promise.all([secrets.clear(), accounts.settled(), deps.log.written()]))
  app.on('will-quit', () => deps.keychain.close())
  if (!lock.isLocked()) {
    const { session } = accounts.current()
    const prepare = (): void => inBackground(log, 'sign-in-not-prepared', session.prepareSignIn())
    if (window.isVisible()) prepare()
    else window.once('show', prepare)
    inBackground(log, 'session-not-started', session.start())
  }
  return accounts
}

const whenShown = ({ window }: WindowDeps): Promise<void> =>
  window.isVisible() ? Promise.resolve() : new Promise<void>((resolve) => window.once('show', () => resolve()))

interface OneAccount extends Omit<AccountsDeps, 'first'> {
  secrets: SecretClipboard
  shown: Promise<void>
  record: AccountRecord
  owner: Owner
  isCurrent: () => boolean
}

function servicesDeps(one: OneAccount): AccountDeps {
  const { deps, lock, tell, copy, owner, isCurrent, record } = one
  const { window, page, records, keychain, vaults, machine } = deps
  const { settings, language } = deps.appearance
  const { id, tenant } = record
  const { log } = deps.log
  const isShown = (): boolean => isCurrent() && !lock.isLocked() && !window.isDestroyed()
  /** Returns a signal that aborts what an account asks of the person. It is aborted already if the account is not on screen. */
  const whileShown = (): AbortSignal => (isShown() ? page.signal() : AbortSignal.abort())
  const network = networkOf(tenant)
  return {
    tenant,
    owner,
    profile: records.folder(id),
    redirectPorts: machine.configuration().redirectPorts,
    transport: network.transport,
    passProxy: (url) =>
      network.passProxy(url, async (challenge) => {
        await one.shown
        return askInProxyDialog(window, language(), challenge, whileShown(), log)
      }),
    vault: vaults.ofAccount({ id, tenant }),
    sealing: lock.sealingOf(id),
    keychain,
    openInBrowser: browserFor(tenant, () => settings.read().browser, log),
    copy,
    language,
    secretClipboard: one.secrets,
    saveText: (name, text) => saveText(window, name, text, whileShown()),
    chooseFile: (name) => chooseFile(window, name, records.folder(id), whileShown()),
    openAuthenticator,
    protectScreen: (on) => {
      if (!window.isDestroyed()) window.setContentProtection(on || lock.isLocked())
    },
    confirmInDialog: (text, signal) => confirmInDialog(window, text, AbortSignal.any([signal, whileShown()])),
    notify: (notice) => {
      if (isShown()) notify(notice, () => bringForward(window))
    },
    attention: attentionOf(window),
    tell: tellWhile(isShown, tell),
    log
  }
}

/** Returns a function that asks outside of the page whether a tenant is to be trusted. */
export const confirmTenantIn =
  ({ window, page, appearance }: WindowDeps) =>
  (tenant: Tenant): Promise<boolean> =>
    confirmInDialog(window, tenantDialog(appearance.language(), tenant), page.signal())
