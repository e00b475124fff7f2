import type { InstallationKind } from '../../main/topics/updates/installation'
import { releaseNotice, targetNames } from '../../main/topics/updates/release'
import { idOf, type PublicKey } from './keys'
import { documents, expiry, type Root, specification, type Targets } from './metadata'
import type { z } from 'zod'

export type RootDocument = z.infer<typeof documents.root>
export type TargetsDocument = z.infer<typeof documents.targets>

/** The days until each signature expires. Those of people last a year, so that a lost key is noticed. */
export const days = { root: 365, targets: 365, snapshot: 30, timestamp: 7 }

export interface Keys {
  root: readonly PublicKey[]
  /** The number of root keys that have to sign to name other keys. */
  threshold: number
  targets: PublicKey
  online: PublicKey
}

/** Returns the root after `before`, not yet signed. */
export function draftRoot(
  before: Root | undefined,
  { root, threshold, targets, online }: Keys,
  now: Date
): RootDocument {
  const keys = Object.fromEntries([...root, targets, online].map((key) => [idOf(key), key]))
  const oneOf = (key: PublicKey) => ({ keyids: [idOf(key)], threshold: 1 })
  return {
    signatures: [],
    signed: {
      _type: 'root',
      ...specification,
      version: (before?.version ?? 0) + 1,
      expires: expiry(now, days.root),
      consistent_snapshot: true,
      keys,
      roles: {
        root: { keyids: root.map(idOf), threshold },
        targets: oneOf(targets),
        snapshot: oneOf(online),
        timestamp: oneOf(online)
      }
    }
  }
}

/** The description of a release, the same for each of its files. */
export type Notice = z.input<typeof releaseNotice>
export type Files = Partial<Record<InstallationKind, { length: number; hashes: { sha256: string; sha512: string } }>>

/**
 * Returns the targets after `before`, not yet signed: with a new release, or with the same one for another year.
 *
 * @throws ZodError if the app would reject the notice
 */
export function draftTargets(
  before: Targets | undefined,
  release: { notice: Notice; files: Files } | undefined,
  now: Date
): TargetsDocument {
  return {
    signatures: [],
    signed: {
      _type: 'targets',
      ...specification,
      version: (before?.version ?? 0) + 1,
      expires: expiry(now, days.targets),
      targets: release ? targetsOf(release.notice, release.files) : (before?.targets ?? {})
    }
  }
}

function targetsOf(notice: Notice, files: Files): Targets['targets'] {
  const custom = releaseNotice.parse(notice)
  const kinds = Object.entries(targetNames) as [InstallationKind, string][]
  return Object.fromEntries(
    kinds.flatMap(([kind, name]) => {
      const file = files[kind]
      return file ? [[name, { ...file, custom }]] : []
    })
  )
}
