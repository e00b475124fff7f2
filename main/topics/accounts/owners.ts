import { isSameTenant, type Tenant } from '../../ground/tenant'
import type { Credential } from '../../identity/credentials/credential'
import { hashOfSub } from '../../identity/credentials/subHash'
import type { Owner } from '../../identity/owner'
import { inBackground, type Log } from '../../log/log'
import type { AccountRecord, AccountRecords } from '../../storage/accountRecords'
import type { AccountNotes } from './notes'
import { withFacts } from './ownerFacts'
import type { RunningAccount } from './runningAccount'
import type { Screen } from './screen'

interface OwnersParts {
  records: AccountRecords
  notes: AccountNotes
  /** Returns the screen, which is created together with its first account. */
  screen: () => Screen<RunningAccount>
  organisationOf: (record: AccountRecord) => string | undefined
  log: Log
}

/** Returns the owner that the services of the account `id` ask and report to. One that is off screen tells the page nothing. */
export function ownerOf(id: string, { records, notes, screen, organisationOf, log }: OwnersParts): Owner {
  const ofPerson = async (tenant: Tenant, sub: string): Promise<AccountRecord | undefined> =>
    (await records.list()).find((one) => isSameTenant(one.tenant, tenant) && one.subHash === hashOfSub(sub))

  async function showOwnAccount(credential: Credential): Promise<void> {
    const left = screen().record()
    const known = await ofPerson(left.tenant, credential.sub)
    await screen().show(known ?? (await records.vacant(left.tenant)), credential)
    if (left.subHash === undefined && !screen().shows(left.id)) await records.remove(left.id)
  }

  return {
    async accepts(sub) {
      if (!screen().shows(id)) return true
      const { subHash, tenant } = screen().record()
      if (subHash !== undefined) return subHash === hashOfSub(sub)
      return !(await ofPerson(tenant, sub))
    },
    handOver: (credential) => inBackground(log, 'account-not-shown', showOwnAccount(credential)),
    note(facts) {
      if (!screen().shows(id)) return
      if (facts.stored) notes.pointTo(id)
      const record = screen().record()
      const changed = withFacts(record, facts)
      if (changed === record) return
      screen().update(changed)
      void notes.keep(changed)
    },
    organisation: () => (screen().shows(id) ? organisationOf(screen().record()) : undefined)
  }
}
