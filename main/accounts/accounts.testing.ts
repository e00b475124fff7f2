import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox'
import { createApplication } from '../application'
import { secretClipboard } from '../desktop/secretClipboard'
import { lockable } from '../session/session.testing'
import { signInAsPerson, tenantOf } from '../session/tenant.testing'
import type { Tenant } from '../tenant'
import { unsealed } from '../vault/sealing'
import { accountRecords } from './accountRecords'
import { type Accounts, createAccounts } from './accounts'
import type { Owner } from './owner'

export let sandbox: Sandbox
export let profile: string
/** The keychain entries of each account. */
export let vaults: Map<string, Map<string, string>>
/** Locks the keychain of every account, or unlocks it. */
export const keychain = { locked: false }
let running: Accounts[]
const log = (): void => undefined

/** To be called once in a file of tests. */
export function useProfile(): void {
  beforeEach(async () => {
    sandbox = await startSandbox()
    profile = await mkdtemp(join(tmpdir(), 'holdfast-'))
    vaults = new Map()
    keychain.locked = false
    running = []
  })
  afterEach(async () => {
    for (const accounts of running) for (const one of accounts.running()) await one.end()
    await sandbox.close()
    await rm(profile, { recursive: true })
  })
}

export interface Started {
  accounts: Accounts
  /** The events that the page was told, and its renewals, in their order. */
  told: string[]
  opened: string[]
  /** The owner through which each account tells of itself. */
  owners: Map<string, Owner>
}

/** The app on this profile; a second call is the next start. */
export async function start(tenant: Tenant | undefined = tenantOf(sandbox), trusts = true): Promise<Started> {
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
      return createApplication({
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
        openAuthenticator: () => Promise.resolve(),
        protectScreen: log,
        confirmInDialog: () => Promise.resolve(false),
        notify: log,
        language: () => 'en',
        tell: (event) => {
          if (isCurrent()) told.push(event)
        },
        log
      })
    },
    renewPage: () => told.push('page renewed'),
    confirmTenant: () => Promise.resolve(trusts),
    nameGiven: () => undefined
  })
  running.push(accounts)
  await accounts.current().session.start()
  return { accounts, told, opened, owners }
}

export const phaseOf = (accounts: Accounts): string => accounts.current().session.state().phase
export const ids = async (accounts: Accounts): Promise<string[]> => (await list(accounts)).map(({ id }) => id)
export const list = async (accounts: Accounts) => accounts.handlers['accounts:list']()
export const currentId = async (accounts: Accounts): Promise<string> =>
  (await list(accounts)).find(({ current }) => current)?.id ?? ''

/** Signs a person in on the account on screen and waits until their session is stored. */
export async function signIn({ accounts }: Started, person: number): Promise<void> {
  const { session } = accounts.current()
  await session.signIn()
  await signInAsPerson(sandbox, session.signInLink(), person)
  const stored = { phase: 'signedIn', keptIn: 'keychain' }
  await expect.poll(() => accounts.current().session.state(), { timeout: 20_000 }).toEqual(stored)
}
