import { existsSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import type { ErrorCode } from '../../contract/result'
import { AppError } from '../ground/errors'
import { createQueue } from '../ground/queue'
import type { Log } from '../log/log'
import { memoryIn } from '../storage/accountRecords'
import type { Sealing } from '../vault/sealing'
import type { Vault } from '../vault/vault'
import { createKeptPart } from './keptPart'
import { createMemoryKey } from './memoryKey'
import { createMemoryStore, damaged } from './memoryStore'

/** The memory of this computer for one person at one tenant. It is sealed, outlives a sign-out, and goes with *Forget this account*. */
export interface AccountMemory {
  /**
   * Returns one part, which is a file of its own.
   *
   * @param name letters only
   * @param empty the value of a part that has never been changed
   */
  part<T>(name: string, schema: z.ZodType<T>, empty: T): MemoryPart<T>
  /** Resolves to the parts that could not be opened and were set aside, until `acknowledge` is called. */
  lost(): Promise<LostPart[]>
  /** Deletes what was set aside, once the person has been told. */
  acknowledge(): Promise<void>
}

/**
 * One part. Its methods run one at a time, and reject with `signedOut` while nobody is signed in, with `locked` while the
 * window is locked, and as the keychain does. A file that cannot be opened is set aside, and the part begins anew.
 */
export interface MemoryPart<T> {
  /** Resolves to what is kept, or to `empty`. */
  read(): Promise<T>
  /**
   * Changes what is kept, under the lock that all processes share. Resolves to the new value. If `how` returns the very same
   * value, nothing is written. It may be called twice. Without a usable keychain the value lasts until the app ends.
   *
   * @throws AppError `timedOut` if another process did not let go, and the file system's error
   */
  change(how: (value: T) => T): Promise<T>
}

export interface LostPart {
  readonly part: string
  /** When it was last written, in ms since the epoch. */
  readonly writtenAt: number
}

/** The memory with the parts of its life that only the account's services use. */
export interface KeptMemory extends AccountMemory {
  /** Writes the key again, sealed in the way that is now required. @throws AppError of the vault */
  reseal(): Promise<void>
  /** Deletes all of it. @throws AppError `keychainNotCleared` */
  forget(): Promise<void>
  /** Resolves when nothing is on its way into a file. */
  settled(): Promise<void>
  /** Drops everything from memory, once what is on its way has arrived. Later calls reject with `locked`. */
  end(): Promise<void>
}

export interface MemoryParts {
  vault: Vault
  sealing: Sealing
  /** The folder of the account's own files, absolute. */
  profile: string
  issuer: string
  /** Returns the subject of the person who is signed in. */
  sub: () => string | undefined
  /**
   * Returns why the keychain could not keep the session, as long as it could not. It is not asked for a key then: each call
   * might open another question for its password, or wait for an answer that does not come.
   */
  unusable?: () => ErrorCode | undefined
  log: Log
}

export function createAccountMemory(parts: MemoryParts): KeptMemory {
  const { vault, sealing, profile, issuer, sub, unusable = () => undefined, log } = parts
  const folder = memoryIn(profile)
  const inTurn = createQueue()
  const key = createMemoryKey(vault, sealing, unusable)
  const store = createMemoryStore({ folder, key, log })
  let ended = false

  function person(): string {
    if (ended) throw new AppError('locked')
    const signedIn = sub()
    if (signedIn === undefined) throw new AppError('signedOut')
    return signedIn
  }

  const settled = (): Promise<void> => inTurn(() => Promise.resolve())

  return {
    part<T>(name: string, schema: z.ZodType<T>, empty: T): MemoryPart<T> {
      const kept = createKeptPart({
        store,
        name,
        issuer,
        schema,
        empty,
        onUnkept: (error) => log('memory-not-kept', {}, error)
      })
      return {
        async read() {
          const owner = person()
          const value = await inTurn(() => kept.read(owner))
          if (person() !== owner) throw new AppError('signedOut')
          return value
        },
        async change(how) {
          const owner = person()
          return inTurn(() => kept.change(owner, how))
        }
      }
    },
    lost: () => inTurn(() => lostIn(folder)),
    acknowledge: () =>
      inTurn(async () => {
        for (const { part: name } of await lostIn(folder)) await rm(join(folder, name + damaged), { force: true })
      }),
    reseal: () =>
      inTurn(async () => {
        if (existsSync(folder)) await store.alone(key.reseal)
      }),
    forget: () =>
      inTurn(async () => {
        if (!existsSync(folder)) return
        await key.delete().catch(async (cause: unknown) => {
          // A run that ended while it looked for a keychain has left an empty folder behind.
          if (!(isWithoutKeychain(cause) && (await readdir(folder)).length === 0)) {
            throw new AppError('keychainNotCleared', { cause })
          }
        })
        await rm(folder, { recursive: true, force: true })
      }),
    settled,
    async end() {
      ended = true
      await settled()
      key.end()
    }
  }
}

async function lostIn(folder: string): Promise<LostPart[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(damaged))
  return Promise.all(
    names.map(async (name) => ({
      part: name.slice(0, -damaged.length),
      writtenAt: (await stat(join(folder, name))).mtimeMs
    }))
  )
}

const isWithoutKeychain = (error: unknown): boolean =>
  error instanceof AppError && ['keychainAbsent', 'keychainNoCollection'].includes(error.code)
