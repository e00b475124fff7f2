import { mkdir, rename, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../ground/errors'
import type { Log } from '../log/log'
import { createFileLock } from '../storage/fileLock'
import { type MemoryFile, readMemory, writeMemory } from './memoryFile'
import type { MemoryKey } from './memoryKey'

/** The folder of an account's memory, as all processes share it. */
export interface MemoryStore {
  /** Returns the path of a part. */
  path(name: string): string
  make(): Promise<void>
  /** Removes the folder if it is empty. */
  unmake(): Promise<void>
  /**
   * Runs `work` while no other process changes anything.
   *
   * @throws AppError `timedOut` if another process does not let go, and the file system's error
   */
  alone<T>(work: () => Promise<T>): Promise<T>
  /** Resolves to what is kept, if anything is. A damaged file is set aside. @throws AppError of the vault */
  read<T>(file: MemoryFile<T>): Promise<T | undefined>
  /** Does the same within `alone`. */
  readAlone<T>(file: MemoryFile<T>): Promise<T | undefined>
  /** Is called within `alone`. */
  write<T>(file: MemoryFile<T>, value: T): Promise<void>
}

/** The time for which a change waits for another process, in ms. */
const patienceMs = 3_000
/** Is the end of the name of a file that was set aside. */
export const damaged = '.json.damaged'

interface StoreParts {
  /** The folder, absolute. It is made with the first change. */
  folder: string
  key: Pick<MemoryKey, 'read' | 'readOrMake'>
  log: Log
}

export function createMemoryStore({ folder, key, log }: StoreParts): MemoryStore {
  const lock = createFileLock(join(folder, 'memory.lock'))

  async function alone<T>(work: () => Promise<T>): Promise<T> {
    const giveBack = await lock.take(patienceMs)
    if (!giveBack) throw new AppError('timedOut')
    try {
      return await work()
    } finally {
      await giveBack()
    }
  }

  async function readAlone<T>(file: MemoryFile<T>): Promise<T | undefined> {
    const found = await readMemory(file, key.read)
    if (found.state === 'present') return found.value
    if (found.state === 'absent') return undefined
    log('memory-set-aside', { code: file.name })
    await rename(file.path, join(folder, file.name + damaged))
    return undefined
  }

  return {
    path: (name) => join(folder, `${name}.json`),
    make: () => mkdir(folder, { mode: 0o700 }).then(() => undefined, unlessItIsThere),
    unmake: () => rmdir(folder).catch(() => undefined),
    alone,
    async read(file) {
      const found = await readMemory(file, key.read)
      // Another process may have set it aside meanwhile, and begun anew.
      if (found.state === 'damaged') return alone(() => readAlone(file))
      return found.state === 'present' ? found.value : undefined
    },
    readAlone,
    write: async (file, value) => writeMemory(file, await key.readOrMake(), value)
  }
}

function unlessItIsThere(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
}
