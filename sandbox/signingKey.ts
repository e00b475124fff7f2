import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { z } from 'zod'

const jwk = z.looseObject({ kty: z.enum(['RSA', 'EC', 'OKP']) })

/** The algorithms with a public key, by which an app without a secret can check an ID token. */
export const signingAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA'
] as const
export type SigningAlgorithm = (typeof signingAlgorithms)[number]

const publicKeyEncoding = { type: 'spki', format: 'pem' } as const
const privateKeyEncoding = { type: 'pkcs8', format: 'pem' } as const

const curves = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' } as const

/**
 * A new key to sign ID tokens with, private part included.
 *
 * It is read back before it is written out: on Node 20 a key that comes straight from its generation now and then stops the
 * process for good, when the generator is collected as garbage in the middle of the export, and waits for the export's lock.
 *
 * @param bits of an RSA key; fewer than 2048 for tests only
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
