import type { IncidentLine, IncidentOutcome, IncidentStep } from '../../../contract/incident'
import { type Effect, type Incident, openStepOf, type State, type Step } from './state'

/** Returns the incident with its open step over. */
export function complete(
  incident: Incident,
  outcome: IncidentOutcome,
  at: number,
  lines: readonly IncidentLine[]
): Incident {
  const open = openStepOf(incident)
  const { visit: _v, sentAt: _s, backAt: _b, ...rest } = incident
  return {
    ...rest,
    queue: [],
    mine: [],
    sending: false,
    lines: [...incident.lines, ...lines],
    results: { ...incident.results, ...(open && { [open]: { outcome, at } }) }
  }
}

/** Has the incident written, and then `next` carried out. */
export function keep(state: State, incident: Incident | undefined, next?: Effect): Step {
  return run({ ...state, ...(incident && { incident }), ...(next && { next }) }, { do: 'keep', incident })
}

/** Returns what reads the list of a step. */
export function listing({ sending, queue: [first] }: Incident, step: IncidentStep): Effect {
  return { do: 'list', step, ...(sending && first && { sent: first }) }
}

/** Has an effect carried out. */
export const run = (state: State, effect: Effect): Step => ({ state: { ...state, doing: effect }, effect })

/** Returns the state without the remarks of an earlier try. */
export function calm({ failure: _f, unchanged: _u, sent: _s, ...state }: State): State {
  return state
}
