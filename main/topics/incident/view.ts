import type { AskedBy } from '../../../contract/enrolment'
import type { IncidentState } from '../../../contract/incident'
import { type Incident, openChoiceOf, openStepOf, type State } from './state'

/** The question to the person outside of the page. */
export interface Asking {
  readonly by: AskedBy
  readonly link?: string
}

type Open = Extract<IncidentState, { phase: 'running' | 'done' }>['open']

/** Returns the part of an incident that the window may know. */
export function viewOf(state: State, asking: Asking | undefined): IncidentState {
  const { incident, failure } = state
  const failed = failure && { failure }
  if (!incident) return { phase: state.known ? 'none' : 'unread', ...failed }
  const open = openOf(state, incident)
  return {
    phase: open ? 'running' : 'done',
    startedAt: incident.startedAt,
    cause: incident.cause,
    stopped: incident.stopped,
    steps: incident.steps.map((step) => ({ step, ...incident.results[step] })),
    ...(open && { open }),
    busy: state.doing !== undefined,
    ...(asking && { asking }),
    lines: incident.lines.toSorted((one, other) => one.at - other.at),
    ...failed
  }
}

function openOf({ subjects, unchanged = false }: State, incident: Incident): Open {
  const step = openStepOf(incident)
  if (!step) return undefined
  const { visit, queue, sending: unproven } = incident
  if (!openChoiceOf(incident)) return { kind: 'page', step, ...(visit && { openedAt: visit.at }), unchanged }
  const chosen = queue.map(({ id }) => id)
  return { kind: 'choice', step, ...(subjects && { subjects: [...subjects] }), unproven, chosen }
}
