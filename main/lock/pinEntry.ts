import { z } from 'zod'
import { AppError } from '../errors'
import { ensureOpen, erase } from '../vault/erase'
import type { Vault } from '../vault/vault'
import { wrappedKey } from './wrappedKey'

const formatVersion = 1

/** All that is kept of the PIN. It is replaced whole, so a change of the PIN is there or is not. */
export const pinContent = (leastCost: number) =>
  z.object({
    v: z.literal(formatVersion),
    /** Counts the changes of the PIN. */
    gen: z.int().nonnegative(),
    ...wrappedKey(leastCost).shape,
    /** True if every account is sealed; otherwise the next unlock goes on with that. */
    complete: z.boolean(),
    /** Wrong tries since the last right one. */
    failed: z.int().nonnegative(),
    /** No try before this moment, in ms since the epoch. */
    notBefore: z.number()
  })
export type PinContent = z.infer<ReturnType<typeof pinContent>>

/** The one entry of the profile's own keychain service that says that a PIN is set, and keeps it. */
export interface PinEntry {
  /** @throws AppError `keychainDamaged`, `keychainNewer`, or the vault's own */
  read(): Promise<PinContent | undefined>
  write(content: PinContent): Promise<void>
  /** @throws AppError `keychainNotCleared` */
  remove(): Promise<void>
  /** Tells an entry that is gone from a keyring that is locked. @throws AppError of the vault */
  isGone(): Promise<boolean>
}

const entryName = 'pin'
const anyVersion = z.object({ v: z.int() })

/** @param leastCost of scrypt: an entry that asks for less was not written by this program */
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

/** Deletes an entry and makes sure of it. @throws AppError `keychainNotCleared` */
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
