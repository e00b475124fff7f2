import { AppError } from '../ground/errors'
import type { Vault } from './vault'

const refused = (): Promise<never> => Promise.reject(new AppError('keychainLocked'))
/** A locked keyring as on Linux, which finds nothing and takes nothing. */
export const locked: Vault = { get: () => Promise.resolve(null), set: refused, delete: () => Promise.resolve(false) }
