import type { Language } from '../../../contract/settings'
import type { Tell } from '../../bridge/tell'
import type { Topic } from '../../bridge/topic'
import type { Tenant } from '../../ground/tenant'
import type { Session } from '../../identity/sessionInterface'
import type { Log } from '../../log/log'
import type { Place, Steps } from './effects'
import { createIncident } from './incident'
import { timelineFile } from './timelineFile'
import type { Asking } from './view'

interface IncidentTopicParts {
  /** Returns the steps of the incident, which say when they ask the person outside of the page. */
  stepsOf: (asks: (asking: Asking | undefined) => void) => Steps
  place: Place
  session: Pick<Session, 'reopenProof' | 'signedInAt'>
  tenant: Tenant
  language: () => Language
  copy: (text: string) => Promise<void>
  /** Asks for a place and writes a text file there. Resolves to true if it was written. */
  saveText: (name: string, text: string) => Promise<boolean>
  tell: Tell
  log: Log
}

export function incidentTopic(parts: IncidentTopicParts): Topic<'incident'> {
  const { stepsOf, place, session, tenant, language, copy, saveText, tell, log } = parts
  const incident = createIncident({
    steps: stepsOf((asking) => incident.asks(asking)),
    place,
    signedInAt: () => session.signedInAt(),
    onChanged: (view) => tell('incident:changed', view),
    log
  })
  return {
    handlers: {
      'incident:read': () => incident.read(),
      'incident:start': ({ cause }) => incident.start(cause),
      'incident:act': ({ act }) => void incident.act(act),
      'incident:decide': ({ remove, accountName }) => void incident.decide(remove, accountName),
      async 'incident:save'() {
        const view = incident.view()
        if (view.phase !== 'running' && view.phase !== 'done') return false
        const { name, text } = timelineFile(view, tenant, language())
        return saveText(name, text)
      },
      'incident:copySignInLink': () => copy(incident.signInLink()),
      'incident:reopenBrowser': () => session.reopenProof()
    },
    reset: () => incident.reset(),
    settled: () => incident.settled()
  }
}
