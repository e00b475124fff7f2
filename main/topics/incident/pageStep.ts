import type { IncidentLine } from '../../../contract/incident'
import { calm, complete, keep, run } from './moves'
import { type Event, type Incident, openStepOf, type State, type Step } from './state'

/** Opens the tenant's page, and takes the person's word or the tenant's for what was done there. */
export function onPage(
  state: State,
  incident: Incident,
  event: Extract<Event, { type: 'openPage' | 'check' | 'vouch' }>
): Step {
  const { at, type } = event
  const isPassword = openStepOf(incident) === 'password'
  if (type === 'openPage') {
    // The time before the first visit counts, because the change may be made at any visit.
    if (incident.visit) return run(calm(state), { do: 'open' })
    if (isPassword) return run(calm(state), { do: 'prove', when: 'before' })
    return keep(state, { ...incident, visit: { at } }, { do: 'open' })
  }
  if (!incident.visit) return { state }
  if (type === 'check' && isPassword) return run(calm(state), { do: 'prove', when: 'after' })
  if (type === 'vouch' && isPassword && !state.unchanged) return { state }
  return keep(state, visited(incident, at))
}

/** Completes a step that was done on the tenant's page and that nothing proves. */
function visited(incident: Incident, at: number): Incident {
  const open = openStepOf(incident)
  const what = open === 'password' ? 'password' : 'page'
  const line: IncidentLine = { at, what, ...(open && { step: open }), by: 'notProven' }
  return complete(incident, 'visited', at, [line])
}

/** Takes the time at which the password was last set. */
export function proof(
  state: State,
  incident: Incident,
  { setAt, at }: Extract<Event, { type: 'proof' }>,
  when: 'before' | 'after' | 'resumed'
): Step {
  const { visit } = incident
  if (!visit) {
    const begun = { at, ...(setAt !== undefined && { before: setAt }) }
    return keep(state, { ...incident, visit: begun }, { do: 'open' })
  }
  const { before } = visit
  const isKnown = setAt !== undefined && before !== undefined
  if (isKnown && setAt > before) {
    const line: IncidentLine = { at: visit.at, what: 'password', step: 'password', by: 'proven', readAt: at }
    return keep(state, complete(incident, 'proven', at, [line]))
  }
  if (when !== 'after') return { state }
  return isKnown ? { state: { ...state, unchanged: true } } : keep(state, visited(incident, at))
}
