import type { Owner } from '../../identity/owner'
import type { Topic } from '../../bridge/topic'
import type { Client } from '../../tenant/client'
import { getProfile } from '../../tenant/operations'
import type { AskOrganisation } from '../../tenant/organisation'
import type { SnapshotStore } from '../snapshot/snapshotStore'
import type { Tenant } from '../../ground/tenant'

interface ProfileTopicParts {
  client: Pick<Client, 'call'>
  tenant: Tenant
  snapshot: Pick<SnapshotStore, 'keep'>
  owner: Pick<Owner, 'note' | 'organisation'>
  askOrganisation: AskOrganisation
}

export function profileTopic({
  client,
  tenant,
  snapshot,
  owner,
  askOrganisation
}: ProfileTopicParts): Topic<'profile'> {
  let asking: Promise<boolean> | undefined

  /** Resolves to true if the tenant has answered, so that it need not be asked again. */
  async function learnOrganisation(): Promise<boolean> {
    const { name, answered } = await askOrganisation()
    owner.note({ organisation: name })
    return answered
  }

  return {
    handlers: {
      'profile:read': async () => {
        const { name, nickname, username, email, phone } = await client.call(getProfile)
        const displayName = [name, nickname, username, email, phone].find(Boolean)
        owner.note({ name: displayName ?? undefined, address: [email, phone].find(Boolean) ?? undefined })
        const profile = { tenant: new URL(tenant.host).host, ...(displayName && { displayName }) }
        snapshot.keep('account', profile)
        return profile
      },
      'profile:readOrganisation': async () => {
        asking ??= learnOrganisation()
        if (!(await asking)) asking = undefined
        return owner.organisation()
      }
    }
  }
}
