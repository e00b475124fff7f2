import * as client from 'openid-client'
import { AppError } from '../errors'
import type { Fetch } from '../genauth/fetch'
import { isSecure, type Tenant } from '../tenant'
import { translated } from './oidcErrors'

/** How far the clocks may differ where an ID token is checked, in s. */
export const clockToleranceSeconds = 60

export interface Discovered {
  configuration: client.Configuration
  server: client.ServerMetadata
  /** Where the tenant publishes the keys it signs with. */
  keysAt: URL
  /** What openid-client must be allowed for this tenant. */
  allowances: ((configuration: client.Configuration) => void)[]
}

/** The endpoints that are used beside those of a sign-in. What is never asked may lie anywhere. */
const optional = ['userinfo_endpoint', 'introspection_endpoint', 'revocation_endpoint'] as const

/**
 * Asks the tenant's discovery document and refuses one that names another issuer or a foreign endpoint.
 *
 * @param fetch from `tenantFetch`
 * @throws AppError `signInOtherTenant`, `signInOtherScheme`, `unexpectedAnswer`, and those of the network
 */
export async function discover(tenant: Tenant, fetch: Fetch): Promise<Discovered> {
  const issuer = new URL(tenant.issuer)
  // Plain http was accepted for this computer only, in `readTenant`.
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
