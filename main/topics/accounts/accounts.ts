import { setImmediate } from 'node:timers/promises'
import type { TenantEntry } from '../../../contract/accounts'
import type { HandlersOf } from '../../bridge/topic'
import { AppError } from '../../ground/errors'
import type { Tenant } from '../../ground/tenant'
import type { Owner } from '../../identity/owner'
import type { Log } from '../../log/log'
import type { AccountRecord, AccountRecords } from '../../storage/accountRecords'
import { entryOf, inOrder, placeOf, type ShownAccount } from './accountEntry'
import { forgetAccount } from './forgetting'
import { createAccountNotes } from './notes'
import { ownerOf } from './owners'
import type { RunningAccount } from './runningAccount'
import { createScreen } from './screen'
import { type Trust, trustedTenant } from './trust'

export type AccountsHandlers = Omit<HandlersOf<'accounts'>, 'accounts:forgetAll'>

export interface Accounts<S extends RunningAccount> {
  /** Returns the services of the account on screen. They are others after each switch. */
  current(): S
  handlers: AccountsHandlers
  /** Ends everything that runs. Its state is dropped from memory, but everything stored stays. */
  end(): Promise<void>
  /** Resolves when nothing of any account is on its way into the keychain or a file. */
  settled(): Promise<void>
  /** Begins the account on screen again in a new page. It is called after `end`. */
  begin(): void
  /**
   * Deletes everything that is stored of every account without reading it, and begins as if nobody had signed in. It is
   * called after `end`.
   *
   * @throws AppError `keychainNotCleared`; entries that were not deleted are still there then, and can be deleted again
   */
  discardAll(): Promise<void>
  /** Seals everything that is stored of every account in the way that is now required. @throws AppError of the keychain */
  resealAll(): Promise<void>
  /** Returns the account on screen as its first screen names it. */
  shown(): ShownAccount
  /** Returns all services that run, for the end of the program. */
  running(): S[]
}

interface AccountsParts<S extends RunningAccount> extends Trust {
  records: AccountRecords
  first: AccountRecord
  /** Creates the services of an account. They can tell the page something only while `isCurrent` returns true. */
  open: (record: AccountRecord, owner: Owner, isCurrent: () => boolean) => S
  /** Ends the page with everything that it shows, and begins a new one. */
  renewPage: () => void
  /** Returns the organisation's name from the start options. */
  nameGiven: (tenant: Tenant) => string | undefined
  log: Log
}

/** Runs several accounts, of which one is on screen. */
export function createAccounts<S extends RunningAccount>(parts: AccountsParts<S>): Accounts<S> {
  const { records, first, renewPage, isAllowed, log } = parts
  const notes = createAccountNotes(records)
  const screen = createScreen({ first, open, renewPage, isAllowed, pointTo: notes.pointTo, log })

  function open(record: AccountRecord, isCurrent: () => boolean): S {
    return parts.open(
      record,
      ownerOf(record.id, { records, notes, screen: () => screen, organisationOf, log }),
      isCurrent
    )
  }

  const unseen = (record: AccountRecord): S => open(record, () => false)

  function organisationOf({ organisation, tenant }: AccountRecord): string | undefined {
    return organisation ?? parts.nameGiven(tenant)
  }

  async function find(id: string): Promise<AccountRecord> {
    const found = (await records.list()).find((one) => one.id === id)
    if (screen.hasEnded()) throw new AppError('locked')
    if (!found) throw new AppError('invalidInput')
    return found
  }

  async function add(entry: TenantEntry | undefined): Promise<void> {
    const tenant = entry ? await trustedTenant(entry, parts) : screen.record().tenant
    if (tenant) await screen.show(await records.vacant(tenant))
  }

  return {
    current: () => screen.services(),
    shown: () => {
      const record = screen.record()
      return { account: record.id, ...placeOf(record, organisationOf(record)) }
    },
    async settled() {
      await Promise.all(screen.running().map((one) => one.settled()))
      // A listener that hears of a stored session notes it in the next turn.
      await setImmediate()
      await notes.written()
    },
    running: () => screen.running(),
    end: () => screen.end(),
    begin: () => screen.begin(),
    async discardAll() {
      for (const one of await records.list()) {
        await unseen(one).discard()
        await records.remove(one.id)
      }
      screen.next(await records.vacant(screen.record().tenant))
      notes.clearPointer()
    },
    async resealAll() {
      for (const one of await records.list()) await (screen.runningOf(one.id) ?? unseen(one)).reseal()
    },
    handlers: {
      'accounts:list': async () =>
        inOrder(await records.list()).map((one) => ({
          ...entryOf(one, organisationOf(one)),
          ...(!isAllowed(one.tenant) && { barred: true }),
          current: screen.shows(one.id)
        })),
      'accounts:switch': async ({ id }) => {
        if (!screen.shows(id)) await screen.show(await find(id))
      },
      'accounts:add': add,
      'accounts:forget': async ({ id }) => forgetAccount(await find(id), { records, notes, screen, unseen, isAllowed }),
      'accounts:retryMachineFile': () => {
        throw new AppError('invalidInput')
      }
    }
  }
}
