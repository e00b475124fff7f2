import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { AppError } from '../../ground/errors'
import type { Fetcher } from './fetcher'
import { written } from './keptMetadata'
import type { Release } from './release'

export interface DownloadOptions {
  signal: AbortSignal
  /** Hears how many bytes have arrived so far. */
  onProgress: (bytes: number) => void
}

/**
 * Puts the file of `release` at `path` if its size and hashes are right. Otherwise nothing is left at `path`.
 *
 * @param deadline the longest time for all of it, in ms
 * @throws AppError `updateUnreachable`, `updateRefused`, `updateNotWritten`; an abort by the caller as it is
 */
export async function downloadRelease(
  fetcher: Fetcher,
  release: Release,
  path: string,
  { signal, onProgress, deadline }: DownloadOptions & { deadline: number }
): Promise<void> {
  const part = `${path}.part`
  await written(Promise.all([path, part].map((each) => rm(each, { force: true }))))
  try {
    const file = await written(open(part, 'wx', 0o600))
    try {
      const { name, sha256 } = release.target
      const request = { longest: release.size, deadline, signal }
      const intact = await fetcher(`targets/${sha256}.${name}`, request, (chunks) =>
        isOf(release, keeping(chunks, file, onProgress))
      )
      if (intact === undefined) throw new AppError('updateUnreachable', { status: 404 })
      if (!intact) throw new AppError('updateRefused')
      await written(file.sync())
    } finally {
      await file.close()
    }
    await written(rename(part, path))
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

/**
 * Resolves to true if the file at `path` is still that of `release`. Somebody could have exchanged it since the download, so
 * an installation asks right before it begins.
 *
 * @throws the file system's error
 */
export const isStill = (release: Release, path: string): Promise<boolean> => isOf(release, createReadStream(path))

/** Resolves to true if these bytes are the file of `release`, by its size and both of its hashes. */
export async function isOf({ size, sha512, target }: Release, chunks: AsyncIterable<Uint8Array>): Promise<boolean> {
  const hashes = { sha256: createHash('sha256'), sha512: createHash('sha512') }
  let length = 0
  for await (const chunk of chunks) {
    length += chunk.length
    hashes.sha256.update(chunk)
    hashes.sha512.update(chunk)
  }
  return length === size && hashes.sha256.digest('hex') === target.sha256 && hashes.sha512.digest('hex') === sha512
}

/** Yields each chunk after it was written to the file. */
async function* keeping(
  chunks: AsyncIterable<Uint8Array>,
  file: FileHandle,
  onProgress: DownloadOptions['onProgress']
): AsyncGenerator<Uint8Array> {
  let arrived = 0
  for await (const chunk of chunks) {
    await written(file.writeFile(chunk))
    arrived += chunk.length
    onProgress(arrived)
    yield chunk
  }
}
