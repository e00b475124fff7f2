import { appendFile, chmod, mkdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface LogFile {
  /**
   * Takes a line without its end and returns at once. A line that the disk refuses is lost, because logging must not make the
   * app fail.
   */
  write(line: string): void
  /** Resolves when every line has reached the disk or was lost; never rejects. */
  settled(): Promise<void>
}

const maxFileBytes = 256_000
const maxWaitingBytes = 64_000

/**
 * Opens the log of this installation: `holdfast.log` in `folder` and, when that is full, the one before as `holdfast.1.log`.
 * Only the owner can read them. Lines that come during a write wait and are written together; if too many wait, the newest
 * are dropped.
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
    // A copy or a backup may have left an older file open to others.
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
