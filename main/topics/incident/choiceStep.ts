import type { IncidentLine, IncidentStep } from '../../../contract/incident'
import { calm, complete, keep, run } from './moves'
import { type Effect, type Event, type Incident, openStepOf, type State, type Step } from './state'

/** Takes the list, which alone says what became of a command. */
export function listed(state: State, incident: Incident, { subjects, at }: Extract<Event, { type: 'listed' }>): Step {
  const open = openStepOf(incident)
  if (!subjects) return open ? keep(calm(state), onTheirPage(incident, open)) : { state }
  const [first, ...others] = incident.queue
  const { sent: answer, ...rest } = { ...state, subjects }
  if (!first || !incident.sending || !open) return { state: rest }
  if (subjects.some(({ id }) => id === first.id)) return stillThere(rest, incident, answer)
  const by = answer?.how === 'answered' ? 'proven' : answer?.how === 'absent' ? 'gone' : 'foundDone'
  const line: IncidentLine = { at, what: 'removed', step: open, subject: first, by, readAt: at }
  const done: Incident = { ...incident, queue: others, sending: false, lines: [...incident.lines, line] }
  const [next] = others
  // After a restart the person is asked again before anything else goes.
  if (next && answer) return send(rest, done)
  // Somebody may have added one, or signed in, since the person decided.
  const isUndecided = subjects.some(({ id }) => !incident.mine.some((one) => one.id === id))
  return next || isUndecided ? keep(rest, done) : keep(rest, decided(done, at))
}

/** Returns the incident with a step that the person takes on the tenant's page, because the tenant lists nothing here. */
const onTheirPage = (incident: Incident, step: IncidentStep): Incident => ({
  ...incident,
  elsewhere: [...(incident.elsewhere ?? []), step]
})

/** The queue stays, as what the person has said is not theirs. */
function stillThere(state: State, incident: Incident, answer: State['sent']): Step {
  const failure = answer && 'failure' in answer ? answer.failure : undefined
  const lost = answer?.how === 'answered' ? ({ code: 'stillListed', at: Date.now() } as const) : failure
  return keep({ ...calm(state), ...(lost && { failure: lost }) }, { ...incident, sending: false })
}

/** Takes the end of a command. Unless the person declined, the list is read before anything is believed. */
export function sent(state: State, incident: Incident, { sent: how }: Extract<Event, { type: 'sent' }>): Step {
  const open = openStepOf(incident)
  if (how.how === 'declined' || !open) return keep(calm(state), { ...incident, sending: false })
  const read = { ...state, sent: how }
  if (how.out) return keep(read, { ...incident, out: true }, { do: 'list', step: open })
  return run(read, { do: 'list', step: open })
}

/** Takes the person's decision, and begins to carry it out. */
export function decide(state: State, incident: Incident, event: Extract<Event, { type: 'decide' }>): Step {
  const { subjects } = state
  if (!subjects) return { state }
  const queue = subjects.filter(({ id }) => event.remove.includes(id))
  const mine = subjects.filter(({ id }) => !event.remove.includes(id))
  const agreed: Incident = { ...incident, queue, mine }
  const named = { ...calm(state), ...(event.accountName !== undefined && { accountName: event.accountName }) }
  return queue.length > 0 ? send(named, agreed) : keep(named, decided(agreed, event.at))
}

/** Writes that the first of the queue may be sent, and only then has it sent. */
function send(state: State, incident: Incident): Step {
  const [subject] = incident.queue
  const open = openStepOf(incident)
  if (!subject || !open) return { state }
  const { accountName } = state
  const { queue } = incident
  const effect: Effect = { do: 'send', step: open, subject, queue, ...(accountName !== undefined && { accountName }) }
  return keep(state, { ...incident, sending: true }, effect)
}

/** Completes a step in which everything that was to go is gone. */
function decided(incident: Incident, at: number): Incident {
  const open = openStepOf(incident)
  const kept = incident.mine.map((subject): IncidentLine => ({
    at,
    what: 'kept',
    ...(open && { step: open }),
    subject,
    by: 'said'
  }))
  const isEnded = open === 'sessions' && incident.lines.some(({ what, step }) => what === 'removed' && step === open)
  // The list that was read last came with the session of this app.
  const what = incident.out ? 'leftOut' : 'stayedIn'
  const own: IncidentLine[] = isEnded ? [{ at, what, step: open, by: 'proven', readAt: at }] : []
  return complete(incident, 'proven', at, [...kept, ...own])
}
