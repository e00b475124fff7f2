import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { link, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { z } from 'zod'
import { pause } from '../ground/pause'
import { readStored } from './storedFile'

const run = promisify(execFile)

/** A lock among processes: the file that only one of them can create. */
export interface FileLock {
  /**
   * Waits until no other process holds the lock, and takes it. Within this process it is shared.
   *
   * @param patience the longest time to wait for another process, in ms
   * @returns a function that gives the lock back, or `undefined` if the other process did not let go
   * @throws the file system's error (no space, read-only)
   */
  take(patience: number): Promise<(() => Promise<void>) | undefined>
}

/** A process, named by its pid and the moment it started, because pids are used again. */
const holder = z.object({ pid: z.int().positive(), started: z.string() })

const lookAgainMs = 50
/** The age in ms from which a lock counts as left behind, on a system that does not tell when a process started. */
const oldMs = 5 * 60_000

/** Returns the lock of this file. One that a killed process left behind is recognised and taken over. */
export function createFileLock(path: string): FileLock {
  let holders = 0
  let taken: Promise<boolean> | undefined

  async function giveBack(): Promise<void> {
    if (--holders > 0) return
    taken = undefined
    await rm(path, { force: true })
  }

  return {
    async take(patience) {
      holders++
      const mine = (taken ??= wait(path, patience))
      let got = false
      try {
        got = await mine
        return got ? giveBack : undefined
      } finally {
        if (!got) holders--
        if (!got && taken === mine) taken = undefined
      }
    }
  }
}

async function wait(path: string, patience: number): Promise<boolean> {
  const until = performance.now() + patience
  while (!(await create(path))) {
    if (await isLeftBehind(path)) await removeLeftBehind(path)
    else if (performance.now() >= until) return false
    else await pause(lookAgainMs)
  }
  return true
}

/** Creates the lock by a link, which appears with its content, so that nobody ever reads half of it. */
async function create(path: string): Promise<boolean> {
  const temporary = `${path}.${randomUUID()}.tmp`
  const own = { pid: process.pid, started: (await startOf(process.pid)) ?? '' }
  try {
    await writeFile(temporary, JSON.stringify(own), { mode: 0o600 })
    await link(temporary, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(temporary, { force: true })
  }
}

async function isLeftBehind(path: string): Promise<boolean> {
  const stored = readStored(path, holder)
  if (stored.state === 'absent') return false
  if (stored.state === 'unreadable') return true
  const { pid, started } = stored.value
  if (!isAlive(pid)) return true
  const now = await startOf(pid)
  if (now === undefined || started === '') return Date.now() - (await writtenAt(path)) > oldMs
  return now !== started
}

/**
 * Removes a lock that was left behind. One process does it at a time, and checks again first, because the file may be
 * somebody's new lock by then.
 */
async function removeLeftBehind(path: string): Promise<void> {
  const turn = `${path}.old`
  await wait(turn, Infinity)
  try {
    if (await isLeftBehind(path)) await rm(path, { force: true })
  } finally {
    await rm(turn, { force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // The process exists, but runs as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * Resolves to the moment a process started, as the system writes it, or to `undefined` if the system does not tell or there
 * is no such process.
 */
async function startOf(pid: number): Promise<string | undefined> {
  try {
    if (process.platform === 'linux') {
      const status = await readFile(`/proc/${pid}/stat`, 'utf8')
      // Field 22 is counted from behind the program's name, which may hold any character.
      return status.slice(status.lastIndexOf(')') + 2).split(' ')[19]
    }
    if (process.platform === 'darwin') {
      const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)], { env: { LC_ALL: 'C' } })
      return stdout.trim() || undefined
    }
  } catch {
    // The process has ended meanwhile, or we may not see it.
  }
  return undefined
}

const writtenAt = (path: string): Promise<number> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now()
  )
