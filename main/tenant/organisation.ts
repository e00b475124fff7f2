import type { ErrorCode } from '../../contract/result'
import { AppError } from '../ground/errors'
import type { Tenant } from '../ground/tenant'
import type { Client } from './client'
import { readEnvelope } from './envelope'
import type { Fetch } from './fetch'
import { getPublicConfiguration, listLoggedInApps, listTenants } from './operations'

/**
 * Asks for the name that the organisation gives itself. Never rejects: a tenant that gives none has no name. `answered` is
 * false if a question got no answer, so that the next try may tell more.
 */
export type AskOrganisation = () => Promise<{ name?: string; answered: boolean }>

interface OrganisationParts {
  client: Pick<Client, 'ask'>
  /** The fetch that `tenantFetch` returns. */
  fetch: Fetch
  tenant: Tenant
}

/** The failures by which a tenant has said that there is nothing to learn. */
const answers = new Set<ErrorCode>(['rejected', 'unexpectedAnswer', 'serverFault', 'signedOut'])

/** Returns true for our own name, which tells nothing about the organisation. */
const isOurs = (name: string): boolean => name.toLowerCase() === 'holdfast'

export function askingOrganisation({ client, fetch, tenant }: OrganisationParts): AskOrganisation {
  async function ofApplication(): Promise<string | undefined> {
    const apps = await client.ask(listLoggedInApps)
    return apps.find(({ appId }) => appId === tenant.appId)?.appName
  }

  /** Resolves to the name of the person's only tenant. Of several nobody knows which one this sign-in is for. */
  async function ofTenant(): Promise<string | undefined> {
    const [only, ...others] = await client.ask(listTenants)
    return others.length === 0 ? only?.tenantName : undefined
  }

  /** Resolves to the name in the public configuration. Anybody may ask for it, so no token is sent. */
  async function ofConfiguration(): Promise<string | undefined> {
    const { path, data } = getPublicConfiguration(tenant.appId)
    const response = await fetch(`${tenant.host}${path}`, { headers: { accept: 'application/json' } })
    const { status, headers } = response
    return data.parse(readEnvelope({ status, headers, body: await response.text() }).data).name
  }

  return async () => {
    let answered = true
    for (const source of [ofApplication, ofTenant, ofConfiguration]) {
      try {
        const name = await source()
        if (name && !isOurs(name)) return { name, answered }
      } catch (error) {
        answered &&= !(error instanceof AppError) || answers.has(error.code)
      }
    }
    return { answered }
  }
}
