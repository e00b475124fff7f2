import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { days, type RootDocument } from './drafts'
import type { Signer } from './keys'
import {
  type Document,
  type documents,
  expiry,
  isSignedBy,
  type Meta,
  type Root,
  signed,
  specification
} from './metadata'
import { Refusal } from '../refusal'
import { allRoots, currentTimestamp, metadataOf, newestSnapshot, newestTargets, write } from './updateFolder'

/**
 * Signs the files that clients ask for each day: a timestamp, and a snapshot if the targets are new or half of its life is
 * over.
 *
 * Anybody with write access to the store could add files. Clients would refuse other targets, but they would remember a
 * very high version number, after which no later one is accepted.
 *
 * @throws Refusal if the root names another key, or somebody else signed a file in the store
 */
export async function signOnline(folder: string, signer: Signer, now: Date): Promise<void> {
  const [roots, targets] = [await allRoots(folder), await newestTargets(folder)]
  const [root] = roots
  if (!root || !targets) throw new Refusal('The repository needs a root and targets first.')
  if (!root.signed.roles.timestamp.keyids.includes(signer.id)) {
    throw new Refusal(`Root number ${root.signed.version} does not name this key for the daily signature.`)
  }
  vouch([root], targets)
  const [snapshotBefore, timestampBefore] = [await newestSnapshot(folder), await currentTimestamp(folder)]
  // The previous key may have signed them.
  for (const each of [snapshotBefore, timestampBefore]) if (each) vouch(roots, each)
  const snapshot = await snapshotOf(folder, snapshotBefore, {
    root: root.signed,
    targets: await metaOf(folder, targets),
    signer,
    now
  })
  const version = (timestampBefore?.signed.version ?? 0) + 1
  const timestamp = {
    _type: 'timestamp' as const,
    ...specification,
    version,
    expires: expiry(now, days.timestamp),
    meta: { 'snapshot.json': await metaOf(folder, snapshot) }
  }
  // Clients read this file first, so it is written last.
  await write(folder, 'timestamp.json', signed({ signatures: [], signed: timestamp }, signer))
}

/** @throws Refusal if none of the roots names the signer of the document */
function vouch(roots: readonly RootDocument[], document: Document): void {
  if (roots.some((root) => isSignedBy(root.signed, document))) return
  const { _type: role, version } = document.signed
  const numbers = roots.map((root) => root.signed.version).join(' or ')
  throw new Refusal(
    `${role} number ${version} is not signed by a key that root number ${numbers} names. Put back what was published last.`
  )
}

interface Facts {
  root: Root
  targets: Meta
  signer: Signer
  now: Date
}

type SnapshotDocument = z.infer<typeof documents.snapshot>

async function snapshotOf(
  folder: string,
  before: SnapshotDocument | undefined,
  { root, targets, signer, now }: Facts
): Promise<SnapshotDocument> {
  const lasts =
    before?.signed.meta['targets.json'].hashes.sha256 === targets.hashes.sha256 &&
    before.signed.expires > expiry(now, days.snapshot / 2) &&
    isSignedBy(root, before)
  if (lasts) return before
  const version = (before?.signed.version ?? 0) + 1
  const snapshot = {
    _type: 'snapshot' as const,
    ...specification,
    version,
    expires: expiry(now, days.snapshot),
    meta: { 'targets.json': targets }
  }
  const document = signed({ signatures: [], signed: snapshot }, signer)
  await write(folder, `${version}.snapshot.json`, document)
  return document
}

/** Resolves with the entry that describes another file of metadata, as it is in the repository. */
async function metaOf(folder: string, { signed: { _type: role, version } }: Document): Promise<Meta> {
  const bytes = await readFile(join(metadataOf(folder), `${version}.${role}.json`))
  return { version, length: bytes.length, hashes: { sha256: createHash('sha256').update(bytes).digest('hex') } }
}
