import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { SigningAlgorithm } from '../settings/options'

const jwk = z.looseObject({ kty: z.enum(['RSA', 'EC', 'OKP']) })

const publicKeyEncoding = { type: 'spki', format: 'pem' } as const
const privateKeyEncoding = { type: 'pkcs8', format: 'pem' } as const

const curves = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' } as const

/**
 * Returns a new key for signing ID tokens, private part included.
 *
 * The key is read back before it is exported. On Node 20 a key that comes straight from its generation now and then hangs
 * the process for good: the generator is collected as garbage in the middle of the export, and waits for the export's lock.
 *
 * @param bits size of an RSA key; fewer than 2048 for tests only
 */
export function createSigningKey(bits = 2048, alg: SigningAlgorithm = 'RS256') {
  const key = jwk.parse(createPrivateKey(newKey(bits, alg)).export({ format: 'jwk' }))
  return { ...key, alg, use: 'sig', kid: randomBytes(8).toString('hex') }
}
export type SigningKey = ReturnType<typeof createSigningKey>

/** Returns a private key as PEM. */
function newKey(bits: number, alg: SigningAlgorithm): string {
  switch (alg) {
    case 'ES256':
    case 'ES384':
    case 'ES512':
      return generateKeyPairSync('ec', { namedCurve: curves[alg], publicKeyEncoding, privateKeyEncoding }).privateKey
    case 'EdDSA':
      return generateKeyPairSync('ed25519', { publicKeyEncoding, privateKeyEncoding }).privateKey
    default:
      return generateKeyPairSync('rsa', { modulusLength: bits, publicKeyEncoding, privateKeyEncoding }).privateKey
  }
}
