import { EqualVersionError, ExpiredMetadataError } from 'tuf-js/dist/error.js'
import { TrustedMetadataStore } from 'tuf-js/dist/store.js'
import { AppError } from '../../ground/errors'
import type { Log } from '../../log/log'
import type { KeptMetadata } from './keptMetadata'

/** Resolves to a file of metadata, or to `undefined` if the repository has none of this name. */
type ReadRemote = (name: string, longest: number) => Promise<Buffer | undefined>

interface Sources {
  /** The root that came with the app. Everything is trusted through it and nothing else. */
  root: Buffer
  kept: KeptMetadata
  remote: ReadRemote
  log: Log
}

/** The most bytes of each file. Ours have less than a tenth of it, except for the notes in the targets. */
const longest = { root: 64_000, timestamp: 8_000, snapshot: 8_000, targets: 1_000_000 }

/** A number of rotations that no root will ever reach. */
const mostRotations = 1_000

/** The time for which expired metadata is still accepted, in ms, so that a late daily signature does no harm. */
const graceMs = 14 * 86_400_000

interface Refreshed {
  store: TrustedMetadataStore
  /**
   * Keeps the new files for the next time. Only a set that is valid as a whole is kept. Otherwise a thief of the online key
   * could sign a timestamp of a far future and lock the publisher out with it.
   *
   * @throws AppError `updateNotWritten`
   */
  keep: () => Promise<void>
}

/** The files that were accepted and are not kept yet, by name. */
type Taken = Map<string, Buffer>

/**
 * Walks from the root that came with the app to the current targets, in the order of the TUF specification, 5.3 to 5.6.
 *
 * tuf-js judges every file: signatures, thresholds, versions, hashes, expiry. This function decides only which file comes
 * next and where it comes from. The `Updater` of tuf-js is not used, because it begins at a root that it finds on the disk,
 * turns the cause of a failure into text, and leaves half a file after a crash.
 *
 * @throws AppError `updateUnreachable`, `updateRefused`, `updateExpired`, `updateNotWritten`
 */
export async function refreshMetadata(sources: Sources, now: Date): Promise<Refreshed> {
  const store = judged(() => new TrustedMetadataStore(sources.root))
  setReferenceTime(store, new Date(now.getTime() - graceMs))
  await walkRoots(store, sources)
  const taken: Taken = new Map()
  await takeTimestamp(store, sources, taken)
  await takeSnapshot(store, sources, taken)
  await takeTargets(store, sources, taken)
  return {
    store,
    async keep() {
      for (const [name, bytes] of taken) await sources.kept.write(name, bytes)
    }
  }
}

/** Sets the time that tuf-js reads once from the clock, into a field that only its types call private. */
function setReferenceTime(store: TrustedMetadataStore, time: Date): void {
  if (!(Reflect.get(store, 'referenceTime') instanceof Date))
    throw new Error('tuf-js keeps its reference time elsewhere')
  Reflect.set(store, 'referenceTime', time)
}

async function walkRoots(store: TrustedMetadataStore, { kept, remote, log }: Sources): Promise<void> {
  const first = store.root.signed.version + 1
  for (let version = first; version < first + mostRotations; version++) {
    const name = `${version}.root.json`
    const known = await kept.read(name)
    if (known && holds(log, () => store.updateRoot(known))) continue
    const bytes = await remote(name, longest.root)
    if (!bytes) return
    judged(() => store.updateRoot(bytes))
    await kept.write(name, bytes)
  }
}

async function takeTimestamp(store: TrustedMetadataStore, { kept, remote, log }: Sources, taken: Taken): Promise<void> {
  const name = 'timestamp.json'
  const known = await kept.read(name)
  if (known) holds(log, () => store.updateTimestamp(known))
  const bytes = present(await remote(name, longest.timestamp))
  try {
    store.updateTimestamp(bytes)
  } catch (error) {
    if (error instanceof EqualVersionError) return
    throw refusalOf(error)
  }
  taken.set(name, bytes)
}

async function takeSnapshot(store: TrustedMetadataStore, { kept, remote, log }: Sources, taken: Taken): Promise<void> {
  const known = await kept.read('snapshot.json')
  if (known && holds(log, () => store.updateSnapshot(known, true))) return
  const version = store.timestamp?.signed.snapshotMeta.version ?? 0
  const bytes = present(await remote(`${version}.snapshot.json`, longest.snapshot))
  judged(() => store.updateSnapshot(bytes))
  taken.set('snapshot.json', bytes)
}

async function takeTargets(store: TrustedMetadataStore, { kept, remote, log }: Sources, taken: Taken): Promise<void> {
  const update = (bytes: Buffer): void => store.updateDelegatedTargets(bytes, 'targets', 'root')
  const known = await kept.read('targets.json')
  if (known && holds(log, () => update(known))) return
  const version = store.snapshot?.signed.meta['targets.json']?.version ?? 0
  const bytes = present(await remote(`${version}.targets.json`, longest.targets))
  judged(() => update(bytes))
  taken.set('targets.json', bytes)
}

/**
 * Returns true if an earlier file is still valid. An outdated one is normal, and a damaged one is read again from the
 * repository.
 */
function holds(log: Log, update: () => unknown): boolean {
  try {
    update()
    return true
  } catch (error) {
    log('update-metadata-outdated', {}, error)
    return false
  }
}

function judged<T>(update: () => T): T {
  try {
    return update()
  } catch (error) {
    throw refusalOf(error)
  }
}

const refusalOf = (cause: unknown): AppError =>
  new AppError(cause instanceof ExpiredMetadataError ? 'updateExpired' : 'updateRefused', { cause })

function present(bytes: Buffer | undefined): Buffer {
  if (!bytes) throw new AppError('updateUnreachable', { status: 404 })
  return bytes
}
