import { createHash } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import { snapshot, type Snapshot } from '../../../contract/snapshot'
import { createQueue } from '../../ground/queue'
import type { Log } from '../../log/log'
import { readStored, writeStored } from '../../storage/storedFile'
import { formatVersion, seal, sealedFile, unseal } from '../../vault/sealedFile'
import { createSealedKey } from '../../vault/sealedKey'
import { type Sealing, unsealed } from '../../vault/sealing'
import type { Vault } from '../../vault/vault'

type Part = keyof Snapshot
type Value<P extends Part> = NonNullable<Snapshot[P]>['value']

/** The last known lists of the account that is signed in, kept encrypted from one start to the next. */
export interface SnapshotStore {
  /** Resolves to the snapshot of an earlier run, which is empty if nothing can be read. Never rejects. */
  read(): Promise<Snapshot>
  /** Replaces one part by the tenant's latest answer. It reaches the file as soon as the keychain holds the session. */
  keep<P extends Part>(part: P, value: Value<P>): void
  /** Is called when the keychain holds the session. Only then may it hold a key as well. */
  sessionStored(): void
  /** Deletes the file and its key. @throws AppError of the vault. A file that cannot be deleted opens with no key. */
  forget(): Promise<void>
  /** Writes the key again, sealed in the way that is now required. @throws AppError of the vault */
  reseal(): Promise<void>
  /** Resolves when nothing is on its way into the file. */
  settled(): Promise<void>
}

interface SnapshotParts {
  vault: Vault
  sealing?: Sealing
  /** The path of the file, absolute. */
  path: string
  issuer: string
  /** Returns the subject of the person who is signed in. */
  sub: () => string | undefined
  /** Returns true if the keychain holds the session in its current state. */
  stored: () => boolean
  /** Returns true if the session began in this run, so that nothing from an earlier run belongs to it. */
  fresh: () => boolean
  log: Log
  now?: () => number
}

/** The entry of the key beside those of the session. */
const keyEntry = 'snapshotKey'
/** The most bytes of the file. 100 factors of each list take less than a quarter of it. */
const fileBytes = 512_000

export function createSnapshotStore(parts: SnapshotParts): SnapshotStore {
  const { vault, sealing = unsealed, path, issuer, sub, stored, fresh, log, now = Date.now } = parts
  const inTurn = createQueue()
  const keyInVault = createSealedKey(vault, sealing, keyEntry)
  let person: string | undefined
  /** The parts of an earlier run, and those of this one. */
  let before: Snapshot = {}
  let known: Snapshot = {}
  let key: Buffer | undefined
  let reading: Promise<Snapshot> | undefined
  let changed = false

  const context = (): string => [`holdfast-snapshot/${formatVersion}`, issuer, hashOf(person ?? '')].join('\n')

  function begin(next?: string): void {
    person = next
    before = {}
    known = {}
    key = undefined
    reading = undefined
    changed = false
  }

  /** Drops everything of one person when another one is asked about. */
  function follow(): boolean {
    if (person !== sub()) begin(sub())
    return person !== undefined
  }

  /** Opens the file. File and key are read at the same time. */
  async function open(): Promise<Snapshot> {
    const reader = person
    const [file, opener] = await Promise.all([readFile(path, log), keyInVault.read()])
    if (file === undefined || person !== reader) return {}
    const text = opener && unseal(opener, context(), file)
    if (text === undefined) {
      log('snapshot-unreadable', { code: 'notOpened' })
      return {}
    }
    key = opener
    before = partsOf(text)
    return before
  }

  function read(): Promise<Snapshot> {
    if (!follow() || fresh() || !stored()) return Promise.resolve({})
    reading ??= inTurn(open).catch((error: unknown) => {
      log('snapshot-unreadable', {}, error)
      return {}
    })
    return reading
  }

  /** Writes the file. Parts that were not asked for again stay as they were read. */
  async function write(): Promise<void> {
    if (!changed || !stored() || person === undefined || person !== sub()) return
    changed = false
    const [belongsTo, text] = [context(), JSON.stringify({ ...before, ...known })]
    key ??= await keyInVault.make()
    const value = seal(key, belongsTo, text)
    if (Buffer.byteLength(JSON.stringify(value)) > fileBytes) log('snapshot-not-kept', { code: 'tooLong' })
    else await writeStored(path, value)
  }

  function writeSoon(): void {
    if (!changed || !stored()) return
    void read()
    inTurn(write).catch((error: unknown) => log('snapshot-not-kept', {}, error))
  }

  async function forget(): Promise<void> {
    begin()
    await rm(path, { force: true }).catch((error: unknown) => log('snapshot-not-deleted', {}, error))
    await keyInVault.delete()
  }

  return {
    read,
    keep(part, value) {
      if (!follow()) return
      known = { ...known, [part]: { readAt: now(), value } }
      changed = true
      writeSoon()
    },
    sessionStored() {
      if (follow()) writeSoon()
    },
    forget: () => inTurn(forget),
    reseal: () => inTurn(keyInVault.reseal),
    settled: () => inTurn(() => Promise.resolve())
  }
}

async function readFile(path: string, log: Log) {
  const size = (await stat(path).catch(() => undefined))?.size
  if (size === undefined) return undefined
  const file = size > fileBytes ? undefined : readStored(path, sealedFile)
  if (file?.state === 'present') return file.value
  log('snapshot-unreadable', { code: 'notOurs' })
  return undefined
}

/**
 * Returns the parts of a text. A later version may know further parts and other shapes, so each part is accepted or dropped
 * by itself.
 */
function partsOf(text: string): Snapshot {
  const { toEnroll, enrolled, account, overview } = snapshot.shape
  const read = snapshot
    .extend({
      toEnroll: toEnroll.catch(undefined),
      enrolled: enrolled.catch(undefined),
      account: account.catch(undefined),
      overview: overview.catch(undefined)
    })
    .safeParse(JSON.parse(text))
  return read.data ?? {}
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')
