import { createHash } from 'node:crypto'
import type { Tenant } from '../tenant'

/** One keychain service per tenant, application and profile folder, so that two profiles never meet in one record. */
export function keychainService({ issuer, appId }: Tenant, profile: string): string {
  const hash = createHash('sha256').update([issuer, appId, profile].join('\n')).digest('hex')
  return `Holdfast/${hash.slice(0, 16)}`
}
