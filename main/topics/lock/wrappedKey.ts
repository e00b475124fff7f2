import { hkdfSync, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { decrypt, encrypt, keyBytes, overheadBytes } from '../../vault/aesGcm'
import { stretch } from '../../vault/stretch'

const saltBytes = 16

/** The cost of scrypt: 128 MB of memory and some 300 ms. It is the least that this program ever wrote. */
export const standardCost = 2 ** 17
/** The highest cost that an ordinary computer can bear, as a multiple of the least. */
const dearest = 4

const bytes = (length: number) => z.base64().refine((text) => Buffer.from(text, 'base64').length === length)

/** The data key, wrapped by a key that only the PIN gives. */
export const wrappedKey = (leastCost: number) =>
  z.object({
    salt: bytes(saltBytes),
    cost: z.literal([leastCost, 2 * leastCost, dearest * leastCost]),
    wrapped: bytes(keyBytes + overheadBytes)
  })
export type WrappedKey = z.infer<ReturnType<typeof wrappedKey>>

/**
 * Wraps `dataKey` by the key that one scrypt and HKDF make of `pin`.
 *
 * @param context names what the wrapped key belongs to; it opens in no other context
 */
export async function wrapKey(pin: string, dataKey: Buffer, context: string, cost: number): Promise<WrappedKey> {
  const salt = randomBytes(saltBytes)
  const key = await keyOf(pin, salt, cost)
  const wrapped = encrypt(key, contextOf(context, salt, cost), dataKey)
  key.fill(0)
  return { salt: salt.toString('base64'), cost, wrapped: wrapped.toString('base64') }
}

/** Resolves to the data key, or to `undefined` for another PIN. */
export async function unwrapKey(pin: string, wrapped: WrappedKey, context: string): Promise<Buffer | undefined> {
  const salt = Buffer.from(wrapped.salt, 'base64')
  const key = await keyOf(pin, salt, wrapped.cost)
  const dataKey = decrypt(key, contextOf(context, salt, wrapped.cost), Buffer.from(wrapped.wrapped, 'base64'))
  key.fill(0)
  return dataKey
}

const contextOf = (context: string, salt: Buffer, cost: number): string =>
  JSON.stringify([context, salt.toString('base64'), cost])

async function keyOf(pin: string, salt: Buffer, cost: number): Promise<Buffer> {
  const stretched = await stretch(pin, salt, cost, keyBytes)
  const key = Buffer.from(hkdfSync('sha256', stretched, salt, 'holdfast-pin/1', keyBytes))
  stretched.fill(0)
  return key
}
