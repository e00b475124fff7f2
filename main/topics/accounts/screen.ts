import { AppError } from '../../ground/errors'
import type { Tenant } from '../../ground/tenant'
import type { Credential } from '../../identity/credentials/credential'
import { inBackground, type Log } from '../../log/log'
import type { AccountRecord } from '../../storage/accountRecords'
import type { RunningAccount } from './runningAccount'

/** The account on screen, and those in the background that cannot be ended yet. */
export interface Screen<S extends RunningAccount> {
  /** Returns the record of the account on screen. */
  record(): AccountRecord
  services(): S
  shows(id: string): boolean
  /** Takes over new facts of the account, if it is on screen. */
  update(record: AccountRecord): void
  /**
   * Shows another account. After `end` it only notes which account comes next, and `begin` shows it.
   *
   * @param fresh a session that has just begun, to continue with
   * @throws AppError `tenantNotAllowed`
   */
  show(next: AccountRecord, fresh?: Credential): Promise<void>
  /** Notes which account `begin` shows. It is called after `end`. */
  next(record: AccountRecord): void
  /** Returns true after `end` and before `begin`, while nothing of any account may run. */
  hasEnded(): boolean
  end(): Promise<void>
  begin(): void
  /** Returns the services of an account that runs. */
  runningOf(id: string): S | undefined
  running(): S[]
  /** Removes an account from the background, so that the caller can end it. Returns true if it was there. */
  release(id: string): boolean
}

interface ScreenParts<S extends RunningAccount> {
  first: AccountRecord
  /** Creates the services of an account. They can tell the page something only while `isCurrent` returns true. */
  open: (record: AccountRecord, isCurrent: () => boolean) => S
  /** Ends the page with everything that it shows, and begins a new one. */
  renewPage: () => void
  isAllowed: (tenant: Tenant) => boolean
  /** Hears which account the next start is to begin with. */
  pointTo: (id: string) => void
  log: Log
}

export function createScreen<S extends RunningAccount>(parts: ScreenParts<S>): Screen<S> {
  const { open, renewPage, isAllowed, pointTo, log } = parts
  /** Accounts in the background whose session is in memory only, so that ending them would sign them out. */
  const unstored = new Map<string, S>()
  let ended = false
  let record = parts.first
  let services = servicesOf(parts.first)

  function servicesOf(next: AccountRecord): S {
    const opened: S = unstored.get(next.id) ?? open(next, () => !ended && services === opened)
    return opened
  }

  /** Shows an account. The page goes first, so that nothing of the previous account is on screen when the next one begins. */
  async function show(next: AccountRecord, fresh?: Credential): Promise<void> {
    if (!isAllowed(next.tenant)) throw new AppError('tenantNotAllowed')
    if (ended) return void (record = next)
    const left = services
    const leftId = record.id
    record = next
    services = servicesOf(next)
    const known = unstored.delete(next.id)
    renewPage()
    if (next.subHash !== undefined && !fresh) pointTo(next.id)
    if (fresh) await services.session.adopt(fresh)
    else if (!known) startSession()
    if (left === services) return
    if (left.session.isStored()) await left.end()
    else unstored.set(leftId, left)
  }

  const startSession = (): void => inBackground(log, 'session-not-started', services.session.start())
  const running = (): S[] => [services, ...unstored.values()]

  return {
    record: () => record,
    services: () => services,
    shows: (id) => record.id === id,
    update(changed) {
      if (changed.id === record.id) record = changed
    },
    show,
    next(chosen) {
      record = chosen
    },
    hasEnded: () => ended,
    async end() {
      ended = true
      const ending = running()
      unstored.clear()
      await Promise.all(ending.map((one) => one.end()))
    },
    begin() {
      ended = false
      services = servicesOf(record)
      renewPage()
      startSession()
    },
    runningOf: (id) => (id === record.id ? services : unstored.get(id)),
    running,
    release: (id) => unstored.delete(id)
  }
}
