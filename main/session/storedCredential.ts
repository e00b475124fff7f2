import type { Tenant } from '../tenant'
import type { NewRecord, Record as VaultRecord } from '../vault/record'
import type { Credential } from './credential'

/** Whether the refresh token of a record was stored in generation `gen` already. */
export const holds = (record: VaultRecord, gen: number): boolean =>
  gen <= record.gen && gen >= (record.rt_gen ?? record.gen)

/** The clock was set back since: how much of the access token's life is left cannot be told. */
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
