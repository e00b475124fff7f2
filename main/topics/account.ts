import type { Handlers } from '../bridge/serve'
import type { Client } from '../genauth/client'
import { getProfile } from '../genauth/operations'
import type { Tenant } from '../tenant'

/** @param onNamed hears what the person is called */
export function accountHandlers(
  client: Client,
  tenant: Tenant,
  onNamed: (name: string) => void
): Pick<Handlers, 'account:read'> {
  return {
    'account:read': async () => {
      const { name, nickname, username, email, phone } = await client.call(getProfile)
      const displayName = [name, nickname, username, email, phone].find(Boolean)
      if (displayName) onNamed(displayName)
      return { tenant: new URL(tenant.host).host, ...(displayName && { displayName }) }
    }
  }
}
