import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import type { Log } from './log'

/** `absent`: there is no such file. `unreadable`: there is one, but not as this program wrote it. */
export type Stored<T> = { state: 'present'; value: T } | { state: 'absent' } | { state: 'unreadable' }

/**
 * Reads a small JSON file of our own. Never throws: a damaged file is a state to deal with.
 *
 * It is read at once, without a turn of the event loop: while Electron starts, each turn takes some 30 ms, and the window
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

/**
 * Replaces a file whole: after a crash at any moment the old or the new content is there. Readable by its owner only.
 *
 * @throws the file system's error (no space, read-only)
 */
export async function writeStored(path: string, value: unknown): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(JSON.stringify(value))
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

/** Moves a file that nobody can read out of the way of its successor, to `<name>.damaged`. What cannot be moved stays. */
export async function setAside(path: string, log: Log): Promise<void> {
  await rename(path, `${path}.damaged`).catch((error: unknown) => log('file-not-set-aside', {}, error))
}

const temporaryName = /\.json\.[0-9a-f-]{36}\.tmp$/
const leftBehindMs = 60_000

/**
 * Deletes what processes left behind that were killed while they wrote into one of `folders`. A younger file may be one that
 * is being written.
 *
 * @throws the file system's error
 */
export async function removeLeftBehind(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    for (const name of await readdir(folder)) {
      if (!temporaryName.test(name)) continue
      const path = join(folder, name)
      // Another process may have come to its end with it meanwhile.
      const { mtimeMs } = (await stat(path).catch(() => undefined)) ?? { mtimeMs: Infinity }
      if (Date.now() - mtimeMs > leftBehindMs) await rm(path, { force: true })
    }
  }
}
