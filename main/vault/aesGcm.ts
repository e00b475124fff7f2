import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const cipher = 'aes-256-gcm'
export const keyBytes = 32
const ivBytes = 12
const tagBytes = 16
/** The number of bytes by which a ciphertext is longer than its text. */
export const overheadBytes = ivBytes + tagBytes

/**
 * Returns the initialization vector, the ciphertext and the authentication tag, one after the other.
 *
 * @param key 32 bytes
 * @param context names what the text belongs to; it opens in no other context
 */
export function encrypt(key: Buffer, context: string, text: Buffer): Buffer {
  const iv = randomBytes(ivBytes)
  const sealing = createCipheriv(cipher, key, iv, { authTagLength: tagBytes }).setAAD(Buffer.from(context))
  return Buffer.concat([iv, sealing.update(text), sealing.final(), sealing.getAuthTag()])
}

/** Returns the text, or `undefined` if the key or the context differs or the bytes were changed. */
export function decrypt(key: Buffer, context: string, sealed: Buffer): Buffer | undefined {
  if (sealed.length < overheadBytes) return undefined
  const end = sealed.length - tagBytes
  const opening = createDecipheriv(cipher, key, sealed.subarray(0, ivBytes), { authTagLength: tagBytes })
    .setAAD(Buffer.from(context))
    .setAuthTag(sealed.subarray(end))
  try {
    return Buffer.concat([opening.update(sealed.subarray(ivBytes, end)), opening.final()])
  } catch {
    return undefined
  }
}
