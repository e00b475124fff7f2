import type { Topic } from '../bridge/topic'
import type { AccountMemory } from '../facts/memory'
import type { Confirmation } from '../identity/confirmation/confirmation'
import type { Session } from '../identity/sessionInterface'
import type { Client } from '../tenant/client'
import type { Devices } from '../topics/devices/handlers'
import type { FactorMemory } from '../topics/factors/factorMemory'
import { incidentTopic } from '../topics/incident/handlers'
import { keptIncident, noIncident } from '../topics/incident/state'
import type { Passkeys } from '../topics/passkeys/handlers'
import type { AccountDeps } from './accountDeps'
import { incidentStepsOf } from './incidentSteps'

interface IncidentParts {
  deps: AccountDeps
  client: Client
  session: Session
  confirmation: Confirmation
  factorMemory: FactorMemory
  passkeys: Passkeys
  memory: AccountMemory
  ending: Devices['ending']
}

/** Creates incident mode out of the topics whose work it has done, and keeps it in the memory of the account. */
export function incidentOf({
  deps,
  client,
  session,
  confirmation,
  factorMemory,
  passkeys,
  memory,
  ending
}: IncidentParts): Topic<'incident'> {
  const { tenant, language, copy, saveText, openInBrowser, tell, log } = deps
  return incidentTopic({
    stepsOf: (asks) =>
      incidentStepsOf({
        ...{ client, tenant, confirmation, memory: factorMemory, passkeys, ending, language, openInBrowser, asks, log }
      }),
    place: memory.part('incident', keptIncident, noIncident),
    session,
    tenant,
    language,
    copy,
    saveText,
    tell,
    log
  })
}
