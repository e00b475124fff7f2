import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../ground/errors'
import type { Log } from '../../log/log'
import { removeLeftBehind, replaceFile } from '../../storage/storedFile'

/** The signed files that were accepted before, byte for byte. */
export interface KeptMetadata {
  /** Resolves to `undefined` if there is no such file, or none that can be read. */
  read(name: string): Promise<Buffer | undefined>
  /** @throws AppError `updateNotWritten` */
  write(name: string, bytes: Buffer): Promise<void>
}

/** @throws AppError `updateNotWritten` */
export async function openKeptMetadata(folder: string, log: Log): Promise<KeptMetadata> {
  await written(mkdir(folder, { recursive: true, mode: 0o700 }).then(() => removeLeftBehind([folder])))
  return {
    read: (name) =>
      readFile(join(folder, name)).catch((error: unknown) => {
        const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
        if (!missing) log('update-metadata-unreadable', {}, error)
        return undefined
      }),
    write: (name, bytes) => written(replaceFile(join(folder, name), (file) => file.writeFile(bytes)))
  }
}

/** @throws AppError `updateNotWritten` in place of the file system's error */
export async function written<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw new AppError('updateNotWritten', { cause })
  }
}
