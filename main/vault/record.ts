import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../ground/errors'
import { type Sealer, type Sealing, unsealed } from './sealing'
import type { Vault } from './vault'

/*
 * One session in the keychain. The record is cut into entries `g<generation>.<index>` of at most 1,200 ASCII characters
 * (Windows takes 2,560 bytes), and described by the entry `head`, which is written last. Whenever the program is interrupted,
 * the old or the new record is there whole. The previous generation stays readable until the new head is written.
 *
 * If a PIN is set, the record is sealed whole and its version is 2. If none is set, it is readable and its version is 1, so
 * that an older version of the app reads it too.
 */

const formatVersion = 2
const readableVersion = 1
const version = z.union([z.literal(readableVersion), z.literal(formatVersion)])
const entryLength = 1_200
const recordLength = 16_384
const entriesAtMost = Math.ceil(recordLength / entryLength)

const record = z.object({
  v: version,
  gen: z.int().nonnegative(),
  iss: z.string(),
  client_id: z.string(),
  sub: z.string().min(1),
  /** refresh token */
  rt: z.string().min(1),
  /** access token, and the moment until which it is used in ms since the epoch; empty if both tokens together were too long */
  at: z.string(),
  at_exp: z.number(),
  saved_at: z.number(),
  /** The generation that first held this refresh token, if the record was only rewritten since. */
  rt_gen: z.int().nonnegative().optional()
})
export type Record = z.infer<typeof record>
export type NewRecord = Omit<Record, 'v' | 'gen'>

const part = z.object({
  v: version.default(readableVersion),
  gen: z.int().nonnegative(),
  n: z.int().min(1).max(entriesAtMost),
  len: z.int().min(1).max(recordLength),
  sha256: z.string()
})
type Part = z.infer<typeof part>

const head = z.object({ ...part.shape, v: version, previous: part.nullable() })
const anyVersion = z.object({ v: z.int() })

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const decode = (text: string): unknown => JSON.parse(Buffer.from(text, 'base64url').toString())
const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url')
/** Returns the name under which a record is sealed. */
const sealedAs = (gen: number): string => `record ${gen}`
const entryName = (gen: number, index: number): string => `g${gen}.${index}`

/**
 * Resolves to the newest whole record, or to `null` if the vault has none (or cannot be looked into: see `Vault.get`).
 *
 * @throws AppError `keychainDamaged` if no generation is whole or nobody has the key to it any more, `keychainNewer` if a
 * later version of the app wrote it, and those of `sealing`.
 */
export async function readRecord(vault: Vault, sealing: Sealing = unsealed): Promise<Record | null> {
  const [current, found] = await Promise.all([readHead(vault), sealing.opener()])
  if (!current) return null
  // The keychain may have been unlocked between the two answers.
  const opener = found ?? (current.v === formatVersion ? await sealing.opener() : undefined)
  for (const described of current.previous ? [current, current.previous] : [current]) {
    const whole = await readPart(vault, described, opener)
    if (whole) return whole
  }
  throw new AppError('keychainDamaged')
}

async function readHead(vault: Vault): Promise<z.infer<typeof head> | null> {
  const text = await vault.get('head')
  if (text === null) return null
  let value: unknown
  try {
    value = decode(text)
  } catch (cause) {
    throw new AppError('keychainDamaged', { cause })
  }
  const written = anyVersion.safeParse(value).data?.v
  if (written !== undefined && written > formatVersion) throw new AppError('keychainNewer')
  const read = head.safeParse(value)
  if (!read.success) throw new AppError('keychainDamaged', { cause: read.error })
  return read.data
}

async function readPart(
  vault: Vault,
  { v, gen, n, len, sha256: expected }: Part,
  opener: Sealer | undefined
): Promise<Record | null> {
  let text = ''
  for (let index = 0; index < n; index++) text += (await vault.get(entryName(gen, index))) ?? ''
  if (text.length !== len || sha256(text) !== expected) return null
  try {
    const json = v === readableVersion ? Buffer.from(text, 'base64url').toString() : opener?.open(sealedAs(gen), text)
    const read = record.safeParse(JSON.parse(json ?? ''))
    return read.success && read.data.gen === gen && read.data.v === v ? read.data : null
  } catch {
    return null
  }
}

/**
 * Writes `value` as the generation after the one in the vault, or after `knownGen` if the vault's head is lost, and resolves
 * to the new generation. An access token that makes the record too long is left out, because it can be fetched again.
 *
 * @throws AppError `keychainNewer` (a later version's record is never overwritten) or the vault's own; the old record then
 * stays.
 */
export async function writeRecord(
  vault: Vault,
  value: NewRecord,
  knownGen = 0,
  sealing: Sealing = unsealed
): Promise<number> {
  const sealer = await sealing.sealer()
  const v = sealer ? formatVersion : readableVersion
  const before = await headToReplace(vault)
  const gen = Math.max(before?.gen ?? 0, knownGen) + 1
  const text = textWithin(recordLength, { ...value, v, gen }, sealer)
  const n = Math.ceil(text.length / entryLength)
  for (let index = 0; index < n; index++) {
    await vault.set(entryName(gen, index), text.slice(index * entryLength, (index + 1) * entryLength))
  }
  const previous = before && { v: before.v, gen: before.gen, n: before.n, len: before.len, sha256: before.sha256 }
  await vault.set('head', encode({ v, gen, n, len: text.length, sha256: sha256(text), previous }))
  if (before?.previous) await deleteEntries(vault, before.previous.gen)
  await deleteEntries(vault, before?.gen ?? knownGen)
  // An earlier write of this generation may have been longer, and was interrupted before its head.
  await deleteEntries(vault, gen, n)
  return gen
}

function textWithin(length: number, value: Record, sealer: Sealer | undefined): string {
  const textOf = (one: Record): string => (sealer ? sealer.seal(sealedAs(one.gen), JSON.stringify(one)) : encode(one))
  const texts = [value, { ...value, at: '', at_exp: 0 }].map(textOf)
  const fitting = texts.find((text) => text.length <= length)
  if (fitting === undefined) throw new AppError('unexpectedAnswer')
  return fitting
}

async function headToReplace(vault: Vault): Promise<z.infer<typeof head> | null> {
  try {
    return await readHead(vault)
  } catch (error) {
    if (error instanceof AppError && error.code === 'keychainDamaged') return null
    throw error
  }
}

/** Resolves to the generation in the vault, and to the names of all entries that its head describes, the head itself last. */
export async function recordEntries(vault: Vault): Promise<{ gen: number; names: string[] }> {
  const current = await headToReplace(vault)
  const parts = current ? [current.previous, current].filter((one) => one !== null) : []
  const names = parts.flatMap(({ gen, n }) => Array.from({ length: n }, (_, index) => entryName(gen, index)))
  return { gen: current?.gen ?? 0, names: [...names, 'head'] }
}

/** Removes the record and every remainder of one. Resolves to true if there was a head to remove. */
export async function deleteRecord(vault: Vault, knownGen = 0): Promise<boolean> {
  const current = await headToReplace(vault)
  const had = await vault.delete('head')
  const newest = current?.gen ?? knownGen
  for (const gen of new Set([newest + 1, newest, current?.previous?.gen ?? newest])) await deleteEntries(vault, gen)
  return had
}

/** Deletes from the last to the first, so that counting up from the first still finds what an interrupted deletion leaves. */
async function deleteEntries(vault: Vault, gen: number, from = 0): Promise<void> {
  let end = from
  while (end < entriesAtMost && (await vault.get(entryName(gen, end))) !== null) end++
  for (let index = end - 1; index >= from; index--) await vault.delete(entryName(gen, index))
}
