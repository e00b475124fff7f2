import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants, createReadStream, existsSync } from 'node:fs'
import type * as files from 'node:fs/promises'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { AppError } from '../../ground/errors'
import { isOf } from './download'
import { written } from './keptMetadata'
import type { Release } from './release'

/**
 * The functions that write and delete trees of versions. Electron's own file system takes the app.asar in them for a folder,
 * so the app hands in Node's original.
 */
export type Disk = Pick<typeof files, 'access' | 'mkdir' | 'open' | 'readdir' | 'rename' | 'rm'>

/** These are full paths, because the first program of that name in PATH may be anybody's. */
const programs = ['/usr/bin/tar', '/bin/tar']

/**
 * Unpacks one tree of the archive of `release` into a new folder, and waits until the disk has all of it.
 *
 * @param tree its path in the archive, as in `holdfast/versions/1.2.3`
 * @throws AppError `updateNotWritten`; `updateRefused` if the file is not that of the release, or holds no such tree with a
 * program in it
 */
export async function unpack(
  disk: Disk,
  release: Release,
  archive: string,
  folder: string,
  tree: string
): Promise<void> {
  // Some people's umask lets a group write, and tar makes everything but this folder with the modes of the archive.
  await written(disk.mkdir(folder, { mode: 0o755 }))
  const isGenuine = await written(extract(release, archive, folder, tree))
  if (!isGenuine || !(await hasProgram(disk, folder))) throw new AppError('updateRefused')
  await written(syncTree(disk, folder))
}

/**
 * Resolves to true if everything that was unpacked came from the file of `release`, which could be exchanged while it is
 * read.
 */
async function extract(release: Release, archive: string, folder: string, tree: string): Promise<boolean> {
  const program = programs.find((path) => existsSync(path))
  if (program === undefined) throw new Error('there is no tar')
  const depth = tree.split('/').length
  const args = ['-x', '-f', '-', '-C', folder, `--strip-components=${depth}`, '--no-same-owner', tree]
  // There is no environment, because TAR_OPTIONS would add to the options.
  const tar = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'], env: {} })
  const gunzip = createGunzip()
  const [ended, poured, genuine] = await Promise.allSettled([
    once(tar, 'close'),
    pour(gunzip, tar.stdin),
    isOf(release, feeding(createReadStream(archive), gunzip))
  ])
  if (ended.status === 'rejected') throw ended.reason
  if (genuine.status === 'rejected') throw genuine.reason
  if (!genuine.value) return false
  if (poured.status === 'rejected') throw poured.reason
  if (tar.exitCode !== 0) throw new Error('tar failed')
  return true
}

/** Writes all of it, even if tar takes no more, because tar ends as soon as it has read the end mark of the archive. */
async function pour(from: AsyncIterable<Buffer>, into: Writable): Promise<void> {
  into.on('error', () => undefined)
  const give = giving(into)
  try {
    for await (const chunk of from) await give(chunk)
  } finally {
    // Otherwise tar would wait for the rest of something that is no archive.
    into.end()
  }
}

/** Yields each chunk once `into` has taken it, and goes on to yield them if `into` takes no more. */
async function* feeding(chunks: AsyncIterable<Buffer>, into: Writable): AsyncGenerator<Buffer> {
  const give = giving(into)
  try {
    for await (const chunk of chunks) {
      await give(chunk)
      yield chunk
    }
    into.end()
  } catch (error) {
    into.destroy()
    throw error
  }
}

/** Returns a function that writes a chunk, and resolves when the stream takes more or is closed. */
function giving(into: Writable): (chunk: Buffer) => Promise<void> {
  const closed = new Promise<void>((resolve) => into.once('close', resolve))
  return async (chunk) => {
    if (!into.writable || into.write(chunk)) return
    await Promise.race([closed, new Promise<void>((resolve) => into.once('drain', resolve))])
  }
}

const hasProgram = (disk: Disk, folder: string): Promise<boolean> =>
  disk.access(join(folder, 'holdfast'), constants.X_OK).then(
    () => true,
    () => false
  )

async function syncTree(disk: Disk, folder: string): Promise<void> {
  for (const entry of await disk.readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await syncTree(disk, path)
    else if (entry.isFile()) await sync(disk, path)
  }
  await sync(disk, folder)
}

/** Waits until the disk has stored a file, or the entries of a folder. */
export async function sync(disk: Pick<Disk, 'open'>, path: string): Promise<void> {
  const opened = await disk.open(path, 'r')
  try {
    await opened.sync()
  } finally {
    await opened.close()
  }
}
