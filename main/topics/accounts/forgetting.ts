import { AppError } from '../../ground/errors'
import type { Tenant } from '../../ground/tenant'
import type { AccountRecord, AccountRecords } from '../../storage/accountRecords'
import type { AccountNotes } from './notes'
import type { RunningAccount } from './runningAccount'
import type { Screen } from './screen'

interface ForgettingParts<S extends RunningAccount> {
  records: AccountRecords
  notes: AccountNotes
  screen: Screen<S>
  /** Creates the services of an account that tells the page nothing. */
  unseen: (record: AccountRecord) => S
  isAllowed: (tenant: Tenant) => boolean
}

/**
 * Deletes everything that is stored of one account, then shows another if it was on screen.
 *
 * @throws AppError of the keychain that does not let go; the account is listed as forgotten then
 */
export async function forgetAccount<S extends RunningAccount>(
  target: AccountRecord,
  { records, notes, screen, unseen, isAllowed }: ForgettingParts<S>
): Promise<void> {
  const { id } = target
  const isShown = screen.shows(id)
  const leaving = screen.runningOf(id) ?? unseen(target)
  const others = isShown ? (await records.list()).filter((one) => one.id !== id && isAllowed(one.tenant)) : []
  if (isShown && target.subHash === undefined && others.length === 0) return
  try {
    await deleteStored(leaving, isShown || screen.release(id))
  } catch (error) {
    const forgotten = { ...(screen.shows(id) ? screen.record() : target), forgotten: true }
    screen.update(forgotten)
    await notes.keep(forgotten)
    throw error
  } finally {
    if (!isShown) await leaving.end()
  }
  if (isShown) await screen.show(others[0] ?? (await records.vacant(target.tenant)))
  await records.remove(id)
}

/**
 * Revokes the session of an account and deletes it. A session that cannot be read now stays, so that it can be revoked later.
 *
 * @throws AppError of the keychain that does not let go
 */
async function deleteStored(leaving: RunningAccount, isStarted: boolean): Promise<void> {
  const { session } = leaving
  if (!isStarted) await session.start()
  await session.signOut()
  const state = session.state()
  if (state.phase === 'keychainUnreadable') throw new AppError(state.failure.code)
  await leaving.discard()
}
