import { createQueue } from '../../ground/queue'
import type { Log } from '../../log/log'
import { readStored, setAside, writeStored } from '../../storage/storedFile'
import { type FactorRecords, factorsFile } from './records'

/** The file with the remembered factors of every account. It is read when first needed. */
export interface RememberedFactors {
  /** Resolves when the file has been read. Never rejects. */
  isRead(): Promise<void>
  of(account: string): FactorRecords | undefined
  /** Remembers records at once and writes them. A failed write costs the comparison at the next start, never the list. */
  remember(account: string, records: FactorRecords): void
  /** Remembers a change once it is written. @throws the file system's error */
  change(account: string, change: (records: FactorRecords) => FactorRecords): Promise<void>
  /** Resolves when nothing is on its way into the file. */
  settled(): Promise<void>
}

/** @param path the file, absolute */
export function createRememberedFactors(path: string, log: Log): RememberedFactors {
  const inTurn = createQueue()
  let accounts: Readonly<Record<string, FactorRecords>> = {}
  let reading: Promise<void> | undefined

  async function read(): Promise<void> {
    const stored = readStored(path, factorsFile)
    if (stored.state === 'present') accounts = stored.value.accounts
    if (stored.state !== 'unreadable') return
    log('factors-file-unreadable')
    await setAside(path, log)
  }

  return {
    isRead: () => (reading ??= read()),
    of: (account) => accounts[account],
    remember(account, records) {
      if (records === accounts[account]) return
      accounts = { ...accounts, [account]: records }
      const written = inTurn(() => writeStored(path, { v: 1, accounts }))
      written.catch((error: unknown) => log('factors-not-remembered', {}, error))
    },
    change(account, change) {
      const changed = () => ({ ...accounts, [account]: change(accounts[account] ?? {}) })
      return inTurn(async () => {
        await writeStored(path, { v: 1, accounts: changed() })
        accounts = changed()
      })
    },
    settled: () => inTurn(() => Promise.resolve())
  }
}
