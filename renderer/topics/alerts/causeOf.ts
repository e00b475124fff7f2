import type { Alert } from '../../../contract/alerts'
import type { IncidentCause } from '../../../contract/incident'

/** Returns the sign-in of an alert as the cause of an incident. */
export function causeOf({ at, signIn, before }: Alert): IncidentCause {
  const { app, address, country } = signIn ?? {}
  return {
    at,
    success: true,
    ...(app && { app }),
    ...(address && { address }),
    ...(country && (/^[A-Z]{2}$/.test(country) ? { countryCode: country } : { country })),
    ...(before && before.count > 1 && { attempts: before.count, since: before.since })
  }
}
