import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { stretch } from '../../vault/stretch'

/** bytes */
const hashLength = 32

/**
 * A PIN in `lock.json` as versions before the data key kept it: a scrypt hash that recognises a PIN and opens nothing. It is
 * read once more, and replaced by a wrapped data key as soon as the PIN is typed and there is a keychain.
 */
export const olderPin = (leastCost: number) =>
  z.object({
    verifier: z.object({
      salt: z.base64(),
      hash: z.base64().refine((text) => Buffer.from(text, 'base64').length === hashLength),
      cost: z.literal([leastCost, 2 * leastCost, 4 * leastCost])
    }),
    failed: z.int().nonnegative(),
    notBefore: z.number()
  })
export type OlderPin = z.infer<ReturnType<typeof olderPin>>

export async function isOlderPin({ verifier: { salt, hash, cost } }: OlderPin, pin: string): Promise<boolean> {
  const stretched = await stretch(pin, Buffer.from(salt, 'base64'), cost, hashLength)
  return timingSafeEqual(stretched, Buffer.from(hash, 'base64'))
}
