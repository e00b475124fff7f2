import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Signer } from '../../packaging/repository/keys'
import { type Document, type Meta, signed } from '../../packaging/repository/metadata'
import type { Signers } from '../../packaging/repository/repository.testing'
import {
  currentTimestamp,
  metadataOf,
  newestSnapshot,
  newestTargets,
  write
} from '../../packaging/repository/updateFolder'

/** A thief makes these changes in a file, and then signs it with the stolen key. */
interface Change {
  signer?: Signer
  expires?: string
  /** The new version. The default is the next one. */
  version?: number
}

export interface Forgery {
  targets?: Change
  snapshot?: Change
  timestamp?: Change
  /** The version of the targets that the snapshot names, if it is not the newest. */
  namedTargets?: number
  /** The version of the snapshot that the timestamp names, if it is not the newest. */
  namedSnapshot?: number
}

/**
 * Rewrites the files of a repository. Each is signed by the key that the root names for it, unless the forgery gives
 * another. The publisher's own tools would refuse to do this.
 */
export async function forge(folder: string, signers: Signers, forgery: Forgery): Promise<void> {
  const { targets: targetsChange, snapshot: snapshotChange, timestamp: timestampChange } = forgery
  const [targets, snapshot, timestamp] = [
    await newestTargets(folder),
    await newestSnapshot(folder),
    await currentTimestamp(folder)
  ]
  if (!targets || !snapshot || !timestamp) throw new Error('nothing was published')
  if (targetsChange) {
    const document = changed(targets, targetsChange, signers.targets)
    await write(folder, `${document.signed.version}.targets.json`, document)
    targets.signed.version = document.signed.version
  }
  snapshot.signed.meta['targets.json'] = await metaOf(folder, 'targets', forgery.namedTargets ?? targets.signed.version)
  const nextSnapshot = changed(snapshot, snapshotChange ?? {}, signers.online)
  await write(folder, `${nextSnapshot.signed.version}.snapshot.json`, nextSnapshot)
  const named = forgery.namedSnapshot ?? nextSnapshot.signed.version
  timestamp.signed.meta['snapshot.json'] = await metaOf(folder, 'snapshot', named)
  await write(folder, 'timestamp.json', changed(timestamp, timestampChange ?? {}, signers.online))
}

function changed<T extends Document>(document: T, { signer, expires, version }: Change, usual: Signer): T {
  const { signed: before } = document
  const after = { ...before, expires: expires ?? before.expires, version: version ?? before.version + 1 }
  return signed({ ...document, signatures: [], signed: after }, signer ?? usual)
}

async function metaOf(folder: string, role: 'targets' | 'snapshot', version: number): Promise<Meta> {
  const bytes = await readFile(join(metadataOf(folder), `${version}.${role}.json`))
  return { version, length: bytes.length, hashes: { sha256: createHash('sha256').update(bytes).digest('hex') } }
}
