import { createQueue } from '../../ground/queue'
import type { AccountRecord, AccountRecords } from '../../storage/accountRecords'

/** Writes the changes of the accounts, one after the other. */
export interface AccountNotes {
  keep(record: AccountRecord): Promise<void>
  /** Makes the next start begin with this account, which can be signed in to without the browser. */
  readonly pointTo: (id: string) => void
  /** Makes the next start begin with no account in particular. */
  clearPointer(): void
  /** Resolves when everything that was noted so far is written. */
  written(): Promise<void>
}

export function createAccountNotes(records: Pick<AccountRecords, 'keep' | 'makeCurrent'>): AccountNotes {
  const inTurn = createQueue()
  let pointed: string | undefined

  return {
    keep: (record) => inTurn(() => records.keep(record)),
    pointTo(id) {
      if (pointed === id) return
      pointed = id
      void inTurn(() => records.makeCurrent(id))
    },
    clearPointer() {
      pointed = undefined
    },
    written: () => inTurn(() => Promise.resolve())
  }
}
