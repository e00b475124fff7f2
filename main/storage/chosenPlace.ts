import { randomUUID } from 'node:crypto'
import { type FileHandle, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { leftBehindMs, readStored, replaceFile, writeStored } from './storedFile'

const noteName = /^saving-[0-9a-f-]{36}\.json$/
/** Only a file that was named here is ever deleted, even if a note was tampered with. */
const temporaryPath = /\.[0-9a-f-]{36}\.tmp$/
const note = z.object({ v: z.literal(1), temporary: z.string().regex(temporaryPath) })

/**
 * Replaces a file at a place that the person chose, as `replaceFile` does. Nobody tidies up there, so a note in the folder
 * `notes` names the temporary file until it is gone.
 *
 * @throws the file system's error
 */
export async function replaceAt(
  path: string,
  notes: string,
  write: (file: FileHandle) => Promise<void>
): Promise<void> {
  const id = randomUUID()
  const temporary = `${path}.${id}.tmp`
  const noteFile = join(notes, `saving-${id}.json`)
  await writeStored(noteFile, { v: 1, temporary })
  try {
    await replaceFile(path, write, temporary)
  } finally {
    await rm(noteFile, { force: true })
  }
}

/**
 * Deletes the temporary files that the notes in `folders` name, because the process that wrote them was killed. A young one
 * stays, because it may be in use, and so does its note.
 *
 * @throws the file system's error
 */
export async function removeUnfinished(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    for (const name of await readdir(folder)) {
      const noteFile = join(folder, name)
      if (!noteName.test(name) || !(await isOld(noteFile))) continue
      const read = readStored(noteFile, note)
      if (read.state === 'present') {
        const { temporary } = read.value
        if (!(await isOld(temporary))) continue
        await rm(temporary, { force: true })
      }
      await rm(noteFile, { force: true })
    }
  }
}

/** Resolves to true if nothing has written to the file for a while, and if there is none. */
async function isOld(path: string): Promise<boolean> {
  const { mtimeMs } = (await stat(path).catch(() => undefined)) ?? { mtimeMs: 0 }
  return Date.now() - mtimeMs > leftBehindMs
}
