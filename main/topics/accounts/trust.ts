import type { TenantEntry } from '../../../contract/accounts'
import { AppError } from '../../ground/errors'
import { isSameTenant, readTenant, type Tenant } from '../../ground/tenant'
import type { AccountRecords } from '../../storage/accountRecords'

export interface Trust {
  records: Pick<AccountRecords, 'list'>
  /** The tenant of the start options, which is trusted without a question. */
  practice?: Tenant | undefined
  /** Returns true if the machine's file lets people use this tenant. */
  isAllowed: (tenant: Tenant) => boolean
  /** Asks outside of the page whether a tenant that was typed is to be trusted. */
  confirmTenant: (tenant: Tenant) => Promise<boolean>
}

/**
 * Reads a tenant that was typed into the page. Resolves to `undefined` if the person does not trust it after all.
 *
 * @throws AppError `hostInvalid`, `appIdInvalid`, `tenantNotAllowed`
 */
export async function trustedTenant(
  { host, appId }: TenantEntry,
  { records, practice, isAllowed, confirmTenant }: Trust
): Promise<Tenant | undefined> {
  const read = readTenant(host.trim(), appId.trim())
  if (!read.ok) throw new AppError(read.problem === 'appIdMissing' ? 'appIdInvalid' : 'hostInvalid')
  const { tenant } = read
  if (!isAllowed(tenant)) throw new AppError('tenantNotAllowed')
  const known = [...(await records.list()).map((one) => one.tenant), ...(practice ? [practice] : [])]
  return known.some((one) => isSameTenant(one, tenant)) || (await confirmTenant(tenant)) ? tenant : undefined
}
