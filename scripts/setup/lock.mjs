import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const heartbeat = 5_000
const silence = 30_000

/** Runs `work` while this process alone holds the lock file. Calls `onWait` with the holder's process id if it has to wait. */
export async function withLock(file, work, onWait = () => undefined) {
  await mkdir(dirname(file), { recursive: true })
  while (!(await take(file))) {
    const holder = await staleOrHolder(file)
    if (holder === undefined) continue
    onWait(holder)
    await delay(200)
  }
  const beat = setInterval(() => {
    const now = new Date()
    utimes(file, now, now).catch(() => clearInterval(beat))
  }, heartbeat)
  try {
    return await work()
  } finally {
    clearInterval(beat)
    await rm(file, { force: true })
  }
}

async function take(file) {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/**
 * Resolves with the process that holds the lock, or with undefined once the lock is free. A holder that has ended, or has
 * not touched the file for 30 s, has left it behind: a process id means nothing after a container's restart.
 */
async function staleOrHolder(file) {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)])
    const holder = Number(text)
    const silent = Date.now() - mtimeMs > silence
    if (!silent && (text === '' || isAlive(holder))) return holder
    const aside = `${file}.${process.pid}`
    await rename(file, aside)
    await rm(aside)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
  return undefined
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
