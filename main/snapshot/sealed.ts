import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { z } from 'zod'

const cipher = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16
export const keyBytes = 32
export const formatVersion = 1

/** Node reads more than one text as the same bytes; only the one it writes itself counts. */
const base64url = z.string().refine((text) => Buffer.from(text, 'base64url').toString('base64url') === text)

/** The file: a text sealed by AES-256-GCM, its authentication tag at the end. */
export const sealedFile = z.strictObject({ v: z.literal(formatVersion), iv: base64url, sealed: base64url })
export type SealedFile = z.infer<typeof sealedFile>

/**
 * @param key 32 bytes
 * @param context what the text belongs to; it opens in no other context
 */
export function seal(key: Buffer, context: string, text: string): SealedFile {
  const iv = randomBytes(ivBytes)
  const sealing = createCipheriv(cipher, key, iv, { authTagLength: tagBytes }).setAAD(Buffer.from(context))
  const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final(), sealing.getAuthTag()])
  return { v: formatVersion, iv: iv.toString('base64url'), sealed: sealed.toString('base64url') }
}

/** Gives the text; `undefined` for another key, another context, or a file that is not as it was written. */
export function unseal(key: Buffer, context: string, file: SealedFile): string | undefined {
  const iv = Buffer.from(file.iv, 'base64url')
  const sealed = Buffer.from(file.sealed, 'base64url')
  if (iv.length !== ivBytes || sealed.length < tagBytes) return undefined
  const end = sealed.length - tagBytes
  const opening = createDecipheriv(cipher, key, iv, { authTagLength: tagBytes })
    .setAAD(Buffer.from(context))
    .setAuthTag(sealed.subarray(end))
  try {
    return opening.update(sealed.subarray(0, end), undefined, 'utf8') + opening.final('utf8')
  } catch {
    return undefined
  }
}
