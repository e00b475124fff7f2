import type { ConfigurationProblem } from '../../contract/session'

/** One application of one GenAuth tenant. */
export interface Tenant {
  /** Origin, without a path: `https://id.example.com`. */
  readonly host: string
  readonly appId: string
  /** `<host>/oidc`, the only issuer whose tokens are accepted. */
  readonly issuer: string
}

export const isSameTenant = (one: Tenant, other: Tenant): boolean =>
  one.issuer === other.issuer && one.appId === other.appId

export type TenantResult = { ok: true; tenant: Tenant } | { ok: false; problem: ConfigurationProblem }

/**
 * Returns true for an address of this computer, the only one for which plain http is accepted (RFC 8252 section 7.3 has the
 * same exception).
 */
export function isLoopback(url: URL): boolean {
  return url.hostname === '127.0.0.1' || url.hostname === '[::1]' || url.hostname === 'localhost'
}

export function isSecure(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))
}

/** Adds a missing scheme: http for this computer, https for any other. */
function withScheme(host: string): string {
  if (host.includes('://')) return host
  const secure = `https://${host}`
  return URL.canParse(secure) && isLoopback(new URL(secure)) ? `http://${host}` : secure
}

/** Reads a host as people write it (`id.example.com`, `https://id.example.com/`) and the id of the application. */
export function readTenant(host: string | undefined, appId: string | undefined): TenantResult {
  if (!host) return { ok: false, problem: 'hostMissing' }
  const address = withScheme(host)
  if (!URL.canParse(address)) return { ok: false, problem: 'hostInvalid' }
  const url = new URL(address)
  if (url.username || url.password || url.pathname !== '/' || url.search || url.hash) {
    return { ok: false, problem: 'hostInvalid' }
  }
  if (!isSecure(url)) return { ok: false, problem: url.protocol === 'http:' ? 'hostNotSecure' : 'hostInvalid' }
  if (!appId || !/^[\w.-]{1,128}$/.test(appId)) return { ok: false, problem: 'appIdMissing' }
  return { ok: true, tenant: { host: url.origin, appId, issuer: `${url.origin}/oidc` } }
}
