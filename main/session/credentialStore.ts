import type { ErrorCode } from '../../contract/result'
import { AppError } from '../errors'
import { createFileLock } from '../fileLock'
import { createQueue } from '../inTurn'
import type { Log } from '../log'
import { readStored, writeStored } from '../storedFile'
import type { Tenant } from '../tenant'
import { erase } from '../vault/erase'
import { deleteRecord, readRecord, type Record as VaultRecord, writeRecord } from '../vault/record'
import { type Sealing, unsealed } from '../vault/sealing'
import type { Vault } from '../vault/vault'
import type { Credential } from './credential'
import type { CredentialStore, Loaded } from './credentialStoreInterface'
import { readExpected } from './expectedRecord'
import { emptyMarker, type Expected, expectedBy, marker, type Marker } from './marker'
import { credentialOf, holds, recordOf } from './storedCredential'
import { hashOfSub } from './subHash'

const unreadable = new Set<ErrorCode>(['keychainDamaged', 'keychainNewer'])

/** How long a refresh, and how long any other change, waits for another process, in ms. */
const refreshPatienceMs = 90_000
const changePatienceMs = 3_000

interface StoreOptions {
  /** Deletes what must not outlive the session; a clearing that was cut off or failed calls it again. */
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
  // A session that is being stored must not reappear behind a sign-out: one change at a time.
  const inTurn = createQueue()
  const lock = createFileLock(`${markerPath}.lock`)
  let known = emptyMarker(tenant)
  let expected: Expected = 'nothing'

  /** A marker that cannot be written costs clearer words later, never the session. */
  async function note(change: Partial<Marker>): Promise<void> {
    known = { ...known, refreshPending: null, ...change }
    await writeStored(markerPath, known).catch((error: unknown) => log('marker-not-written', {}, error))
  }

  /** A lock that cannot be made costs the protection from a second process, never the session. */
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

  function readMarker(): void {
    const stored = readStored(markerPath, marker)
    const found = expectedBy(stored, tenant)
    if (found) expected = found
    if (stored.state === 'present' && stored.value.issuer === tenant.issuer) known = stored.value
  }

  async function clear(): Promise<void> {
    if (expected === 'nothing') return
    await clearBegins()
    try {
      await erase(vault, () => deleteRecord(vault, known.gen))
      await goesToo()
      if ((await vault.get('head')) !== null) throw new AppError('keychainNotCleared')
    } catch (cause) {
      throw new AppError('keychainNotCleared', { cause })
    }
    expected = 'nothing'
    await note({ state: 'signedOut' })
  }

  async function load(): Promise<Loaded | null> {
    readMarker()
    if (known.state === 'copied') throw new AppError('profileCopied')
    if (expected === 'nothing') return null
    if (known.state === 'toBeCleared') {
      await clear()
      return null
    }
    const record = await readExpected(vault, sealing, expected === 'session')
    if (!record) return null
    if (!isOurs(record)) throw new AppError('keychainDamaged')
    const { refreshPending } = known
    // A crash between the two leaves a marker that is behind its record.
    known = { ...known, state: 'stored', gen: record.gen, subHash: hashOfSub(record.sub) }
    expected = 'session'
    const pending = refreshPending ? refreshPending.answered !== false && holds(record, refreshPending.gen) : false
    const usedUp = pending && refreshPending?.answered === true
    return { credential: credentialOf(record), refreshPending: pending, usedUp, vouched: known.vouched === true }
  }

  const isOurs = ({ iss, client_id }: VaultRecord): boolean => iss === tenant.issuer && client_id === tenant.appId

  async function storedElsewhere(): Promise<Credential | null | undefined> {
    if (known.state !== 'stored') return undefined
    const record = await readRecord(vault, sealing).catch((error: unknown) => {
      // It goes on with what this process knows.
      log('keychain-unreadable', {}, error)
      return undefined
    })
    if (record === undefined) return undefined
    if (record && (!isOurs(record) || record.gen <= known.gen)) return undefined
    if (record && hashOfSub(record.sub) === known.subHash) {
      known = { ...known, gen: record.gen }
      return credentialOf(record)
    }
    // Somebody else's session by now; or none, which a locked keyring says too.
    const stored = readStored(markerPath, marker)
    if (!record && (stored.state !== 'present' || stored.value.state === 'stored')) return undefined
    expected = 'nothing'
    return null
  }

  async function save(credential: Credential, vouched: boolean): Promise<void> {
    const record = recordOf(credential, tenant)
    if (known.state === 'signedOut' || known.state === 'copied') await note({ state: 'storing' })
    const gen = await writeRecord(vault, record, known.gen, sealing).catch(async (error: unknown) => {
      const { refreshPending } = known
      if (refreshPending) await note({ refreshPending: { ...refreshPending, answered: true } })
      if (known.state === 'storing') await note({ state: 'signedOut' })
      throw error
    })
    expected = 'session'
    await note({ state: 'stored', gen, subHash: hashOfSub(credential.sub), vouched })
  }

  /** Another process may have written the marker since, and may have to be let finish: then this one alone knows. */
  async function vouched(alone: boolean): Promise<void> {
    if (known.state !== 'stored') return
    known = { ...known, vouched: true }
    const stored = readStored(markerPath, marker)
    const isOurs = stored.state === 'present' && stored.value.state === 'stored' && stored.value.gen === known.gen
    if (alone && isOurs) await note({ refreshPending: stored.value.refreshPending })
  }

  async function reseal(): Promise<void> {
    readMarker()
    if (expected === 'nothing' || known.state === 'toBeCleared') return
    const record = await readRecord(vault, sealing).catch((error: unknown) => {
      // Nobody can read it, sealed or not.
      if (error instanceof AppError && unreadable.has(error.code)) return null
      throw error
    })
    if (!record || !isOurs(record)) return
    const rewritten = { ...record, rt_gen: record.rt_gen ?? record.gen }
    const gen = await writeRecord(vault, rewritten, record.gen, sealing)
    await note({ state: 'stored', gen, subHash: hashOfSub(record.sub), refreshPending: known.refreshPending })
  }

  async function discard(): Promise<void> {
    readMarker()
    await clear()
  }

  async function refreshBegins(): Promise<void> {
    if (known.state !== 'stored') return
    await note({ refreshPending: { gen: known.gen, at: Date.now(), refused: refusals() } })
  }

  const refusals = (): number => (known.refreshPending?.gen === known.gen ? (known.refreshPending.refused ?? 0) : 0)

  async function refreshRefused(): Promise<number> {
    const refused = refusals() + 1
    await note({ refreshPending: { gen: known.gen, at: Date.now(), answered: false, refused } })
    return refused
  }

  async function clearBegins(): Promise<void> {
    if (expected !== 'nothing') await note({ state: 'toBeCleared' })
  }

  return {
    load: () => inTurn(load),
    save: (credential, vouched = false) => inTurn(() => locked(changePatienceMs, () => save(credential, vouched))),
    vouched: () => inTurn(() => locked(changePatienceMs, vouched)),
    alone: (refresh) =>
      locked(refreshPatienceMs, (alone) => {
        if (!alone) throw new AppError('timedOut')
        return refresh()
      }),
    storedElsewhere: () => inTurn(storedElsewhere),
    refreshBegins: () => inTurn(refreshBegins),
    refreshRefused: () => inTurn(refreshRefused),
    clearBegins: () => inTurn(clearBegins),
    clear: () => inTurn(() => locked(changePatienceMs, clear)),
    discard: () => inTurn(() => locked(changePatienceMs, discard)),
    reseal: () =>
      inTurn(() =>
        locked(changePatienceMs, (alone) => {
          // Another process may be renewing the session: what was read would not be the newest.
          if (!alone) throw new AppError('timedOut')
          return reseal()
        })
      ),
    settled: () => inTurn(() => Promise.resolve())
  }
}
