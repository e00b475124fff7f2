import { z } from 'zod'
import { AppError } from '../../ground/errors'
import { ensureOpen, erase } from '../../vault/erase'
import type { Vault } from '../../vault/vault'
import { wrappedKey } from './wrappedKey'

const formatVersion = 1

/** The record of the PIN. It is replaced whole, so a change of the PIN is either complete or not there. */
export const pinContent = (leastCost: number) =>
  z.object({
    v: z.literal(formatVersion),
    /** The number of changes of the PIN. */
    gen: z.int().nonnegative(),
    ...wrappedKey(leastCost).shape,
    /** True if every account is sealed. Otherwise the next unlock continues. */
    complete: z.boolean(),
    /** The number of wrong tries since the last right one. */
    failed: z.int().nonnegative(),
    /** No try is accepted before this moment, in ms since the epoch. */
    notBefore: z.number()
  })
export type PinContent = z.infer<ReturnType<typeof pinContent>>

/** The one entry in the profile's own keychain service that says that a PIN is set, and keeps it. */
export interface PinEntry {
  /** @throws AppError `keychainDamaged`, `keychainNewer`, or the vault's own */
  read(): Promise<PinContent | undefined>
  write(content: PinContent): Promise<void>
  /** @throws AppError `keychainNotCleared` */
  remove(): Promise<void>
  /** Resolves to true for an entry that is gone, and to false for a keyring that is locked. @throws AppError of the vault */
  isGone(): Promise<boolean>
}

const entryName = 'pin'
const anyVersion = z.object({ v: z.int() })

/** @param leastCost of scrypt; this program writes no entry with a lower one */
export function createPinEntry(vault: Vault, leastCost: number): PinEntry {
  const content = pinContent(leastCost)

  return {
    async read() {
      const text = await vault.get(entryName)
      if (text === null) return undefined
      const value = valueOf(text)
      const written = anyVersion.safeParse(value).data?.v
      if (written !== undefined && written > formatVersion) throw new AppError('keychainNewer')
      const read = content.safeParse(value)
      if (!read.success) throw new AppError('keychainDamaged', { cause: read.error })
      return read.data
    },
    write: (next) => vault.set(entryName, Buffer.from(JSON.stringify(next)).toString('base64url')),
    remove: () => removeEntry(vault, entryName),
    async isGone() {
      await ensureOpen(vault)
      return (await vault.get(entryName)) === null
    }
  }
}

/** Deletes an entry and makes sure that it is gone. @throws AppError `keychainNotCleared` */
export async function removeEntry(vault: Vault, name: string): Promise<void> {
  try {
    await erase(vault, () => vault.delete(name))
    if ((await vault.get(name)) !== null) throw new AppError('keychainNotCleared')
  } catch (cause) {
    throw new AppError('keychainNotCleared', { cause })
  }
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch (cause) {
    throw new AppError('keychainDamaged', { cause })
  }
}
