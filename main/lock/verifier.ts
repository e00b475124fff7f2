import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/** bytes */
const saltLength = 16
const hashLength = 32

const bytes = (length: number) =>
  z.base64().refine((text) => Buffer.from(text, 'base64').length === length, { error: 'another length' })

/** What is kept of a PIN: enough to know it again, and as costly as scrypt makes it to find it by trying. */
export const verifier = z.object({
  salt: bytes(saltLength),
  hash: bytes(hashLength),
  /** scrypt's cost: at least what this program writes, at most what an ordinary computer carries. */
  cost: z.union([z.literal(2 ** 17), z.literal(2 ** 18), z.literal(2 ** 19)])
})
export type Verifier = z.infer<typeof verifier>

/** 128 MB of memory and some 300 ms. */
const cost = 2 ** 17
const blockSize = 8

export async function verifierOf(pin: string): Promise<Verifier> {
  const salt = randomBytes(saltLength)
  const hash = await hashOf(pin, salt, cost)
  return { salt: salt.toString('base64'), hash: hash.toString('base64'), cost }
}

export async function isPinOf({ salt, hash, cost: stored }: Verifier, pin: string): Promise<boolean> {
  return timingSafeEqual(await hashOf(pin, Buffer.from(salt, 'base64'), stored), Buffer.from(hash, 'base64'))
}

function hashOf(pin: string, salt: Buffer, N: number): Promise<Buffer> {
  // One PIN, however a keyboard or an input method writes its digits and accents.
  const secret = Buffer.from(pin.normalize('NFKC'))
  const maxmem = 2 * 128 * N * blockSize
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, hashLength, { N, r: blockSize, p: 1, maxmem }, (error, hash) => {
      secret.fill(0)
      if (error) reject(error)
      else resolve(hash)
    })
  })
}
