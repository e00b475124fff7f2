import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import type { Log } from '../log/log'

/** `absent`: there is no such file. `unreadable`: there is one, but its content is not ours. */
export type Stored<T> = { state: 'present'; value: T } | { state: 'absent' } | { state: 'unreadable' }

/**
 * Reads a small JSON file of our own. It never throws, because a damaged file is a state to handle.
 *
 * It is synchronous, without a turn of the event loop: while Electron starts, each turn takes some 30 ms, and the window
 * waits for several such files, one after the other.
 */
export function readStored<T>(path: string, schema: z.ZodType<T>): Stored<T> {
  try {
    const read = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
    return read.success ? { state: 'present', value: read.data } : { state: 'unreadable' }
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return { state: missing ? 'absent' : 'unreadable' }
  }
}

/** Replaces a small JSON file of our own as `replaceFile` does. */
export const writeStored = (path: string, value: unknown): Promise<void> =>
  replaceFile(path, (file) => file.writeFile(JSON.stringify(value)))

/**
 * Replaces a file whole. After a crash at any moment it has either the old or the new content. Only its owner can read it.
 *
 * @throws the file system's error (no space, read-only)
 */
export async function replaceFile(
  path: string,
  write: (file: FileHandle) => Promise<void>,
  temporary = `${path}.${randomUUID()}.tmp`
): Promise<void> {
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      await write(file)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/**
 * Moves an unreadable file out of the way, to `<name>.damaged`, so that a new one can be written. If it cannot be moved, it
 * stays.
 */
export async function setAside(path: string, log: Log): Promise<void> {
  await rename(path, `${path}.damaged`).catch((error: unknown) => log('file-not-set-aside', {}, error))
}

const temporaryName = /\.json\.[0-9a-f-]{36}\.tmp$/
/** The time after which nobody writes to a temporary file any more, in ms. */
export const leftBehindMs = 60_000

/**
 * Deletes the temporary files of processes that were killed while they wrote into one of `folders`. A young file stays,
 * because it may be in use.
 *
 * @throws the file system's error
 */
export async function removeLeftBehind(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    for (const name of await readdir(folder)) {
      if (!temporaryName.test(name)) continue
      const path = join(folder, name)
      // Another process may have renamed or removed it meanwhile.
      const { mtimeMs } = (await stat(path).catch(() => undefined)) ?? { mtimeMs: Infinity }
      if (Date.now() - mtimeMs > leftBehindMs) await rm(path, { force: true })
    }
  }
}
