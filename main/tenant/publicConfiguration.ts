import type { Tenant } from '../ground/tenant'
import { readEnvelope } from './envelope'
import type { Fetch } from './fetch'
import { getPublicConfiguration } from './operations'

export interface ConfigurationParts {
  /** The fetch that `tenantFetch` returns. */
  fetch: Fetch
  tenant: Tenant
}

/**
 * Resolves to the public configuration of the application. Anybody may ask for it, so no token is sent.
 *
 * @throws AppError of the network, or an error for an answer that says nothing
 */
export async function readPublicConfiguration({ fetch, tenant }: ConfigurationParts) {
  const { path, data } = getPublicConfiguration(tenant.appId)
  const response = await fetch(`${tenant.host}${path}`, { headers: { accept: 'application/json' } })
  const { status, headers } = response
  return data.parse(readEnvelope({ status, headers, body: await response.text() }).data)
}

/** Returns a question that never rejects: true if the tenant says that it keeps the devices that apps report. */
export const askingForDevices = (parts: ConfigurationParts) => async (): Promise<boolean> => {
  const { deviceFuncEnabled } = await readPublicConfiguration(parts).catch(() => ({ deviceFuncEnabled: undefined }))
  return deviceFuncEnabled === true
}
