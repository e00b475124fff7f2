import { afterEach, beforeEach, expect } from 'vitest'
import { type Sandbox, startSandbox } from '../../../sandbox'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { type AccountServices, createAccountServices } from '../../start/accountServices'
import { secretClipboard } from '../../desktop/secretClipboard'
import { lockable } from '../session/session.testing'
import { signInAsPerson, tenantOf } from '../../identity/tenant.testing'
import type { Tenant } from '../../ground/tenant'
import { unsealed } from '../../vault/sealing'
import { accountRecords } from '../../storage/accountRecords'
import { type Accounts, createAccounts } from './accounts'
import type { Owner } from '../../identity/owner'

export let sandbox: Sandbox
export let profile: string
/** The keychain entries of each account. */
export let vaults: Map<string, Map<string, string>>
/** Locks the keychain of every account, or unlocks it. */
export const keychain = { locked: false }
let running: Accounts<AccountServices>[]
const log = (): void => undefined

/** Sets a profile up for each test. It is called once in a test file. */
export function useProfile(): void {
  beforeEach(async () => {
    sandbox = await startSandbox()
    profile = await temporaryFolder()
    vaults = new Map()
    keychain.locked = false
    running = []
  })
  afterEach(async () => {
    for (const accounts of running) for (const one of accounts.running()) await one.end()
    await sandbox.close()
  })
}

export interface Started {
  accounts: Accounts<AccountServices>
  /** The events that the page was told and its renewals, in their order. */
  told: string[]
  opened: string[]
  /** The owner to which each account reports. */
  owners: Map<string, Owner>
}

/** Starts the app on this profile. A second call is the next start. */
export async function start(
  tenant: Tenant | undefined = tenantOf(sandbox),
  trusts = true,
  isAllowed: (tenant: Tenant) => boolean = () => true
): Promise<Started> {
  const records = accountRecords(profile, log)
  const first = await records.first(tenant)
  if (!first) throw new Error('no account')
  const told: string[] = []
  const opened: string[] = []
  const owners = new Map<string, Owner>()
  const accounts = createAccounts({
    records,
    first,
    open: (record, owner, isCurrent) => {
      opened.push(record.id)
      owners.set(record.id, owner)
      const entries = vaults.get(record.id) ?? new Map<string, string>()
      vaults.set(record.id, entries)
      return createAccountServices({
        tenant: record.tenant,
        owner,
        profile: records.folder(record.id),
        redirectPorts: [0],
        transport: (url, init) => fetch(url, init),
        passProxy: () => Promise.resolve(false),
        vault: lockable(entries, keychain).vault,
        sealing: unsealed,
        keychain: { hold: () => log, reset: log },
        openInBrowser: () => Promise.resolve(true),
        copy: () => Promise.resolve(),
        secretClipboard: secretClipboard({ readText: () => '', writeText: log, clear: log }),
        saveText: () => Promise.resolve(false),
        chooseFile: () => Promise.resolve(undefined),
        openAuthenticator: () => Promise.resolve(),
        protectScreen: log,
        confirmInDialog: () => Promise.resolve(false),
        notify: log,
        attention: { isVisible: () => false, onChange: () => () => undefined },
        language: () => 'en',
        tell: (event) => {
          if (isCurrent()) told.push(event)
        },
        log
      })
    },
    renewPage: () => told.push('page renewed'),
    isAllowed,
    confirmTenant: () => Promise.resolve(trusts),
    nameGiven: () => undefined,
    log
  })
  running.push(accounts)
  await accounts.current().session.start()
  return { accounts, told, opened, owners }
}

export const phaseOf = (accounts: Accounts<AccountServices>): string => accounts.current().session.state().phase
export const ids = async (accounts: Accounts<AccountServices>): Promise<string[]> =>
  (await list(accounts)).map(({ id }) => id)
export const list = async (accounts: Accounts<AccountServices>) => accounts.handlers['accounts:list']()
export const currentId = async (accounts: Accounts<AccountServices>): Promise<string> =>
  (await list(accounts)).find(({ current }) => current)?.id ?? ''

/** Signs a person in on the account on screen and waits until their session is stored. */
export async function signIn({ accounts }: Started, person: number): Promise<void> {
  const { session } = accounts.current()
  await session.signIn()
  await signInAsPerson(sandbox, session.signInLink(), person)
  const stored = { phase: 'signedIn', keptIn: 'keychain' }
  await expect.poll(() => accounts.current().session.state(), { timeout: 20_000 }).toEqual(stored)
}

/** Returns how many sessions were revoked at the tenant. */
export const revocations = (): number => sandbox.requests.filter(({ path }) => path === '/oidc/token/revocation').length

/** Resolves to the app with two accounts, of which the second is on screen. */
export async function two(): Promise<Started & { unseen: string; shown: string }> {
  const started = await start()
  await signIn(started, 0)
  const unseen = await currentId(started.accounts)
  await started.accounts.handlers['accounts:add'](undefined)
  await signIn(started, 1)
  return { ...started, unseen, shown: await currentId(started.accounts) }
}
