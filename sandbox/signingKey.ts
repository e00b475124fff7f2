import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { z } from 'zod'

const rsaKey = z.looseObject({ kty: z.literal('RSA'), n: z.string(), e: z.string() })

/**
 * A new key to sign ID tokens with, private part included.
 *
 * It is read back before it is written out: on Node 20 a key that comes straight from its generation now and then stops the
 * process for good, when the generator is collected as garbage in the middle of the export, and waits for the export's lock.
 *
 * @param bits fewer than 2048 for tests only
 */
export function createSigningKey(bits = 2048) {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: bits,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
  })
  const jwk = rsaKey.parse(createPrivateKey(privateKey).export({ format: 'jwk' }))
  return { ...jwk, alg: 'RS256', use: 'sig', kid: randomBytes(8).toString('hex') }
}
