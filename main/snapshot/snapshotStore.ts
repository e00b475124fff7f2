import { createHash, randomBytes } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import { snapshot, type Snapshot } from '../../contract/snapshot'
import { createQueue } from '../inTurn'
import type { Log } from '../log'
import { readStored, writeStored } from '../storedFile'
import { keyBytes } from '../vault/aesGcm'
import { type Sealing, unsealed } from '../vault/sealing'
import type { Vault } from '../vault/vault'
import { formatVersion, seal, sealedFile, unseal } from './sealed'

type Part = keyof Snapshot
type Value<P extends Part> = NonNullable<Snapshot[P]>['value']

/** What the tenant last said of the account that is signed in, kept encrypted from one start to the next. */
export interface SnapshotStore {
  /** What an earlier run of the app kept; empty where nothing can be read. Never rejects. */
  read(): Promise<Snapshot>
  /** Replaces one part by what the tenant has just said. It reaches the file as soon as the keychain holds the session. */
  keep<P extends Part>(part: P, value: Value<P>): void
  /** To be called when the keychain holds the session: only then does a key belong there too. */
  sessionStored(): void
  /** Deletes the file and its key. @throws AppError of the vault; a file that cannot be deleted opens with no key. */
  forget(): Promise<void>
  /** Writes the key anew, sealed as it has to be from now on. @throws AppError of the vault */
  reseal(): Promise<void>
  /** Resolves when nothing is on its way into the file. */
  settled(): Promise<void>
}

interface SnapshotParts {
  vault: Vault
  sealing?: Sealing
  /** The file, absolute. */
  path: string
  issuer: string
  /** Who is signed in. */
  sub: () => string | undefined
  /** Whether the keychain holds the session as it is. */
  stored: () => boolean
  /** Whether the session began in this run of the app: then nothing that an earlier one left belongs to it. */
  fresh: () => boolean
  log: Log
  now?: () => number
}

/** The key is an entry of its own beside the session's, 32 bytes as base64url; behind a prefix where it is sealed. */
const keyEntry = 'snapshotKey'
const sealedPrefix = 'sealed:'
/** 100 factors of each list take less than a quarter. */
const fileBytes = 512_000

export function createSnapshotStore(parts: SnapshotParts): SnapshotStore {
  const { vault, sealing = unsealed, path, issuer, sub, stored, fresh, log, now = Date.now } = parts
  const inTurn = createQueue()
  let person: string | undefined
  /** From an earlier run, and from this one. */
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

  /** Nothing of one person may be left when another one is asked about. */
  function follow(): boolean {
    if (person !== sub()) begin(sub())
    return person !== undefined
  }

  /** The file and the key do not wait for each other. */
  async function open(): Promise<Snapshot> {
    const reader = person
    const [file, opener] = await Promise.all([readFile(path, log), readKey()])
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

  /** Parts that were not asked for again stay as they were read. */
  async function write(): Promise<void> {
    if (!changed || !stored() || person === undefined || person !== sub()) return
    changed = false
    const [belongsTo, text] = [context(), JSON.stringify({ ...before, ...known })]
    const value = seal(key ?? (await newKey()), belongsTo, text)
    if (Buffer.byteLength(JSON.stringify(value)) > fileBytes) log('snapshot-not-kept', { code: 'tooLong' })
    else await writeStored(path, value)
  }

  async function newKey(): Promise<Buffer> {
    const made = randomBytes(keyBytes)
    await writeKey(made)
    key = made
    return made
  }

  async function readKey(): Promise<Buffer | undefined> {
    const [found, opener] = await Promise.all([vault.get(keyEntry), sealing.opener()])
    if (found === null) return undefined
    const text = found.startsWith(sealedPrefix) ? opener?.open(keyEntry, found.slice(sealedPrefix.length)) : found
    const bytes = Buffer.from(text ?? '', 'base64url')
    return bytes.length === keyBytes ? bytes : undefined
  }

  async function writeKey(value: Buffer): Promise<void> {
    const sealer = await sealing.sealer()
    const text = value.toString('base64url')
    await vault.set(keyEntry, sealer ? sealedPrefix + sealer.seal(keyEntry, text) : text)
  }

  async function reseal(): Promise<void> {
    const known = await readKey()
    if (known) await writeKey(known)
  }

  function writeSoon(): void {
    if (!changed || !stored()) return
    void read()
    inTurn(write).catch((error: unknown) => log('snapshot-not-kept', {}, error))
  }

  async function forget(): Promise<void> {
    begin()
    await rm(path, { force: true }).catch((error: unknown) => log('snapshot-not-deleted', {}, error))
    await vault.delete(keyEntry)
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
    reseal: () => inTurn(reseal),
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

/** A later version may know further parts, and other shapes of one: each is taken or left by itself. */
function partsOf(text: string): Snapshot {
  const { toEnroll, enrolled, account } = snapshot.shape
  const read = snapshot
    .extend({
      toEnroll: toEnroll.catch(undefined),
      enrolled: enrolled.catch(undefined),
      account: account.catch(undefined)
    })
    .safeParse(JSON.parse(text))
  return read.data ?? {}
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')
