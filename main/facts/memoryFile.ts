import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { readStored, writeStored } from '../storage/storedFile'
import { formatVersion, seal, sealedFile, unseal } from '../vault/sealedFile'

/** The file of one part, for one person of one tenant. It opens for nobody else, and as no other part. */
export interface MemoryFile<T> {
  /** The path of the file, absolute. */
  readonly path: string
  readonly name: string
  readonly issuer: string
  readonly sub: string
  readonly schema: z.ZodType<T>
}

/** `damaged`: there is a file, but it does not open, or its content is not ours. */
export type Found<T> = { state: 'present'; value: T } | { state: 'absent' } | { state: 'damaged' }

const contextOf = ({ issuer, sub, name }: MemoryFile<unknown>): string =>
  [`holdfast-memory/${formatVersion}`, issuer, createHash('sha256').update(sub).digest('hex'), name].join('\n')

/** @param keyOf resolves to the key, or to undefined if there is none; it is asked only if there is a file @throws as `keyOf` */
export async function readMemory<T>(file: MemoryFile<T>, keyOf: () => Promise<Buffer | undefined>): Promise<Found<T>> {
  const stored = readStored(file.path, sealedFile)
  if (stored.state === 'absent') return stored
  const key = await keyOf()
  const text = key && stored.state === 'present' ? unseal(key, contextOf(file), stored.value) : undefined
  if (text === undefined) return { state: 'damaged' }
  const read = file.schema.safeParse(JSON.parse(text))
  return read.success ? { state: 'present', value: read.data } : { state: 'damaged' }
}

/**
 * Replaces the file whole. A value that could not be read back is refused, because it would cost everything that is kept.
 *
 * @throws ZodError and the file system's error
 */
export async function writeMemory<T>(file: MemoryFile<T>, key: Buffer, value: T): Promise<void> {
  const text = JSON.stringify(value)
  file.schema.parse(JSON.parse(text))
  await writeStored(file.path, seal(key, contextOf(file), text))
}
