import { z } from 'zod'
import { AppError } from '../errors'
import { createQueue } from '../inTurn'
import type { Log } from '../log'
import { readStored, writeStored } from '../storedFile'
import type { Tenant } from '../tenant'
import { deleteRecord, readRecord, writeRecord } from '../vault/record'
import type { Vault } from '../vault/vault'
import type { Credential } from './credential'
import { hashOfSub } from './subHash'

/**
 * The marker: a file without secrets that says whether the keychain should hold a session. A locked keyring on Linux
 * answers "no such entry", so without it a locked keyring and a signed-out person would look the same.
 */
const marker = z.object({
  v: z.literal(1),
  gen: z.int().nonnegative(),
  issuer: z.string(),
  subHash: z.string(),
  state: z.enum(['stored', 'signedOut', 'toBeCleared']),
  /** A refresh was begun and its outcome is not known: the answer may have been lost. */
  refreshPending: z.object({ gen: z.int(), at: z.number() }).nullable()
})
type Marker = z.infer<typeof marker>

export interface Loaded {
  credential: Credential
  /** The last refresh may have happened without its answer being kept. */
  refreshPending: boolean
}

export interface CredentialStore {
  /**
   * The stored session, `null` when there is none to expect.
   *
   * @throws AppError `keychainLocked` when one is expected but none is found, and the keychain's other failures.
   */
  load(): Promise<Loaded | null>
  /** @throws AppError of the keychain; what was stored before is still stored then. */
  save(credential: Credential): Promise<void>
  /** Notes that a refresh begins, so that an answer lost in a crash is known later. */
  refreshBegins(): Promise<void>
  /** Deletes the session and makes sure of it. @throws AppError `keychainNotCleared`; the next `load` tries again. */
  clear(): Promise<void>
  /** Resolves when every change asked for so far is done. */
  settled(): Promise<void>
}

export function createCredentialStore(vault: Vault, markerPath: string, tenant: Tenant, log: Log): CredentialStore {
  // A session that is being stored must not reappear behind a sign-out: one change at a time.
  const inTurn = createQueue()
  let known = emptyMarker(tenant)
  /** Whether the keychain may hold something of ours. */
  let expected: 'nothing' | 'session' | 'remainder' = 'nothing'

  /** A marker that cannot be written costs clearer words later, never the session. */
  async function note(change: Partial<Marker>): Promise<void> {
    known = { ...known, refreshPending: null, ...change }
    await writeStored(markerPath, known).catch((error: unknown) => log('marker-not-written', {}, error))
  }

  async function readMarker(): Promise<void> {
    const stored = await readStored(markerPath, marker)
    if (stored.state === 'present' && stored.value.issuer === tenant.issuer) {
      known = stored.value
      expected = known.state === 'stored' ? 'session' : known.state === 'toBeCleared' ? 'remainder' : 'nothing'
    } else if (stored.state !== 'absent') {
      expected = 'remainder'
    }
  }

  async function clear(): Promise<void> {
    if (expected === 'nothing') return
    await note({ state: 'toBeCleared' })
    try {
      const had = await deleteRecord(vault, known.gen)
      const gone = (await vault.get('head')) === null
      // A locked keyring finds nothing to delete and then nothing left: that is no proof.
      if (!gone || (expected === 'session' && !had)) throw new AppError('keychainNotCleared')
    } catch (cause) {
      throw new AppError('keychainNotCleared', { cause })
    }
    expected = 'nothing'
    await note({ state: 'signedOut' })
  }

  async function load(): Promise<Loaded | null> {
    await readMarker()
    if (expected === 'nothing') return null
    if (known.state === 'toBeCleared') {
      await clear().catch((error: unknown) => log('keychain-not-cleared', {}, error))
      return null
    }
    const record = await readRecord(vault)
    if (!record) {
      if (expected === 'remainder') return null
      throw new AppError('keychainLocked')
    }
    if (record.iss !== tenant.issuer || record.client_id !== tenant.appId) throw new AppError('keychainDamaged')
    const credential = {
      sub: record.sub,
      refreshToken: record.rt,
      accessToken: record.at,
      accessTokenUsableUntil: record.at_exp
    }
    return { credential, refreshPending: known.refreshPending?.gen === record.gen }
  }

  async function save(credential: Credential): Promise<void> {
    const { sub, refreshToken, accessToken, accessTokenUsableUntil } = credential
    const record = {
      iss: tenant.issuer,
      client_id: tenant.appId,
      sub,
      rt: refreshToken,
      at: accessToken,
      at_exp: Number.isFinite(accessTokenUsableUntil) ? accessTokenUsableUntil : 0,
      saved_at: Date.now()
    }
    const gen = await writeRecord(vault, record, known.gen)
    expected = 'session'
    await note({ state: 'stored', gen, subHash: hashOfSub(sub) })
  }

  async function refreshBegins(): Promise<void> {
    if (known.state === 'stored') await note({ refreshPending: { gen: known.gen, at: Date.now() } })
  }

  return {
    load: () => inTurn(load),
    save: (credential) => inTurn(() => save(credential)),
    refreshBegins: () => inTurn(refreshBegins),
    clear: () => inTurn(clear),
    settled: () => inTurn(() => Promise.resolve())
  }
}

const emptyMarker = (tenant: Tenant): Marker => ({
  v: 1,
  gen: 0,
  issuer: tenant.issuer,
  subHash: '',
  state: 'signedOut',
  refreshPending: null
})
