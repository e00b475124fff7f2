import { createPrivateKey, type KeyObject, randomBytes, scryptSync } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { decrypt, encrypt, keyBytes } from '../../main/vault/aesGcm'
import { idOf, type KeyRole, keyRoles, publicKey, type PublicKey, type Signer, signerOf } from './keys'
import { Refusal } from '../refusal'

/** The cost of one guess at a passphrase, by the parameters of scrypt (RFC 7914). */
const cost = z.strictObject({
  N: z
    .int()
    .min(2)
    .max(2 ** 20),
  r: z.int().min(1).max(8),
  p: z.int().min(1).max(4)
})
export type Cost = z.infer<typeof cost>
/** One guess takes a quarter of a second and 64 MB. */
export const standardCost: Cost = { N: 2 ** 16, r: 8, p: 1 }
const shortestPassphrase = 16

const publicFile = z.strictObject({ role: z.enum(keyRoles), key: publicKey })
const privateFile = z.strictObject({ ...publicFile.shape, cost, salt: z.base64(), sealed: z.base64() })

const publicPathOf = (path: string): string => `${path}.pub`

/**
 * Writes a private key, sealed by a passphrase, and its public half next to it, to `<path>.pub`.
 *
 * @throws Refusal if one of the files exists already
 */
export async function writeKeyFile(
  path: string,
  { role, key }: { role: KeyRole; key: KeyObject },
  passphrase: string,
  price: Cost
): Promise<void> {
  if (passphrase.length < shortestPassphrase) {
    throw new Refusal(
      `A passphrase has at least ${shortestPassphrase} characters. Five or more words are easy to keep.`
    )
  }
  const known = { role, key: signerOf(key).key }
  const salt = randomBytes(16)
  const text = key.export({ type: 'pkcs8', format: 'der' })
  const sealed = encrypt(sealingKey(passphrase, salt, price), contextOf(known), text)
  const content = { ...known, cost: price, salt: salt.toString('base64'), sealed: sealed.toString('base64') }
  await writeNew(path, content, 0o600)
  await writeNew(publicPathOf(path), known, 0o644)
}

async function writeNew(path: string, content: object, mode: number): Promise<void> {
  try {
    await writeFile(path, `${JSON.stringify(content, null, 2)}\n`, { flag: 'wx', mode })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new Refusal(`${path} is there already. A key is never written over.`)
    }
    throw error
  }
}

/**
 * Resolves with the signer for the key in a file.
 *
 * @throws Refusal if this program did not write the file, or if the passphrase is wrong
 */
export async function readKeyFile(path: string, passphrase: string): Promise<Signer> {
  const { cost: price, salt, sealed, ...known } = await readAs(path, privateFile)
  const key = sealingKey(passphrase, Buffer.from(salt, 'base64'), price)
  const text = decrypt(key, contextOf(known), Buffer.from(sealed, 'base64'))
  if (!text) throw new Refusal(`The passphrase does not open ${path}.`)
  return signerOf(createPrivateKey({ key: text, type: 'pkcs8', format: 'der' }))
}

/**
 * Resolves with the public key in a `.pub` file.
 *
 * @throws Refusal if it is not a key for this role
 */
export async function readPublicKey(path: string, role: KeyRole): Promise<PublicKey> {
  const known = await readAs(path, publicFile)
  if (known.role !== role) throw new Refusal(`${path} is a key for ${known.role}, not for ${role}.`)
  return known.key
}

/** @throws Refusal */
export async function readAs<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError)
      throw new Refusal(`${path} is not what it should be.`)
    throw new Refusal(`${path} cannot be read.`)
  }
}

/** scrypt needs 128 * N * r bytes, and Node refuses to use more than its limit. */
const sealingKey = (passphrase: string, salt: Buffer, { N, r, p }: Cost): Buffer =>
  scryptSync(passphrase.normalize('NFKC'), salt, keyBytes, { N, r, p, maxmem: 256 * N * r })

/** A sealed key opens only for its own role and public half. */
const contextOf = ({ role, key }: z.infer<typeof publicFile>): string => `holdfast-update-key ${role} ${idOf(key)}`
