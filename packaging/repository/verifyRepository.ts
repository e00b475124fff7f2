import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../main/ground/errors'
import type { InstallationKind } from '../../main/topics/updates/installation'
import { targetNames } from '../../main/topics/updates/release'
import { openUpdateRepository } from '../../main/topics/updates/repository'
import { Refusal } from '../refusal'
import { newestTargets } from './updateFolder'

const address = 'https://repository.invalid/'

/**
 * Checks every package of a repository by the app's own code, starting with the root at this path. Resolves with one line
 * per package.
 *
 * @throws Refusal that names the first package that the app would refuse
 */
export async function verifyRepository(folder: string, root: string, now: Date): Promise<string[]> {
  const names = Object.keys((await newestTargets(folder))?.signed.targets ?? {})
  const kinds = (Object.entries(targetNames) as [InstallationKind, string][]).filter(([, name]) => names.includes(name))
  if (kinds.length === 0) throw new Refusal('The repository names no package.')
  const scratch = await mkdtemp(join(tmpdir(), 'holdfast-verify-'))
  try {
    const lines: string[] = []
    for (const [kind, name] of kinds) lines.push(await verifyKind({ folder, root, now, scratch }, kind, name))
    return lines
  } finally {
    await rm(scratch, { recursive: true })
  }
}

interface Facts {
  folder: string
  root: string
  now: Date
  scratch: string
}

async function verifyKind(
  { folder, root, now, scratch }: Facts,
  kind: InstallationKind,
  name: string
): Promise<string> {
  const client = openUpdateRepository({
    address,
    root: await readFile(root),
    folder: join(scratch, kind),
    kind,
    fetch: (url) => answerFrom(folder, url),
    now: () => now,
    log: () => undefined
  })
  try {
    const { signal } = new AbortController()
    const release = await client.look(signal)
    await client.download(release, join(scratch, 'package'), { signal, onProgress: () => undefined })
    return `${name} is ${release.version}, and whole.`
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const reason = error.cause instanceof Error ? `: ${error.cause.message}` : ''
    throw new Refusal(`A client would refuse ${name} with ${error.code}${reason}.`)
  }
}

async function answerFrom(folder: string, url: string): Promise<Response> {
  const path = join(folder, url.slice(address.length))
  try {
    return new Response(new Uint8Array(await readFile(path)))
  } catch {
    return new Response(null, { status: 404 })
  }
}
