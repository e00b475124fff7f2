import type { Alert } from '../../../contract/alerts'
import type { IncidentCause, IncidentChange } from '../../../contract/incident'

const changes: Readonly<Record<IncidentChange, true>> = {
  factorAdded: true,
  factorRemoved: true,
  emailChanged: true,
  phoneChanged: true,
  passwordChanged: true
}
const isChange = (rule: string): rule is IncidentChange => Object.hasOwn(changes, rule)

/** Returns the sign-in, the attempts or the change of an alert as the cause of an incident. */
export function causeOf({ at, rule, signIn, before, burst }: Alert): IncidentCause {
  if (isChange(rule)) return { at, success: true, change: rule }
  if (burst) return { at: burst.until, success: false, attempts: burst.count, since: burst.since }
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
