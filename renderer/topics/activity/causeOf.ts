import type { ActivityEntry } from '../../../contract/activity'
import type { IncidentCause } from '../../../contract/incident'

/** Returns what an incident keeps of an entry. */
export function causeOf({ signIn, burst }: ActivityEntry): IncidentCause {
  const { at, success, app, address, countryCode, country } = signIn
  return {
    at,
    success,
    ...(app !== undefined && { app }),
    ...(address !== undefined && { address }),
    ...(countryCode !== undefined && { countryCode }),
    ...(country !== undefined && { country }),
    ...(burst && { attempts: burst.count, since: burst.since })
  }
}
