import { open } from 'node:fs/promises'
import { z } from 'zod'

/** A folder or a file in the archive's list. */
export interface Entry {
  files?: Record<string, Entry> | undefined
}
const entry: z.ZodType<Entry> = z.object({ files: z.lazy(() => z.record(z.string(), entry)).optional() })

const pathsIn = ({ files = {} }: Entry, above = ''): string[] =>
  Object.entries(files).flatMap(([name, below]) =>
    below.files === undefined ? [above + name] : pathsIn(below, `${above}${name}/`)
  )

/**
 * Resolves with the paths of the files in an app.asar. Its list of files is JSON and follows four numbers, of which the
 * last is the list's length.
 */
export async function listAsar(file: string): Promise<string[]> {
  const archive = await open(file)
  try {
    const numbers = await archive.read(Buffer.alloc(16), 0, 16, 0)
    const length = numbers.buffer.readUInt32LE(12)
    const list = await archive.read(Buffer.alloc(length), 0, length, 16)
    return pathsIn(entry.parse(JSON.parse(list.buffer.toString('utf8'))))
  } finally {
    await archive.close()
  }
}
