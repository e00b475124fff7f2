import { z } from 'zod'
import type { ConfigurationProblem } from '../contract/session'
import { readTenant, type Tenant } from './tenant'

/** The start options, as typed after the path of the app. Anything else on the command line is Chromium's or nobody's. */
const options = z.object({
  host: z.string().max(2048).optional(),
  'app-id': z.string().max(200).optional(),
  /** Folder of settings and state, instead of the system's usual place. */
  profile: z.string().min(1).max(4096).optional(),
  lang: z.string().max(35).optional(),
  /** `4180` or `4180,4181`: the loopback ports registered in the tenant's console, tried in order. Default: any free port. */
  'redirect-ports': z.string().max(200).optional()
})

/** A tenant to work with, or what is wrong. */
export type Configuration =
  { ok: true; tenant: Tenant; redirectPorts: number[] } | { ok: false; problem: ConfigurationProblem }

export interface Options {
  configuration: Configuration
  profile: string | undefined
  lang: string | undefined
}

/** Reads `--name=value` from the arguments; a name given twice keeps its first value. */
export function readOptions(argv: readonly string[]): Options {
  const given: Record<string, string> = {}
  for (const argument of argv) {
    const { name, value } = /^--(?<name>[a-z-]+)=(?<value>.*)$/s.exec(argument)?.groups ?? {}
    if (name !== undefined) given[name] ??= value ?? ''
  }
  const known = options.safeParse(given).data
  return { configuration: configure(known ?? {}), profile: known?.profile, lang: known?.lang }
}

function configure(given: z.infer<typeof options>): Configuration {
  const read = readTenant(given.host, given['app-id'])
  if (!read.ok) return read
  const redirectPorts = readPorts(given['redirect-ports'])
  return redirectPorts ? { ...read, redirectPorts } : { ok: false, problem: 'portInvalid' }
}

/** Without a list any free port will do, which is what 0 stands for. */
function readPorts(list: string | undefined): number[] | undefined {
  if (list === undefined) return [0]
  const ports = list.split(',').map(Number)
  return ports.length <= 20 && ports.every((port) => Number.isInteger(port) && port >= 1024 && port <= 65535)
    ? ports
    : undefined
}
