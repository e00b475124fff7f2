import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { z } from 'zod'
import { canonicalBytes } from './canonical'

export const keyRoles = ['root', 'targets', 'online'] as const
/** `root` signs roots, `targets` signs releases, and `online` signs each day which release is the newest. */
export type KeyRole = (typeof keyRoles)[number]

/** Matches the bytes of a key or a hash in the form of TUF. */
export const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`))
export const keyId = hex(32)

/** A public key as a root names it. */
export const publicKey = z.strictObject({
  keytype: z.literal('ed25519'),
  scheme: z.literal('ed25519'),
  keyval: z.strictObject({ public: hex(32) })
})
export type PublicKey = z.infer<typeof publicKey>

export interface Signer {
  id: string
  key: PublicKey
  /** Returns the signature in hex. */
  sign: (bytes: Buffer) => string
}

export const idOf = (key: PublicKey): string => createHash('sha256').update(canonicalBytes(key)).digest('hex')

export const generatePrivateKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey

export function signerOf(privateKey: KeyObject): Signer {
  // The last 32 bytes of the encoding are the Ed25519 key.
  const encoded = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  const key: PublicKey = {
    keytype: 'ed25519',
    scheme: 'ed25519',
    keyval: { public: encoded.subarray(-32).toString('hex') }
  }
  return { id: idOf(key), key, sign: (bytes) => sign(null, bytes, privateKey).toString('hex') }
}

export function isSignature(key: PublicKey, bytes: Buffer, signature: string): boolean {
  const x = Buffer.from(key.keyval.public, 'hex').toString('base64url')
  const known = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  return verify(null, bytes, known, Buffer.from(signature, 'hex'))
}
