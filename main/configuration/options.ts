import { z } from 'zod'
import type { TenantEntry } from '../../contract/accounts'
import { type FirstPage, firstPage } from '../../contract/settings'
import type { ConfigurationProblem } from '../../contract/session'
import { longestAppId, longestHost, longestOrganisation } from '../../contract/fields'
import { plainText } from '../ground/text'
import { isLoopback, isSameTenant, readTenant, type Tenant } from '../ground/tenant'

/** The start options, as typed after the path of the app. Anything else on the command line is Chromium's, or ignored. */
const options = z.object({
  host: z.string().max(longestHost).optional(),
  'app-id': z.string().max(longestAppId).optional(),
  /** A tenant of this computer, to try Holdfast with. The form for the first account is filled in with it. */
  'practice-host': z.string().max(longestHost).optional(),
  'practice-app-id': z.string().max(longestAppId).optional(),
  /** The folder of settings and state, instead of the system's usual place. */
  profile: z.string().min(1).max(4096).optional(),
  lang: z.string().max(35).optional(),
  /** The page that each session begins at. An unknown one counts as none. */
  page: firstPage.optional().catch(undefined),
  /** The name of the organisation until it gives one itself. */
  organisation: z.string().max(2048).optional(),
  /** `4180` or `4180,4181`: the loopback ports registered in the tenant's console, tried in order. Default: any free port. */
  'redirect-ports': z.string().max(200).optional()
})

/** The tenant that the start options name, if they name one, and the mistake in them. */
export interface Configuration {
  tenant?: Tenant
  practice?: Tenant
  /** The name of their organisation, made safe to show. */
  organisation?: string
  problem?: ConfigurationProblem
  /** The options as typed, so that a mistake can be mended where it is shown. */
  given: TenantEntry
  redirectPorts: number[]
}

export interface Options {
  configuration: Configuration
  profile: string | undefined
  lang: string | undefined
  page: FirstPage | undefined
}

/** Reads `--name=value` from the arguments. A name that is given twice keeps its first value. */
export function readOptions(argv: readonly string[]): Options {
  const given: Record<string, string> = {}
  for (const argument of argv) {
    const { name, value } = /^--(?<name>[a-z-]+)=(?<value>.*)$/s.exec(argument)?.groups ?? {}
    if (name !== undefined) given[name] ??= value ?? ''
  }
  const known = options.safeParse(given).data
  return { configuration: configure(known ?? {}), profile: known?.profile, lang: known?.lang, page: known?.page }
}

function configure(known: z.infer<typeof options>): Configuration {
  const { host, 'app-id': appId } = known
  const read = host === undefined && appId === undefined ? undefined : readTenant(host, appId)
  const ports = readPorts(known['redirect-ports'])
  const problem = read?.ok === false ? read.problem : ports ? undefined : 'portInvalid'
  const organisation = plainText(known.organisation ?? '', longestOrganisation)
  const practice = readPractice(known['practice-host'], known['practice-app-id'])
  return {
    given: { host: plainText(host ?? '', longestHost), appId: plainText(appId ?? '', longestAppId) },
    redirectPorts: ports ?? anyFreePort,
    ...(problem && { problem }),
    ...(!problem && read?.ok && { tenant: read.tenant }),
    ...(practice && { practice }),
    ...(organisation && { organisation })
  }
}

/** Returns the start options' name for the organisation of this tenant, if they are about this tenant. */
export function nameGiven(configuration: Configuration, tenant: Tenant): string | undefined {
  const { organisation, practice, tenant: named } = configuration
  return [named, practice].some((one) => one && isSameTenant(one, tenant)) ? organisation : undefined
}

/** Returns the practice tenant. Only one of this computer is accepted, because main does not ask before it is trusted. */
function readPractice(host: string | undefined, appId: string | undefined): Tenant | undefined {
  const read = readTenant(host, appId)
  return read.ok && isLoopback(new URL(read.tenant.host)) ? read.tenant : undefined
}

export const anyFreePort = [0]

function readPorts(list: string | undefined): number[] | undefined {
  if (list === undefined) return anyFreePort
  const ports = list.split(',').map(Number)
  return ports.length <= 20 && ports.every((port) => Number.isInteger(port) && port >= 1024 && port <= 65535)
    ? ports
    : undefined
}
