import type { Client } from '../../tenant/client'
import { getProfile } from '../../tenant/operations'
import type { Tenant } from '../../ground/tenant'
import type { Where } from './additionText'

/**
 * Resolves to the account and its tenant, for a question that main asks. Never rejects: without an answer of the tenant,
 * the account is named by its id there.
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
