import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { InstallationKind } from '../../main/topics/updates/installation'
import { targetNames } from '../../main/topics/updates/release'
import { draftRoot, draftTargets, type Files, type Notice } from './drafts'
import { generatePrivateKey, type Signer, signerOf } from './keys'
import { type Document, signed } from './metadata'
import { signOnline } from './online'
import { accept, addTarget, newestRoot, newestTargets } from './updateFolder'

export const newSigner = (): Signer => signerOf(generatePrivateKey())

/** The keys of a publisher. The root has three, of which two have to sign. */
export interface Signers {
  root: Signer[]
  targets: Signer
  online: Signer
}

export const newSigners = (): Signers => ({
  root: [newSigner(), newSigner(), newSigner()],
  targets: newSigner(),
  online: newSigner()
})

export const signedByAll = <T extends Document>(document: T, signers: readonly Signer[]): T =>
  signers.reduce((before, signer) => signed(before, signer), document)

/** Names the keys of `signers` in a new root, signed by `by` unless it is the first root. */
export async function rotate(folder: string, signers: Signers, by: readonly Signer[], now: Date): Promise<void> {
  const keys = {
    root: signers.root.map(({ key }) => key),
    threshold: 2,
    targets: signers.targets.key,
    online: signers.online.key
  }
  const draft = draftRoot((await newestRoot(folder))?.signed, keys, now)
  await accept(folder, signedByAll(draft, [...signers.root.slice(0, 2), ...by]))
}

export const noticeOf = (version: string, minimum = '1.0.0'): Notice => ({
  version,
  minimum,
  released: '2026-11-28',
  notes: { en: `Version ${version}.`, 'zh-CN': `版本 ${version}。` }
})

/** Publishes a release for the given kinds, whose package has the given content. */
export async function publish(
  folder: string,
  signers: Signers,
  release: { version: string; minimum?: string; content: string | Buffer; kinds?: readonly InstallationKind[] },
  now: Date
): Promise<void> {
  const { version, minimum, content, kinds = ['tarball'] } = release
  const path = join(folder, `package-${version}`)
  await writeFile(path, content)
  const files: Files = {}
  for (const kind of kinds) files[kind] = await addTarget(folder, targetNames[kind], path)
  await rm(path)
  const before = (await newestTargets(folder))?.signed
  const draft = draftTargets(before, { notice: noticeOf(version, minimum), files }, now)
  await accept(folder, signedByAll(draft, [signers.targets]))
  await signOnline(folder, signers.online, now)
}
