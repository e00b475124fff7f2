import type { TenantEntry } from '../../contract/accounts'
import { AppError } from '../errors'
import { isSameTenant, readTenant, type Tenant } from '../tenant'
import type { AccountRecords } from './accountRecords'

export interface Trust {
  records: Pick<AccountRecords, 'list'>
  /** Named by the start options, so it is trusted without a question. */
  practice?: Tenant | undefined
  /** Asks outside of the page whether a tenant that was typed in is to be trusted. */
  confirmTenant: (tenant: Tenant) => Promise<boolean>
}

/**
 * Reads a tenant that was typed into the page. Resolves with `undefined` where the person does not trust it after all.
 *
 * @throws AppError `hostInvalid`, `appIdInvalid`
 */
export async function trustedTenant(
  { host, appId }: TenantEntry,
  { records, practice, confirmTenant }: Trust
): Promise<Tenant | undefined> {
  const read = readTenant(host.trim(), appId.trim())
  if (!read.ok) throw new AppError(read.problem === 'appIdMissing' ? 'appIdInvalid' : 'hostInvalid')
  const { tenant } = read
  const known = [...(await records.list()).map((one) => one.tenant), ...(practice ? [practice] : [])]
  return known.some((one) => isSameTenant(one, tenant)) || (await confirmTenant(tenant)) ? tenant : undefined
}
