import { AppError } from '../../ground/errors'
import { createQueue } from '../../ground/queue'
import type { Tenant } from '../../ground/tenant'
import type { Log } from '../../log/log'
import { createFileLock } from '../../storage/fileLock'
import { type Sealing, unsealed } from '../../vault/sealing'
import type { Vault } from '../../vault/vault'
import type { CredentialStore } from './credentialStoreInterface'
import { createSessionMarker } from './sessionMarker'
import { createStoredSession } from './storedSession'

/** The times for which a refresh, and any other change, wait for another process, in ms. */
const refreshPatienceMs = 90_000
const changePatienceMs = 3_000

interface StoreOptions {
  /** Deletes all else that must not outlive the session. It is called again if a clearing was interrupted or failed. */
  goesToo?: () => Promise<void>
  sealing?: Sealing
}

export function createCredentialStore(
  vault: Vault,
  markerPath: string,
  tenant: Tenant,
  log: Log,
  { goesToo = () => Promise.resolve(), sealing = unsealed }: StoreOptions = {}
): CredentialStore {
  // Changes run one at a time, so that a session that is being stored does not reappear after a sign-out.
  const inTurn = createQueue()
  const lock = createFileLock(`${markerPath}.lock`)
  const marker = createSessionMarker(markerPath, tenant, log)
  const stored = createStoredSession({ vault, sealing, marker, tenant, goesToo, log })

  /** Runs `work` under the file lock, or without protection from a second process if the lock cannot be made. */
  async function locked<T>(patience: number, work: (alone: boolean) => Promise<T>): Promise<T> {
    const giveBack = await lock.take(patience).catch((error: unknown) => {
      log('lock-not-taken', {}, error)
      return () => Promise.resolve()
    })
    try {
      return await work(giveBack !== undefined)
    } finally {
      await giveBack?.()
    }
  }

  const changing = (work: (alone: boolean) => Promise<void>): Promise<void> =>
    inTurn(() => locked(changePatienceMs, work))

  return {
    load: () => inTurn(stored.load),
    save: (credential, vouched = false) => changing(() => stored.save(credential, vouched)),
    vouched: () => changing(marker.vouched),
    alone: (refresh) =>
      locked(refreshPatienceMs, (alone) => {
        if (!alone) throw new AppError('timedOut')
        return refresh()
      }),
    storedElsewhere: () => inTurn(stored.storedElsewhere),
    refreshBegins: () => inTurn(marker.refreshBegins),
    refreshRefused: () => inTurn(marker.refreshRefused),
    clearBegins: () => inTurn(marker.clearBegins),
    clear: () => changing(stored.clear),
    discard: () => changing(stored.discard),
    reseal: () =>
      changing((alone) => {
        // Another process may be renewing the session, so this one would not read the newest record.
        if (!alone) throw new AppError('timedOut')
        return stored.reseal()
      }),
    settled: () => inTurn(() => Promise.resolve())
  }
}
