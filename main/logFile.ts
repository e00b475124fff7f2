import { appendFile, chmod, mkdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface LogFile {
  /** Takes a line without its end and returns at once. What the disk refuses is lost: a log is no reason to fail. */
  write(line: string): void
  /** Resolves when nothing is on its way to the disk; never rejects. */
  settled(): Promise<void>
}

const maxFileBytes = 256_000
const maxWaitingBytes = 64_000

/**
 * The log of this installation: `holdfast.log` in `folder` and, when that is full, the one before as `holdfast.1.log`.
 * Readable by its owner only. Lines that come while one is written wait and go together; when too much waits, the newest go.
 *
 * @param fileBytes size at which a new file is begun, in bytes
 */
export function openLogFile(folder: string, fileBytes = maxFileBytes): LogFile {
  const [current, previous] = [join(folder, 'holdfast.log'), join(folder, 'holdfast.1.log')]
  let waiting = ''
  let writing: Promise<void> | undefined

  async function append(text: string): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const size = await stat(current).then(
      (found) => found.size,
      () => 0
    )
    if (size > 0 && size + Buffer.byteLength(text) > fileBytes) await rename(current, previous)
    await appendFile(current, text, { mode: 0o600 })
    // An older file may have been made by a copy or a backup.
    if (size > 0) await chmod(current, 0o600)
  }

  async function drain(): Promise<void> {
    while (waiting !== '') {
      const text = waiting
      waiting = ''
      await append(text).catch(() => undefined)
    }
    writing = undefined
  }

  return {
    write(line) {
      if (waiting.length > maxWaitingBytes) return
      waiting += `${line}\n`
      writing ??= drain()
    },
    settled: () => writing ?? Promise.resolve()
  }
}
