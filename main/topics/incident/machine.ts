import { isDeepStrictEqual } from 'node:util'
import { type IncidentCause, type IncidentLine, mostIncidentLines } from '../../../contract/incident'
import { decide, hold, listed, sent } from './choiceStep'
import { calm, complete, keep, listing, run } from './moves'
import { onPage, proof } from './pageStep'
import { type Event, type Incident, openChoiceOf, openStepOf, type State, type Step, unread } from './state'

/**
 * Steps through an incident, without side effects. Whatever changes something at the tenant is written before it is sent,
 * and is read back after. An event that does not fit changes nothing, so no order of events can send anything that nobody
 * decided, or send it while it is not known what became of it.
 */
export function step(state: State, event: Event): Step {
  if (event.type === 'load') return state.known || state.doing ? { state } : run(unread, { do: 'load' })
  if (state.doing) return stopAtRest(whileBusy(state, event))
  if (!state.known) return { state }
  if (event.type === 'start') return start(state, event)
  return state.incident ? whenOpen(state, state.incident, event) : { state }
}

/** Carries out the wish to stop, once nothing is under way any more. */
function stopAtRest(next: Step): Step {
  const { stopping, ...state } = next.state
  if (!stopping || state.doing || !state.incident) return next
  return keep(state, { ...state.incident, stopped: true })
}

/** Takes the outcome of what is under way. Of everything else, only the wish to stop is remembered. */
function whileBusy(state: State, event: Event): Step {
  const { doing, next, ...rest } = state
  const { incident } = rest
  if (event.type === 'stop') return { state: incident ? { ...state, stopping: true } : state }
  if (event.type === 'failed') return { state: failed(state, event.failure) }
  switch (doing?.do) {
    case 'load':
      return event.type === 'loaded' ? loaded(event) : { state }
    case 'keep':
      if (event.type !== 'kept') return { state }
      if (rest.stopping && incident && next?.do === 'send') return hold(saved(rest), incident)
      return next ? run(saved(rest), next) : afterKeeping(saved(rest))
    case 'open':
      return event.type === 'opened' ? { state: rest } : { state }
    case 'prove':
      return event.type === 'proof' && incident ? proof(rest, incident, event, doing.when) : { state }
    case 'list':
      return event.type === 'listed' && incident ? listed(rest, incident, event) : { state }
    case 'send':
      return event.type === 'sent' && incident ? sent(rest, incident, event) : { state }
    default:
      return { state }
  }
}

/** Returns the state after a failure. A change that could not be written did not happen; one that may have been sent is read later. */
function failed(
  { doing, incident, saved: onDisk, known, subjects, omitted, stopping }: State,
  failure: State['failure']
): State {
  const back = doing?.do === 'keep' ? onDisk : incident
  return {
    known,
    ...(back && { incident: back }),
    ...(onDisk && { saved: onDisk }),
    ...(subjects && doing?.do !== 'list' && { subjects, ...(omitted && { omitted }) }),
    ...(stopping && { stopping }),
    ...(failure && { failure })
  }
}

/** Returns the state after its incident was written. What was read for a step that is over is dropped. */
function saved({ saved: before, subjects, omitted, accountName, ...state }: State): State {
  const { incident } = state
  const isSame = incident && before && openStepOf(incident) === openStepOf(before)
  return {
    ...state,
    ...(incident && { saved: incident }),
    ...(isSame && subjects && { subjects, ...(omitted && { omitted }) }),
    ...(isSame && accountName !== undefined && { accountName })
  }
}

function loaded({ incident, signedInAt }: Extract<Event, { type: 'loaded' }>): Step {
  if (!incident) return { state: { known: true } }
  const state: State = { known: true, incident, saved: incident }
  const choice = openChoiceOf(incident)
  const { sentAt = Infinity } = incident
  // The sign-out itself could not be written: its account was no longer there.
  if (choice && signedInAt !== undefined && signedInAt > sentAt)
    return keep(state, { ...incident, backAt: signedInAt }, listing(incident, choice))
  return resume(state, incident)
}

/** Reads what is not known: what became of a command, of the password, or what there is to decide about. */
function resume(state: State, incident: Incident): Step {
  const choice = openChoiceOf(incident)
  if (choice) return run(state, listing(incident, choice))
  if (openStepOf(incident) === 'password' && incident.visit) return run(state, { do: 'prove', when: 'resumed' })
  return { state }
}

/** A step that is open from now on has its list read at once. */
function afterKeeping(state: State): Step {
  const { incident, subjects } = state
  const choice = incident && openChoiceOf(incident)
  if (choice && !subjects) return run(state, listing(incident, choice))
  return { state }
}

function start(state: State, { cause, steps, at }: Extract<Event, { type: 'start' }>): Step {
  if (state.incident && openStepOf(state.incident)) return goOnAbout(cause, state, state.incident)
  const lines: IncidentLine[] = [lineOfCause(cause), { at, what: 'said', by: 'said' }]
  const incident: Incident = {
    startedAt: at,
    cause,
    steps: [...steps],
    results: {},
    queue: [],
    sending: false,
    mine: [],
    lines,
    stopped: false
  }
  return keep({ known: true, ...(state.saved && { saved: state.saved }) }, incident)
}

/** Goes on, with one more line if there is another thing of which the person said that it was not them. */
function goOnAbout(cause: IncidentCause, state: State, incident: Incident): Step {
  const line = lineOfCause(cause)
  const isKnown = incident.lines.some((one) => isDeepStrictEqual(one, line))
  if (isKnown || incident.lines.length >= mostIncidentLines) return goOn(state, incident)
  return keep(state, { ...incident, stopped: false, lines: [...incident.lines, line] })
}

function lineOfCause(cause: IncidentCause): IncidentLine {
  if (cause.change) return { at: cause.at, what: 'changed', cause, by: 'noticed' }
  const many = cause.attempts !== undefined && !cause.success
  return { at: cause.at, what: many ? 'attempts' : 'signIn', cause, by: 'history' }
}

function whenOpen(state: State, incident: Incident, event: Event): Step {
  const open = openStepOf(incident)
  switch (event.type) {
    case 'stop':
      return keep(state, { ...incident, stopped: true })
    case 'goOn':
      return goOn(state, incident)
    case 'close':
      if (open) return { state }
      return keep({ known: true, ...(state.saved && { saved: state.saved }) }, undefined)
    case 'retry':
      return resume(calm(state), incident)
    case 'skip':
      return open && !incident.sending ? skip(state, incident, event.at) : { state }
    case 'openPage':
    case 'check':
    case 'vouch':
      return open && !openChoiceOf(incident) ? onPage(state, incident, event) : { state }
    case 'decide':
      return openChoiceOf(incident) && !incident.sending ? decide(state, incident, event) : { state }
    default:
      return { state }
  }
}

function goOn(state: State, incident: Incident): Step {
  return incident.stopped ? keep(state, { ...incident, stopped: false }) : { state }
}

function skip(state: State, incident: Incident, at: number): Step {
  const open = openStepOf(incident)
  const taken = incident.lines.some((line) => line.step === open && line.what === 'removed')
  const line: IncidentLine = { at, what: 'skipped', ...(open && { step: open }), by: 'said' }
  return keep(state, complete(incident, taken ? 'part' : 'skipped', at, taken ? [] : [line]))
}
