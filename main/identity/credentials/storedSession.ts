import type { ErrorCode } from '../../../contract/result'
import { AppError } from '../../ground/errors'
import type { Tenant } from '../../ground/tenant'
import type { Log } from '../../log/log'
import type { Marker } from '../../storage/marker'
import { erase } from '../../vault/erase'
import { deleteRecord, readRecord, type Record as VaultRecord, writeRecord } from '../../vault/record'
import type { Sealing } from '../../vault/sealing'
import type { Vault } from '../../vault/vault'
import type { Credential } from './credential'
import type { Loaded } from './credentialStoreInterface'
import { readExpected } from './expectedRecord'
import type { SessionMarker } from './sessionMarker'
import { credentialOf, holds, recordOf } from './storedCredential'
import { hashOfSub } from './subHash'

/** Changes the session in the keychain together with its marker, as in `CredentialStore`. Calls must not overlap. */
export interface StoredSession {
  readonly load: () => Promise<Loaded | null>
  save(credential: Credential, vouched: boolean): Promise<void>
  readonly storedElsewhere: () => Promise<Credential | null | undefined>
  readonly clear: () => Promise<void>
  readonly discard: () => Promise<void>
  reseal(): Promise<void>
}

interface StoredSessionParts {
  vault: Vault
  sealing: Sealing
  marker: SessionMarker
  tenant: Tenant
  /** Deletes all else that must not outlive the session. */
  goesToo: () => Promise<void>
  log: Log
}

export function createStoredSession({
  vault,
  sealing,
  marker,
  tenant,
  goesToo,
  log
}: StoredSessionParts): StoredSession {
  const isOurs = ({ iss, client_id }: VaultRecord): boolean => iss === tenant.issuer && client_id === tenant.appId

  async function clear(): Promise<void> {
    if (marker.expected() === 'nothing') return
    await marker.clearBegins()
    await eraseRecord(vault, marker.known().gen, goesToo)
    marker.expect('nothing')
    await marker.note({ state: 'signedOut' })
  }

  async function load(): Promise<Loaded | null> {
    marker.read()
    const before = marker.known()
    if (before.state === 'copied') throw new AppError('profileCopied')
    if (marker.expected() === 'nothing') return null
    if (before.state === 'toBeCleared') {
      await clear()
      return null
    }
    const record = await readExpected(vault, sealing, marker.expected() === 'session')
    if (!record) return null
    if (!isOurs(record)) throw new AppError('keychainDamaged')
    // A crash between the two writes leaves a marker that is older than its record.
    marker.agreeWith(record)
    return loadedFrom(record, marker.known())
  }

  async function storedElsewhere(): Promise<Credential | null | undefined> {
    const { state, gen, subHash } = marker.known()
    if (state !== 'stored') return undefined
    const record = await readRecord(vault, sealing).catch((error: unknown) => {
      // This process goes on with the session that it knows.
      log('keychain-unreadable', {}, error)
      return undefined
    })
    if (record === undefined) return undefined
    if (record && (!isOurs(record) || record.gen <= gen)) return undefined
    if (record && hashOfSub(record.sub) === subHash) {
      marker.advanceTo(record.gen)
      return credentialOf(record)
    }
    // The record is of another person now, or there is none. A locked keyring reports none as well, so the marker decides.
    if (!record && !marker.isEndedElsewhere()) return undefined
    marker.expect('nothing')
    return null
  }

  async function save(credential: Credential, vouched: boolean): Promise<void> {
    const record = recordOf(credential, tenant)
    const { state } = marker.known()
    if (state === 'signedOut' || state === 'copied') await marker.note({ state: 'storing' })
    const gen = await writeRecord(vault, record, marker.known().gen, sealing).catch(async (error: unknown) => {
      await noteNotStored()
      throw error
    })
    marker.expect('session')
    await marker.note({ state: 'stored', gen, subHash: hashOfSub(credential.sub), vouched })
  }

  async function noteNotStored(): Promise<void> {
    const { refreshPending } = marker.known()
    if (refreshPending) await marker.note({ refreshPending: { ...refreshPending, answered: true } })
    if (marker.known().state === 'storing') await marker.note({ state: 'signedOut' })
  }

  async function reseal(): Promise<void> {
    marker.read()
    if (marker.expected() === 'nothing' || marker.known().state === 'toBeCleared') return
    const record = await readUnlessUnreadable(vault, sealing)
    if (!record || !isOurs(record)) return
    const rewritten = { ...record, rt_gen: record.rt_gen ?? record.gen }
    const gen = await writeRecord(vault, rewritten, record.gen, sealing)
    const { refreshPending } = marker.known()
    await marker.note({ state: 'stored', gen, subHash: hashOfSub(record.sub), refreshPending })
  }

  async function discard(): Promise<void> {
    marker.read()
    await clear()
  }

  return { load, save, storedElsewhere, clear, discard, reseal }
}

function loadedFrom(record: VaultRecord, { refreshPending, vouched }: Marker): Loaded {
  const pending = refreshPending ? refreshPending.answered !== false && holds(record, refreshPending.gen) : false
  const usedUp = pending && refreshPending?.answered === true
  return { credential: credentialOf(record), refreshPending: pending, usedUp, vouched: vouched === true }
}

/** Deletes a record and its companions, and checks that it is gone. @throws AppError `keychainNotCleared` */
async function eraseRecord(vault: Vault, gen: number, goesToo: () => Promise<void>): Promise<void> {
  try {
    await erase(vault, () => deleteRecord(vault, gen))
    await goesToo()
    if ((await vault.get('head')) !== null) throw new AppError('keychainNotCleared')
  } catch (cause) {
    throw new AppError('keychainNotCleared', { cause })
  }
}

const unreadable = new Set<ErrorCode>(['keychainDamaged', 'keychainNewer'])

/** Resolves to the record, or to `null` if there is none that can be read. @throws AppError of the vault */
async function readUnlessUnreadable(vault: Vault, sealing: Sealing): Promise<VaultRecord | null> {
  try {
    return await readRecord(vault, sealing)
  } catch (error) {
    if (error instanceof AppError && unreadable.has(error.code)) return null
    throw error
  }
}
