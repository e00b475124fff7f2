import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, copyFile, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Release } from './release'

const run = promisify(execFile)
const starter = fileURLToPath(new URL('../../../packaging/linux/tarball-starter.sh', import.meta.url))

/** Returns a program that prints its version and deletes the count of its starts, as the app does. */
const program = (version: string, works: boolean): string =>
  `#!/bin/sh\necho ${version}\n${works ? 'rm -f "$(dirname "$0")/../../trial"\n' : 'exit 1\n'}`

/** Writes the content of an archive into `folder`: the starter, one version and the link to it. */
export async function writeTarball(folder: string, version: string, works = true): Promise<void> {
  const tree = join(folder, 'versions', version)
  await mkdir(join(tree, 'resources'), { recursive: true })
  await writeFile(join(tree, 'holdfast'), program(version, works), { mode: 0o755 })
  // There is enough of it that unpacking takes some steps.
  for (let part = 0; part < 5; part++) {
    await writeFile(join(tree, `resources/part-${part}`), `${version} `.repeat(20_000))
  }
  await symlink(join('versions', version), join(folder, 'current'))
  await copyFile(starter, join(folder, 'holdfast'))
  await chmod(join(folder, 'holdfast'), 0o755)
}

/** Resolves to the bytes of the archive of a version. */
export async function archiveOf(scratch: string, version: string, works = true): Promise<Buffer> {
  const content = join(scratch, `content-${version}`, 'holdfast')
  await writeTarball(content, version, works)
  const path = `${dirname(content)}.tar.gz`
  await run('tar', ['-czf', path, '-C', dirname(content), 'holdfast'])
  const bytes = await readFile(path)
  for (const left of [path, dirname(content)]) await rm(left, { recursive: true })
  return bytes
}

const hexOf = (algorithm: string, bytes: Buffer): string => createHash(algorithm).update(bytes).digest('hex')

export const releaseOf = (version: string, bytes: Buffer): Release => ({
  version,
  minimum: '0.1.0',
  released: '2026-11-28',
  notes: { en: '', 'zh-CN': '' },
  size: bytes.length,
  sha512: hexOf('sha512', bytes),
  target: { name: 'linux-x64.tar.gz', sha256: hexOf('sha256', bytes) }
})

/** Resolves to the output of the app that the starter ran, and of the starter itself. */
export const start = (folder: string): Promise<{ stdout: string; stderr: string }> =>
  run(join(folder, 'holdfast'), [], { env: { PATH: process.env['PATH'] } })
