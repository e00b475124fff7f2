import { AppError } from '../ground/errors'
import { decrypt, encrypt } from './aesGcm'

/** Seals the entries of one account by the data key. */
export interface Sealer {
  /** Returns ASCII text. @throws AppError `locked` once the data key is gone */
  seal(entry: string, text: string): string
  /** Returns the text, or `undefined` if it was sealed by another key, or for another account or entry. */
  open(entry: string, sealed: string): string | undefined
}

/** Knows how one account's entries are sealed, once it is known whether a PIN is set. */
export interface Sealing {
  /**
   * Resolves to the sealer that opens entries, or to `undefined` if no PIN is set. @throws AppError `locked`, or the vault's
   * own
   */
  opener(): Promise<Sealer | undefined>
  /** Resolves to the sealer of new entries, or to `undefined` if they are to be readable. @throws as `opener` does */
  sealer(): Promise<Sealer | undefined>
}

/** Seals nothing, because no PIN is set. */
export const unsealed: Sealing = { opener: () => Promise.resolve(undefined), sealer: () => Promise.resolve(undefined) }

/** This is 2, like that of the record, because older versions of Holdfast seal nothing. */
const formatVersion = 2

/** @param dataKey returns the key while main holds it */
export function createSealer(dataKey: () => Buffer | undefined, profile: string, account: string): Sealer {
  const context = (entry: string): string =>
    JSON.stringify([`holdfast-sealed/${formatVersion}`, profile, account, entry])

  function held(): Buffer {
    const key = dataKey()
    if (!key) throw new AppError('locked')
    return key
  }

  return {
    seal: (entry, text) => encrypt(held(), context(entry), Buffer.from(text)).toString('base64url'),
    open: (entry, sealed) => decrypt(held(), context(entry), Buffer.from(sealed, 'base64url'))?.toString()
  }
}
