import { existsSync } from 'node:fs'
import type { z } from 'zod'
import { AppError } from '../ground/errors'
import type { MemoryFile } from './memoryFile'
import type { MemoryStore } from './memoryStore'

/** One part of the memory of whoever is named by their subject. Its methods do not overlap. */
interface KeptPart<T> {
  read(owner: string): Promise<T>
  change(owner: string, how: (value: T) => T): Promise<T>
}

interface PartParts<T> {
  store: MemoryStore
  name: string
  issuer: string
  schema: z.ZodType<T>
  empty: T
  /** Hears why a value could not be stored, and lasts until the app ends. */
  onUnkept: (error: AppError) => void
}

export function createKeptPart<T>({ store, name, issuer, schema, empty, onUnkept }: PartParts<T>): KeptPart<T> {
  const path = store.path(name)
  const fileOf = (sub: string): MemoryFile<T> => ({ path, name, issuer, sub, schema })
  /** A value that no keychain has let us store. */
  let unkept: { owner: string; value: T } | undefined
  const before = (owner: string): T => (unkept?.owner === owner ? unkept.value : empty)

  async function changeAlone(owner: string, how: (value: T) => T): Promise<T> {
    const kept = await store.readAlone(fileOf(owner))
    const next = how(kept ?? before(owner))
    if (next !== (kept ?? empty)) await store.write(fileOf(owner), next)
    unkept = undefined
    return next
  }

  return {
    read: async (owner) => (await store.read(fileOf(owner))) ?? before(owner),
    async change(owner, how) {
      try {
        await store.make()
        return await store.alone(() => changeAlone(owner, how))
      } catch (error) {
        if (!isOfKeychain(error) || existsSync(path)) throw error
        onUnkept(error)
        await store.unmake()
        const value = how(before(owner))
        unkept = { owner, value }
        return value
      }
    }
  }
}

const isOfKeychain = (error: unknown): error is AppError =>
  error instanceof AppError && error.code.startsWith('keychain')
