import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { AccountServices } from '../../main/start/accountServices'
import { createLock } from '../../main/topics/lock/lock'
import { openLockFile } from '../../main/topics/lock/lockFile'
import type { Lock } from '../../main/topics/lock/lockInterface'
import { createPinEntry } from '../../main/topics/lock/pinEntry'
import { unwrapKey } from '../../main/topics/lock/wrappedKey'
import type { Vault } from '../../main/vault/vault'

/** The PIN that is set first, and the one that it is changed to. */
export const pins = ['735519', '908172'] as const
export type Pin = (typeof pins)[number]

/** The cost of scrypt is low, because these tests are about the moment of the kill and not about guessing a PIN. */
export const cheap = 2 ** 4

const profile = 'profile'

interface LockPlace {
  /** The profile's folder. */
  folder: string
  cost: number
  vault: Vault
  reset: () => void
  application: () => AccountServices
  /** Starts another set of account services. */
  begin: () => void
}

/** Returns the lock of a profile with one account. */
export function lockOf({ folder, cost, vault, reset, application, begin }: LockPlace): Lock {
  return createLock({
    file: openLockFile(join(folder, 'lock.json'), cost),
    cost,
    keychain: { vault, profile, reset },
    locked: {
      atStake: () => undefined,
      end: () => application().end(),
      begin,
      discardAll: () => application().discard(),
      resealAll: () => application().reseal()
    },
    renewPage: () => undefined,
    protectScreen: () => undefined,
    confirmLoss: () => Promise.resolve(true),
    touchId: { available: () => false, prompt: () => Promise.reject(new Error('There is no finger here.')) },
    idleSeconds: () => 0,
    onChanged: () => undefined,
    log: () => undefined
  })
}

/**
 * Unlocks with the PIN that the keychain holds, so that no try is spent on the other one.
 *
 * @throws if neither PIN fits
 */
export async function unlock(lock: Lock, vault: Vault, cost: number): Promise<Pin> {
  const kept = await createPinEntry(vault, cost).read()
  for (const pin of pins) {
    const context = JSON.stringify(['holdfast-data-key/1', profile, kept?.gen])
    if (!kept || !(await unwrapKey(pin, kept, context))) continue
    await lock.handlers['lock:unlock']({ pin })
    return pin
  }
  throw new Error('No PIN opens.')
}

const version = z.object({ v: z.int() })

/** Returns the entries that a keychain holds in the clear although a PIN is set, or sealed although none is. */
export function wronglySealed(keychain: string): string[] {
  const names = readdirSync(keychain)
  const wanted = names.includes('pin') ? 2 : 1
  if (!names.includes('head')) return []
  const head: unknown = JSON.parse(Buffer.from(readFileSync(join(keychain, 'head'), 'utf8'), 'base64url').toString())
  const { v } = version.parse(head)
  return v === wanted ? [] : [`the session has version ${v} in place of ${wanted}`]
}
