import { z } from 'zod'
import { decrypt, encrypt } from './aesGcm'

const ivBytes = 12
export const formatVersion = 1

/** Node decodes several texts to the same bytes; only the text that it writes itself is accepted. */
const base64url = z.string().refine((text) => Buffer.from(text, 'base64url').toString('base64url') === text)

/** The file: a text sealed by AES-256-GCM, with its authentication tag at the end. */
export const sealedFile = z.strictObject({ v: z.literal(formatVersion), iv: base64url, sealed: base64url })
export type SealedFile = z.infer<typeof sealedFile>

/**
 * @param key 32 bytes
 * @param context names what the text belongs to; it opens in no other context
 */
export function seal(key: Buffer, context: string, text: string): SealedFile {
  const sealed = encrypt(key, context, Buffer.from(text))
  return {
    v: formatVersion,
    iv: sealed.subarray(0, ivBytes).toString('base64url'),
    sealed: sealed.subarray(ivBytes).toString('base64url')
  }
}

/** Returns the text, or `undefined` if the key or the context differs or the file was changed. */
export function unseal(key: Buffer, context: string, file: SealedFile): string | undefined {
  const iv = Buffer.from(file.iv, 'base64url')
  if (iv.length !== ivBytes) return undefined
  return decrypt(key, context, Buffer.concat([iv, Buffer.from(file.sealed, 'base64url')]))?.toString()
}
