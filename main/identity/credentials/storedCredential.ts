import type { Tenant } from '../../ground/tenant'
import type { NewRecord, Record as VaultRecord } from '../../vault/record'
import type { Credential } from './credential'

/** Returns true if the refresh token of a record was already stored in generation `gen`. */
export const holds = (record: VaultRecord, gen: number): boolean =>
  gen <= record.gen && gen >= (record.rt_gen ?? record.gen)

/** Returns 0 if the clock was set back since, because the rest of the access token's life is then unknown. */
const usableUntil = ({ at_exp, saved_at }: VaultRecord): number => (saved_at > Date.now() ? 0 : at_exp)

export const credentialOf = (stored: VaultRecord): Credential => ({
  sub: stored.sub,
  refreshToken: stored.rt,
  accessToken: stored.at,
  accessTokenUsableUntil: usableUntil(stored)
})

export const recordOf = (credential: Credential, { issuer, appId }: Tenant): NewRecord => ({
  iss: issuer,
  client_id: appId,
  sub: credential.sub,
  rt: credential.refreshToken,
  at: credential.accessToken,
  at_exp: Number.isFinite(credential.accessTokenUsableUntil) ? credential.accessTokenUsableUntil : 0,
  saved_at: Date.now()
})
