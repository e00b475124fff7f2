import type { AccountEntry } from '../../../contract/accounts'
import type { Appearance } from '../../../contract/settings'
import type { AccountRecord } from '../../storage/accountRecords'

/** The place of an account. An organisation's name never goes without its host. */
type Place = Pick<AccountEntry, 'tenant' | 'organisation'>
export type ShownAccount = Pick<Appearance, 'account' | 'tenant' | 'organisation'>

export const placeOf = ({ tenant }: AccountRecord, organisation?: string): Place => ({
  tenant: new URL(tenant.host).host,
  ...(organisation && { organisation })
})

/** Returns what the window may know of an account, whether it is on screen or not. */
export function entryOf(record: AccountRecord, organisation?: string): Omit<AccountEntry, 'current'> {
  const { id, tenant, label, address, signedInAt, forgotten } = record
  return {
    id,
    appId: tenant.appId,
    ...placeOf(record, organisation),
    ...(label && { label }),
    ...(address && { address }),
    ...(signedInAt !== undefined && { signedInAt }),
    ...(forgotten && { forgotten })
  }
}

/** Sorts accounts by organisation, then by name. */
export const inOrder = (accounts: readonly AccountRecord[]): AccountRecord[] =>
  [...accounts].sort((one, other) => orderOf(one).localeCompare(orderOf(other)))

const orderOf = ({ tenant, label = '', id }: AccountRecord): string => [tenant.host, label, id].join('\n')
