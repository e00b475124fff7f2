import type { Handlers } from '../bridge/serve'
import type { Client } from '../genauth/client'
import { getProfile } from '../genauth/operations'
import type { SnapshotStore } from '../snapshot/snapshotStore'
import type { Tenant } from '../tenant'

/** @param onNamed hears what the person is called */
export function accountHandlers(
  client: Client,
  tenant: Tenant,
  snapshot: Pick<SnapshotStore, 'keep'>,
  onNamed: (name: string) => void
): Pick<Handlers, 'account:read'> {
  return {
    'account:read': async () => {
      const { name, nickname, username, email, phone } = await client.call(getProfile)
      const displayName = [name, nickname, username, email, phone].find(Boolean)
      if (displayName) onNamed(displayName)
      const account = { tenant: new URL(tenant.host).host, ...(displayName && { displayName }) }
      snapshot.keep('account', account)
      return account
    }
  }
}
