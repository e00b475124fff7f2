import * as client from 'openid-client'
import { AppError } from '../../ground/errors'
import type { Fetch } from '../../tenant/fetch'
import { isSecure, type Tenant } from '../../ground/tenant'
import { translated } from './oidcErrors'

/** The difference of the clocks that a check of an ID token tolerates, in s. */
export const clockToleranceSeconds = 60

export interface Discovered {
  configuration: client.Configuration
  server: client.ServerMetadata
  /** The address of the keys that the tenant signs with. */
  keysAt: URL
  /** The permissions that openid-client needs for this tenant. */
  allowances: ((configuration: client.Configuration) => void)[]
}

/** The endpoints that are used beside those of a sign-in. Endpoints that are never used may be on any host. */
const optional = ['userinfo_endpoint', 'introspection_endpoint', 'revocation_endpoint'] as const

/**
 * Fetches the tenant's discovery document and refuses one that names another issuer or a foreign endpoint.
 *
 * @param fetch the result of `tenantFetch`
 * @throws AppError `signInOtherTenant`, `signInOtherScheme`, `unexpectedAnswer`, and those of the network
 */
export async function discover(tenant: Tenant, fetch: Fetch): Promise<Discovered> {
  const issuer = new URL(tenant.issuer)
  // `readTenant` has accepted plain http for this computer only.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- deprecated to stand out, not to go away
  const allowances = issuer.protocol === 'http:' ? [client.allowInsecureRequests] : []
  const configuration = await translated('unexpectedAnswer', () =>
    client.discovery(issuer, tenant.appId, { [client.clockTolerance]: clockToleranceSeconds }, client.None(), {
      execute: allowances,
      [client.customFetch]: fetch
    })
  )
  const server = configuration.serverMetadata()
  const keysAt = ownEndpoint(tenant, server.jwks_uri)
  ownEndpoint(tenant, server.authorization_endpoint)
  ownEndpoint(tenant, server.token_endpoint)
  for (const name of optional) if (typeof server[name] === 'string') ownEndpoint(tenant, server[name])
  return { configuration, server, keysAt, allowances }
}

function ownEndpoint(tenant: Tenant, endpoint: unknown): URL {
  if (typeof endpoint !== 'string' || !URL.canParse(endpoint)) throw new AppError('unexpectedAnswer')
  const url = new URL(endpoint)
  const { host, protocol } = new URL(tenant.host)
  if (url.host === host && url.protocol !== protocol) throw new AppError('signInOtherScheme', { detail: url.origin })
  if (url.origin !== tenant.host || !isSecure(url) || url.username || url.password)
    throw new AppError('signInOtherTenant')
  return url
}
