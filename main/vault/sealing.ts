import { AppError } from '../errors'
import { decrypt, encrypt } from './aesGcm'

/** Seals the entries of one account by the data key. */
export interface Sealer {
  /** Returns ASCII text. @throws AppError `locked` once the data key has gone */
  seal(entry: string, text: string): string
  /** Returns the text; `undefined` for what another key sealed, or the same one for another account or entry. */
  open(entry: string, sealed: string): string | undefined
}

/** Tells how the entries of one account are sealed, while it is known whether a PIN is set. */
export interface Sealing {
  /** Resolves with what opens sealed entries; `undefined` where no PIN is set. @throws AppError `locked`, or the vault's own */
  opener(): Promise<Sealer | undefined>
  /** Resolves with what seals new entries; `undefined` where they are to be readable. @throws as `opener` does */
  sealer(): Promise<Sealer | undefined>
}

/** Nothing is sealed, because no PIN is set. */
export const unsealed: Sealing = { opener: () => Promise.resolve(undefined), sealer: () => Promise.resolve(undefined) }

/** Two, as of the record: older versions of Holdfast seal nothing. */
const formatVersion = 2

/** @param dataKey gives the key while main holds it */
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
