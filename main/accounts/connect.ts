import type { SessionState } from '../../contract/session'
import type { TenantHandlers } from '../application'
import { AppError } from '../errors'
import { type Configuration, nameGiven } from '../options'
import { isSameTenant } from '../tenant'
import { notConnectedHandlers } from '../topics/notConnected'
import { placeOf } from './accountEntry'
import type { AccountRecord, AccountRecords } from './accountRecords'
import type { AccountsHandlers } from './accounts'
import { type Trust, trustedTenant } from './trust'

interface ConnectParts extends Trust {
  records: AccountRecords
  configuration: Configuration
  /** Goes on to the sign-in of this account. */
  begin: (record: AccountRecord) => void
}

/** Where no tenant has been chosen: the person names one, or one of those that were used before. */
export function connectHandlers(parts: ConnectParts): TenantHandlers & AccountsHandlers {
  const { records, configuration, begin } = parts

  return {
    ...notConnectedHandlers(stateOf(configuration)),
    'accounts:list': async () => {
      const all = await records.list()
      const tenants = all.filter(
        (one, index) => all.findIndex(({ tenant }) => isSameTenant(tenant, one.tenant)) === index
      )
      return tenants.map((one) => {
        const organisation = one.organisation ?? nameGiven(configuration, one.tenant)
        return { id: one.id, appId: one.tenant.appId, ...placeOf(one, organisation), current: false }
      })
    },
    'accounts:switch': async ({ id }) => {
      const found = (await records.list()).find((one) => one.id === id)
      if (!found) throw new AppError('invalidInput')
      begin(found)
    },
    'accounts:add': async (entry) => {
      if (!entry) throw new AppError('invalidInput')
      const tenant = await trustedTenant(entry, { ...parts, practice: configuration.practice })
      if (tenant) begin((await records.first(tenant)) ?? (await records.vacant(tenant)))
    }
  }
}

function stateOf({ problem, given, practice }: Configuration): SessionState {
  const practises = practice !== undefined && given.host === '' && given.appId === ''
  const entry = practises ? { host: practice.host, appId: practice.appId } : given
  return { phase: 'notConnected', entry, practice: practises, ...(problem && { problem }) }
}
