import type { ErrorCode } from '../../contract/result'
import { AppError } from '../errors'
import type { Tenant } from '../tenant'
import type { Client } from './client'
import { readEnvelope } from './envelope'
import type { Fetch } from './fetch'
import { getPublicConfiguration, listLoggedInApps, listTenants } from './operations'

/**
 * Asks what the organisation calls itself. Never rejects: a tenant that does not tell has no name. `answered` is false where
 * some of it could not be asked, so that the next try may tell more.
 */
export type AskOrganisation = () => Promise<{ name?: string; answered: boolean }>

interface OrganisationParts {
  client: Pick<Client, 'ask'>
  /** From `tenantFetch`. */
  fetch: Fetch
  tenant: Tenant
}

/** Failures by which a tenant has said that there is nothing to learn. */
const answers = new Set<ErrorCode>(['rejected', 'unexpectedAnswer', 'serverFault', 'signedOut'])

/** An application that is registered under our own name says nothing of the organisation. */
const isOurs = (name: string): boolean => name.toLowerCase() === 'holdfast'

export function askingOrganisation({ client, fetch, tenant }: OrganisationParts): AskOrganisation {
  async function ofApplication(): Promise<string | undefined> {
    const apps = await client.ask(listLoggedInApps)
    return apps.find(({ appId }) => appId === tenant.appId)?.appName
  }

  /** Of several it is not known which one this sign-in is for. */
  async function ofTenant(): Promise<string | undefined> {
    const [only, ...others] = await client.ask(listTenants)
    return others.length === 0 ? only?.tenantName : undefined
  }

  /** Anybody may ask for it, so no token goes with it. */
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
