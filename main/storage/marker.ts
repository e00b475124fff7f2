import { join } from 'node:path'
import { z } from 'zod'
import { readStored, type Stored } from './storedFile'
import type { Tenant } from '../ground/tenant'

/**
 * The marker is a file without secrets that says whether the keychain should hold a session. On Linux a locked keyring
 * answers "no such entry", so without the marker a locked keyring and a signed-out person would look the same.
 */
export const marker = z.object({
  v: z.literal(1),
  gen: z.int().nonnegative(),
  issuer: z.string(),
  subHash: z.string(),
  /**
   * `storing`: a first session is on its way into the keychain and may have arrived. `copied`: the session belongs to the
   * folder that this one was copied from.
   */
  state: z.enum(['storing', 'stored', 'signedOut', 'toBeCleared', 'copied']),
  /**
   * A refresh was begun, and its new refresh token is not stored. Either the answer was lost, or it was `answered` but the
   * keychain stored nothing, so that the stored refresh token is used up. It is not `answered` with a token if the tenant
   * `refused` it this often in a row without ending the session.
   */
  refreshPending: z
    .object({
      gen: z.int(),
      at: z.number(),
      answered: z.boolean().optional(),
      refused: z.int().nonnegative().optional()
    })
    .nullable(),
  /**
   * True if the tenant has called a refresh token of this session active (RFC 7662). Only then does its word that one is
   * inactive mean anything.
   */
  vouched: z.boolean().optional()
})
export type Marker = z.infer<typeof marker>

/** The kind of entry that the keychain may hold for this account. */
export type Expected = 'nothing' | 'session' | 'remainder'

export const emptyMarker = (tenant: Tenant): Marker => ({
  v: 1,
  gen: 0,
  issuer: tenant.issuer,
  subHash: '',
  state: 'signedOut',
  refreshPending: null
})

/** Returns the marker of an account in a copied folder, which holds until somebody signs in there. */
export const leftToOriginal = ({ issuer }: Marker): Marker => ({
  v: 1,
  gen: 0,
  issuer,
  subHash: '',
  state: 'copied',
  refreshPending: null
})

/** Returns what the keychain should hold by the marker that was read, or `undefined` if there is no marker. */
export function expectedBy(stored: Stored<Marker>, tenant: Tenant): Expected | undefined {
  if (stored.state === 'absent') return undefined
  if (stored.state === 'unreadable' || stored.value.issuer !== tenant.issuer) return 'remainder'
  if (stored.value.state === 'stored') return 'session'
  return ['signedOut', 'copied'].includes(stored.value.state) ? 'nothing' : 'remainder'
}

/** Returns the path of the marker in the folder of an account. */
export const markerIn = (folder: string): string => join(folder, 'session.json')

/** Returns true if a start with this account will ask the keychain. @param folder of the account's files, absolute */
export function willAskKeychain(folder: string, tenant: Tenant): boolean {
  return (expectedBy(readStored(markerIn(folder), marker), tenant) ?? 'nothing') !== 'nothing'
}
