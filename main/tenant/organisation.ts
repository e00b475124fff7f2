import type { ErrorCode } from '../../contract/result'
import { AppError } from '../ground/errors'
import type { Client } from './client'
import { listLoggedInApps, listTenants } from './operations'
import { type ConfigurationParts, readPublicConfiguration } from './publicConfiguration'

/**
 * Asks for the name that the organisation gives itself. Never rejects: a tenant that gives none has no name. `answered` is
 * false if a question got no answer, so that the next try may tell more.
 */
export type AskOrganisation = () => Promise<{ name?: string; answered: boolean }>

interface OrganisationParts extends ConfigurationParts {
  client: Pick<Client, 'ask'>
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

  /** Resolves to the name in the public configuration. */
  async function ofConfiguration(): Promise<string | undefined> {
    return (await readPublicConfiguration({ fetch, tenant })).name
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
