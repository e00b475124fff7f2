import type { SessionState } from '../../../contract/session'
import { type AccountHandlers, type HandlersOf, refusing } from '../../bridge/topic'
import { AppError } from '../../ground/errors'
import type { Machine } from '../../configuration/machine'
import { nameGiven } from '../../configuration/options'
import { isSameTenant } from '../../ground/tenant'
import { placeOf } from './accountEntry'
import type { AccountRecord, AccountRecords } from '../../storage/accountRecords'
import type { AccountsHandlers } from './accounts'
import { type Trust, trustedTenant } from './trust'

interface ConnectParts extends Omit<Trust, 'isAllowed'> {
  records: AccountRecords
  machine: Machine
  /** Opens the sign-in of this account. */
  begin: (record: AccountRecord) => void
  /** Tells the window what to show from now on. */
  tell: (state: SessionState) => void
}

/**
 * Resolves to the account that a start begins with. It is undefined if the machine's file or a start option has to be mended
 * first: a person who named a tenant must not end up at another one that happens to be known.
 */
export async function firstRecord(machine: Machine, records: AccountRecords): Promise<AccountRecord | undefined> {
  const { problem, tenant } = machine.configuration()
  return problem || machine.file().state === 'refused' ? undefined : records.first(tenant)
}

const nothing = { phase: 'none' } as const

/** The handlers without an account. Without a tenant there is nobody to ask, but a page that leaves a list may still say so. */
const accountless: AccountHandlers & HandlersOf<'accounts'> = {
  ...refusing('invalidInput'),
  'factors:stopLoading': () => undefined,
  'enrolment:read': () => nothing,
  'removal:read': () => nothing
}

/** Returns the handlers while no tenant has been chosen. The person names one, or chooses one that was used before. */
export function connectHandlers(parts: ConnectParts): AccountHandlers & AccountsHandlers {
  const { records, machine, begin, tell } = parts

  /** Resolves to the accounts that may be used. There are none while the machine's file is refused. */
  const allowed = async (): Promise<AccountRecord[]> =>
    (await records.list()).filter(({ tenant }) => machine.allows(tenant))

  return {
    ...accountless,
    'session:read': () => stateOf(machine),
    'accounts:list': async () => {
      const all = await allowed()
      const tenants = all.filter(
        (one, index) => all.findIndex(({ tenant }) => isSameTenant(tenant, one.tenant)) === index
      )
      return tenants.map((one) => {
        const organisation = one.organisation ?? nameGiven(machine.configuration(), one.tenant)
        return { id: one.id, appId: one.tenant.appId, ...placeOf(one, organisation), current: false }
      })
    },
    'accounts:switch': async ({ id }) => {
      const found = (await allowed()).find((one) => one.id === id)
      if (!found) throw new AppError('invalidInput')
      begin(found)
    },
    'accounts:add': async (entry) => {
      if (!entry) throw new AppError('invalidInput')
      const { practice } = machine.configuration()
      const tenant = await trustedTenant(entry, { ...parts, practice, isAllowed: machine.allows })
      if (tenant) begin((await records.first(tenant)) ?? (await records.vacant(tenant)))
    },
    'accounts:retryMachineFile': async () => {
      machine.readAgain()
      const first = await firstRecord(machine, records)
      if (first) begin(first)
      else tell(stateOf(machine))
    }
  }
}

function stateOf(machine: Machine): SessionState {
  const file = machine.file()
  if (file.state === 'refused') {
    return { phase: 'machineFileRefused', file: { path: file.path, problem: file.problem } }
  }
  const { problem, given, practice } = machine.configuration()
  const practises = practice !== undefined && given.host === '' && given.appId === ''
  const entry = practises ? { host: practice.host, appId: practice.appId } : given
  return { phase: 'notConnected', entry, practice: practises, ...(problem && { problem }) }
}
