import { scrypt } from 'node:crypto'

const blockSize = 8

/** Resolves to the bytes that scrypt derives from a secret that a person types. `cost` is its N. */
export function stretch(typed: string, salt: Buffer, cost: number, length: number): Promise<Buffer> {
  // It is one secret, however a keyboard or an input method writes its digits and accents.
  const secret = Buffer.from(typed.normalize('NFKC'))
  const maxmem = 2 * 128 * cost * blockSize
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, length, { N: cost, r: blockSize, p: 1, maxmem }, (error, stretched) => {
      secret.fill(0)
      if (error) reject(error)
      else resolve(stretched)
    })
  })
}
