import type { Owner } from '../accounts/owner'
import type { Handlers } from '../bridge/serve'
import type { Client } from '../genauth/client'
import { getProfile } from '../genauth/operations'
import type { AskOrganisation } from '../genauth/organisation'
import type { SnapshotStore } from '../snapshot/snapshotStore'
import type { Tenant } from '../tenant'

interface AccountTopicParts {
  client: Pick<Client, 'call'>
  tenant: Tenant
  snapshot: Pick<SnapshotStore, 'keep'>
  owner: Pick<Owner, 'note' | 'organisation'>
  askOrganisation: AskOrganisation
}

export function accountHandlers({
  client,
  tenant,
  snapshot,
  owner,
  askOrganisation
}: AccountTopicParts): Pick<Handlers, Extract<keyof Handlers, `account:${string}`>> {
  let asking: Promise<boolean> | undefined

  /** Tells whether the tenant has answered, so that it need not be asked again. */
  async function learnOrganisation(): Promise<boolean> {
    const { name, answered } = await askOrganisation()
    owner.note({ organisation: name })
    return answered
  }

  return {
    'account:read': async () => {
      const { name, nickname, username, email, phone } = await client.call(getProfile)
      const displayName = [name, nickname, username, email, phone].find(Boolean)
      owner.note({ name: displayName ?? undefined, address: [email, phone].find(Boolean) ?? undefined })
      const account = { tenant: new URL(tenant.host).host, ...(displayName && { displayName }) }
      snapshot.keep('account', account)
      return account
    },
    'account:readOrganisation': async () => {
      asking ??= learnOrganisation()
      if (!(await asking)) asking = undefined
      return owner.organisation()
    }
  }
}
