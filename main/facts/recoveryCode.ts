import { randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { stretch } from '../vault/stretch'
import type { MemoryPart } from './memory'

const saltBytes = 16
const hashBytes = 32
/** The cost of scrypt: 32 MB of memory. The code itself is long and random, so this is more than enough. */
const standardCost = 2 ** 15
/** An account has one authenticator app, seldom two, so the codes of a few are enough. */
const mostKept = 4

const recoveryCodeHash = z.object({
  /** When its app was bound, in ms since the epoch. */
  madeAt: z.number(),
  salt: z.base64(),
  hash: z.base64(),
  cost: z
    .int()
    .min(2)
    .max(2 ** 20)
})

/** The recovery codes that a person has shown to have kept, as hashes, newest first. */
export const recoveryCodeHashes = z.array(recoveryCodeHash).max(mostKept)
export type RecoveryCodeHashes = z.infer<typeof recoveryCodeHashes>

/** Compares recovery codes with those that were kept. A code itself is nowhere but in the call. */
export interface RecoveryCodes {
  keep: (code: string, madeAt: number) => Promise<void>
  /** Resolves to the moments when the codes were made that can be compared with. */
  made: () => Promise<readonly number[]>
  /** Resolves to the moment when the code was made, or to undefined if it is none of those made at `among`. */
  find: (code: string, among: readonly number[]) => Promise<number | undefined>
}

export function createRecoveryCodes(part: MemoryPart<RecoveryCodeHashes>, cost = standardCost): RecoveryCodes {
  return {
    async keep(code, madeAt) {
      const salt = randomBytes(saltBytes)
      const hash = await stretch(plainCode(code), salt, cost, hashBytes)
      const kept = { madeAt, salt: salt.toString('base64'), hash: hash.toString('base64'), cost }
      await part.change((codes) => [kept, ...codes.filter((one) => one.madeAt !== madeAt)].slice(0, mostKept))
    },
    async made() {
      return (await part.read()).map(({ madeAt }) => madeAt)
    },
    async find(code, among) {
      for (const kept of await part.read()) {
        if (!among.includes(kept.madeAt)) continue
        const known = Buffer.from(kept.hash, 'base64')
        const typed = await stretch(plainCode(code), Buffer.from(kept.salt, 'base64'), kept.cost, known.length)
        if (known.length === hashBytes && timingSafeEqual(typed, known)) return kept.madeAt
      }
      return undefined
    }
  }
}

/** Returns a code for comparison: without dashes and spaces, whatever its case and width. */
export const plainCode = (code: string): string =>
  code
    .normalize('NFKC')
    .replace(/[^a-z\d]/gi, '')
    .toLowerCase()
