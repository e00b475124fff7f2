import { setImmediate } from 'node:timers/promises'
import type { TenantEntry } from '../../contract/accounts'
import type { Application } from '../application'
import type { Handlers } from '../bridge/serve'
import { AppError } from '../errors'
import { createQueue } from '../inTurn'
import { inBackground } from '../log'
import type { Credential } from '../session/credential'
import { hashOfSub } from '../session/subHash'
import { isSameTenant, type Tenant } from '../tenant'
import { entryOf, placeOf, type ShownAccount } from './accountEntry'
import type { AccountRecord, AccountRecords } from './accountRecords'
import type { Owner } from './owner'
import { withFacts } from './ownerFacts'
import { trustedTenant } from './trust'

export type AccountsHandlers = Pick<Handlers, Extract<keyof Handlers, `accounts:${string}`>>

export interface Accounts {
  /** The application of the account on screen; another one after each switch. */
  current(): Application
  handlers: AccountsHandlers
  /** Ends everything that runs: what it held is dropped from memory, what is stored stays. */
  end(): Promise<void>
  /** Resolves when nothing of any account is on its way into the keychain or a file. */
  settled(): Promise<void>
  /** After `end`: begins the account on screen anew, in a new page. */
  begin(): void
  /**
   * After `end`: deletes everything that is stored of every account, without having looked at it, and begins as if nobody had
   * signed in.
   *
   * @throws AppError `keychainNotCleared`; what was not deleted yet is still there then, and can be deleted again
   */
  discardAll(): Promise<void>
  /** Has what is stored of every account sealed as it has to be from now on. @throws AppError of the keychain */
  resealAll(): Promise<void>
  /** The account on screen, as its first screen names it. */
  shown(): ShownAccount
  /** Everything that runs, for the end of the program. */
  running(): Application[]
}

interface AccountsParts {
  records: AccountRecords
  first: AccountRecord
  /** Makes the application of an account; `tell` of it reaches the page only while `isCurrent`. */
  open: (record: AccountRecord, owner: Owner, isCurrent: () => boolean) => Application
  /** Ends the page with all it shows, and begins a new one. */
  renewPage: () => void
  /** Asks outside of the page whether a tenant that was typed in is to be trusted. */
  confirmTenant: (tenant: Tenant) => Promise<boolean>
  /** Returns what a start option says that the organisation is called. */
  nameGiven: (tenant: Tenant) => string | undefined
}

/** Several accounts, of which one is on screen. */
export function createAccounts({ records, first, open, renewPage, confirmTenant, ...parts }: AccountsParts): Accounts {
  /** Accounts in the background whose session is nowhere but in memory: ending them would sign them out. */
  const unstored = new Map<string, Application>()
  const inTurn = createQueue()
  let pointed: string | undefined
  /** True after `end` and before `begin`: nothing of any account may run. */
  let ended = false
  let record = first
  let application = begin(first)

  function begin(next: AccountRecord): Application {
    const opened: Application =
      unstored.get(next.id) ?? open(next, ownerOf(next.id), () => !ended && application === opened)
    return opened
  }

  const organisationOf = ({ organisation, tenant }: AccountRecord): string | undefined =>
    organisation ?? parts.nameGiven(tenant)

  function ownerOf(id: string): Owner {
    return {
      async accepts(sub) {
        if (record.id !== id) return true
        if (record.subHash !== undefined) return record.subHash === hashOfSub(sub)
        return !(await ofPerson(record.tenant, sub))
      },
      handOver: (credential) => inBackground('account-not-shown', showOwnAccount(credential)),
      note(facts) {
        const { stored } = facts
        if (record.id !== id) return
        if (stored) pointTo(id)
        const changed = withFacts(record, facts)
        if (changed === record) return
        record = changed
        void inTurn(() => records.keep(changed))
      },
      organisation: () => (record.id === id ? organisationOf(record) : undefined)
    }
  }

  /** The next start begins with this account: one that can be signed in to without the browser. */
  function pointTo(id: string): void {
    if (pointed === id) return
    pointed = id
    void inTurn(() => records.makeCurrent(id))
  }

  const ofPerson = async (tenant: Tenant, sub: string): Promise<AccountRecord | undefined> =>
    (await records.list()).find((one) => isSameTenant(one.tenant, tenant) && one.subHash === hashOfSub(sub))

  async function showOwnAccount(credential: Credential): Promise<void> {
    const { id, tenant, subHash } = record
    const known = await ofPerson(tenant, credential.sub)
    await show(known ?? (await records.vacant(tenant)), credential)
    if (subHash === undefined && record.id !== id) await records.remove(id)
  }

  /**
   * The page goes first, so that nothing of the account before is on screen when the next one begins. After `end` it is only
   * noted which account comes next: `begin` shows it.
   */
  async function show(next: AccountRecord, fresh?: Credential): Promise<void> {
    if (ended) return void (record = next)
    const left = application
    const leftId = record.id
    record = next
    application = begin(next)
    const known = unstored.delete(next.id)
    renewPage()
    if (next.subHash !== undefined && !fresh) pointTo(next.id)
    if (fresh) await application.session.adopt(fresh)
    else if (!known) inBackground('session-not-started', application.session.start())
    if (left === application) return
    if (left.session.isStored()) await left.end()
    else unstored.set(leftId, left)
  }

  async function find(id: string): Promise<AccountRecord> {
    const found = (await records.list()).find((one) => one.id === id)
    if (ended) throw new AppError('locked')
    if (!found) throw new AppError('invalidInput')
    return found
  }

  async function add(entry: TenantEntry | undefined): Promise<void> {
    const tenant = entry ? await trustedTenant(entry, { records, confirmTenant }) : record.tenant
    if (tenant) await show(await records.vacant(tenant))
  }

  async function forget(id: string): Promise<void> {
    const target = await find(id)
    const isShown = id === record.id
    const leaving = runningOf(id) ?? unseen(target)
    const others = isShown ? (await records.list()).filter((one) => one.id !== id) : []
    if (isShown && target.subHash === undefined && others.length === 0) return
    try {
      await deleteStored(leaving, isShown || unstored.delete(id))
    } catch (error) {
      await noteForgotten(target)
      throw error
    } finally {
      if (!isShown) await leaving.end()
    }
    if (isShown) await show(others[0] ?? (await records.vacant(target.tenant)))
    await records.remove(id)
  }

  /**
   * Revokes the session of an account and deletes it. One that cannot be read now stays, so that it can still be revoked later.
   *
   * @throws AppError of the keychain that does not let go
   */
  async function deleteStored(leaving: Application, isStarted: boolean): Promise<void> {
    const { session } = leaving
    if (!isStarted) await session.start()
    await session.signOut()
    const state = session.state()
    if (state.phase === 'keychainUnreadable') throw new AppError(state.failure.code)
    await leaving.discard()
  }

  async function noteForgotten(one: AccountRecord): Promise<void> {
    const noted = { ...(one.id === record.id ? record : one), forgotten: true }
    if (noted.id === record.id) record = noted
    await inTurn(() => records.keep(noted))
  }

  const unseen = (one: AccountRecord): Application => open(one, ownerOf(one.id), () => false)
  const runningOf = (id: string): Application | undefined => (id === record.id ? application : unstored.get(id))
  const running = (): Application[] => [application, ...unstored.values()]

  return {
    current: () => application,
    shown: () => ({ account: record.id, ...placeOf(record, organisationOf(record)) }),
    async settled() {
      await Promise.all(running().map((one) => one.settled()))
      // Whoever hears that a session is stored notes it in the turn after.
      await setImmediate()
      await inTurn(() => Promise.resolve())
    },
    running,
    async end() {
      ended = true
      const ending = running()
      unstored.clear()
      await Promise.all(ending.map((one) => one.end()))
    },
    begin() {
      ended = false
      application = begin(record)
      renewPage()
      inBackground('session-not-started', application.session.start())
    },
    async discardAll() {
      for (const one of await records.list()) {
        await unseen(one).discard()
        await records.remove(one.id)
      }
      record = await records.vacant(record.tenant)
      pointed = undefined
    },
    async resealAll() {
      for (const one of await records.list()) await (runningOf(one.id) ?? unseen(one)).reseal()
    },
    handlers: {
      'accounts:list': async () => {
        const all = await records.list()
        const inOrder = all.sort((one, other) => orderOf(one).localeCompare(orderOf(other)))
        return inOrder.map((one) => ({ ...entryOf(one, organisationOf(one)), current: one.id === record.id }))
      },
      'accounts:switch': async ({ id }) => {
        if (id !== record.id) await show(await find(id))
      },
      'accounts:add': add,
      'accounts:forget': ({ id }) => forget(id)
    }
  }
}

const orderOf = ({ tenant, label = '', id }: AccountRecord): string => [tenant.host, label, id].join('\n')
