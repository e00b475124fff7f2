import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import type { RootDocument, TargetsDocument } from './drafts'
import { type Document, documents, isSignedBy, textOf } from './metadata'
import { Refusal } from '../refusal'

export const metadataOf = (folder: string): string => join(folder, 'metadata')

/** Resolves with all documents of a role, the newest first. */
async function numbered<T>(folder: string, role: string, schema: z.ZodType<T>, most = Infinity): Promise<T[]> {
  await mkdir(metadataOf(folder), { recursive: true })
  const pattern = new RegExp(`^(\\d+)\\.${role}\\.json$`)
  const versions = (await readdir(metadataOf(folder))).flatMap((name) => pattern.exec(name)?.slice(1).map(Number) ?? [])
  const read = versions
    .sort((one, other) => other - one)
    .slice(0, most)
    .map((version) => readFile(join(metadataOf(folder), `${version}.${role}.json`), 'utf8'))
  return (await Promise.all(read)).map((text) => schema.parse(JSON.parse(text)))
}

/** Resolves with the newest document of a role, or `undefined` if the folder has none. */
const newest = async <T>(folder: string, role: string, schema: z.ZodType<T>): Promise<T | undefined> =>
  (await numbered(folder, role, schema, 1))[0]

export const allRoots = (folder: string) => numbered(folder, 'root', documents.root)
export const newestRoot = (folder: string) => newest(folder, 'root', documents.root)
export const newestTargets = (folder: string) => newest(folder, 'targets', documents.targets)
export const newestSnapshot = (folder: string) => newest(folder, 'snapshot', documents.snapshot)

/** Resolves with the current timestamp, or `undefined` if nothing was published yet. */
export async function currentTimestamp(folder: string) {
  const path = join(metadataOf(folder), 'timestamp.json')
  return existsSync(path) ? documents.timestamp.parse(JSON.parse(await readFile(path, 'utf8'))) : undefined
}

/** Writes a document so that its name appears only with its whole content, because clients read the folder at the same time. */
export async function write(folder: string, name: string, document: Document): Promise<void> {
  const path = join(metadataOf(folder), name)
  await writeFile(`${path}.new`, textOf(document))
  await rename(`${path}.new`, path)
}

/**
 * Accepts a draft into the repository once enough of the right keys have signed it.
 *
 * @throws Refusal that says what is missing
 */
export async function accept(folder: string, draft: RootDocument | TargetsDocument): Promise<void> {
  const { _type: role, version } = draft.signed
  const root = await newestRoot(folder)
  const before = role === 'root' ? root : await newestTargets(folder)
  const next = (before?.signed.version ?? 0) + 1
  if (version !== next) throw new Refusal(`The next ${role} is number ${next}, and this draft is number ${version}.`)
  // The previous root and the new one both have to accept a new root.
  const judges = draft.signed._type === 'root' ? [draft.signed, root?.signed] : [root?.signed]
  if (draft.signed._type !== 'root' && !root) throw new Refusal('The repository has no root yet.')
  for (const judge of judges) {
    if (judge && !isSignedBy(judge, draft)) {
      throw new Refusal(`Root number ${judge.version} asks for more signatures than this ${role} has.`)
    }
  }
  await write(folder, `${version}.${role}.json`, draft)
}

/** Copies a package to the place where clients look for it. Resolves with its entry for the targets. */
export async function addTarget(folder: string, name: string, path: string) {
  const hashes = { sha256: createHash('sha256'), sha512: createHash('sha512') }
  let length = 0
  const chunks: AsyncIterable<Buffer> = createReadStream(path)
  for await (const chunk of chunks) {
    length += chunk.length
    hashes.sha256.update(chunk)
    hashes.sha512.update(chunk)
  }
  const sha256 = hashes.sha256.digest('hex')
  await mkdir(join(folder, 'targets'), { recursive: true })
  await copyFile(path, join(folder, 'targets', `${sha256}.${name}`))
  return { length, hashes: { sha256, sha512: hashes.sha512.digest('hex') } }
}
