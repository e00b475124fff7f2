import type { Client } from '../genauth/client'
import { getProfile } from '../genauth/operations'
import type { Tenant } from '../tenant'
import type { Where } from './additionText'

/**
 * Whose account it is, and where, for a question that main asks. Never rejects: without an answer of the tenant, the
 * account goes by its id there.
 */
export async function whereOf(
  client: Pick<Client, 'call'>,
  tenant: Tenant,
  { sub = '', organisation }: { sub?: string | undefined; organisation?: string | undefined }
): Promise<Where> {
  const { name, nickname, username, email, phone } = await client.call(getProfile).catch(() => unknown)
  const account = [email, username, phone].find(Boolean) ?? sub
  return { name: name ?? nickname ?? undefined, account, organisation, host: new URL(tenant.host).host }
}

const unknown: Partial<Record<'name' | 'nickname' | 'username' | 'email' | 'phone', string | null>> = {}
