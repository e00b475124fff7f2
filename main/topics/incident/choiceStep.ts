import type { IncidentLine, IncidentStep, IncidentSubject } from '../../../contract/incident'
import { calm, complete, keep, listing, run } from './moves'
import { type Effect, type Event, type Incident, openStepOf, type State, type Step } from './state'

/** Takes the list, which alone says what became of a command. */
export function listed(state: State, incident: Incident, event: Extract<Event, { type: 'listed' }>): Step {
  const { subjects, omitted = [], failure, at } = event
  const open = openStepOf(incident)
  if (!subjects) return open ? keep(calm(state), onTheirPage(incident, open)) : { state }
  const [first, ...others] = incident.queue
  const { sent: answer, ...rest } = { ...state, subjects, omitted, ...(failure && { failure }) }
  if (!first || !incident.sending || !open) return { state: rest }
  const still = subjects.find(({ id }) => id === first.id)
  const isAccepted = still?.untold === true && answer?.how === 'answered'
  if (still && !isAccepted && !isBack(incident, first, still)) return stillThere(rest, incident, answer)
  const by = answer?.how === 'answered' ? 'proven' : answer?.how === 'absent' ? 'gone' : 'foundDone'
  const gone = { at, what: 'removed', step: open } as const
  const line: IncidentLine = isAccepted
    ? { ...gone, subject: still, by: 'accepted' }
    : { ...gone, subject: first, by, readAt: at }
  const done: Incident = { ...incident, queue: others, sending: false, lines: [...incident.lines, line] }
  const [next] = others
  // After a restart the person is asked again before anything else goes.
  if (next && answer) return send(rest, done, open === 'sessions' ? at : undefined)
  // Somebody may have added one, or signed in, since the person decided.
  const isUndecided = subjects.some((one) => !incident.mine.some(({ id }) => id === one.id) && !wasAccepted(done, one))
  return next || isUndecided ? keep(rest, done) : keep(calm(rest), decided(done, omitted, at))
}

/** Returns true if the tenant has accepted the end of a session, and nobody has signed in there since. */
const wasAccepted = ({ lines }: Incident, { id, usedAt }: IncidentSubject): boolean =>
  lines.some(({ by, subject }) => by === 'accepted' && subject?.id === id && subject.usedAt === usedAt)

/** Returns the incident with a step that the person takes on the tenant's page, because the tenant lists nothing here. */
const onTheirPage = (incident: Incident, step: IncidentStep): Incident => ({
  ...incident,
  elsewhere: [...(incident.elsewhere ?? []), step]
})

/**
 * Returns true if a session was ended although its device is still listed, because somebody has signed in there since. Whoever
 * was signed out together with a browser comes back with it.
 */
function isBack({ sentAt = Infinity, backAt = -Infinity }: Incident, before: IncidentSubject, now: IncidentSubject) {
  return backAt > sentAt && (now.usedAt ?? -Infinity) > (before.usedAt ?? Infinity)
}

/** The queue stays, as what the person has said is not theirs. */
function stillThere(state: State, incident: Incident, answer: State['sent']): Step {
  const failure = answer && 'failure' in answer ? answer.failure : undefined
  const lost = answer?.how === 'answered' ? ({ code: 'stillListed', at: Date.now() } as const) : failure
  return keep({ ...calm(state), ...(lost && { failure: lost }) }, { ...incident, sending: false })
}

/** Takes the end of a command. Unless the person declined, the list is read before anything is believed. */
export function sent(state: State, incident: Incident, { sent: how, at }: Extract<Event, { type: 'sent' }>): Step {
  const open = openStepOf(incident)
  if (how.how === 'declined' || !open) return keep(calm(state), { ...incident, sending: false })
  if (how.how === 'agreed') return send(state, incident, at)
  return run({ ...state, sent: how }, listing(incident, open))
}

/** Takes the person's decision, and begins to carry it out. */
export function decide(state: State, incident: Incident, event: Extract<Event, { type: 'decide' }>): Step {
  const { subjects } = state
  if (!subjects) return { state }
  const queue = subjects.filter(({ id }) => event.remove.includes(id))
  const mine = subjects.filter(({ id }) => !event.remove.includes(id))
  const agreed: Incident = { ...incident, queue, mine }
  const named = { ...calm(state), ...(event.accountName !== undefined && { accountName: event.accountName }) }
  return queue.length > 0 ? send(named, agreed) : keep(named, decided(agreed, state.omitted ?? [], event.at))
}

/**
 * Writes that the first of the queue may be sent, and only then has it sent. With its session ours may go, after which nothing
 * could be written.
 *
 * @param agreedAt when the person had agreed; without it they are asked first
 */
function send(state: State, { sentAt: _, ...incident }: Incident, agreedAt?: number): Step {
  const [subject] = incident.queue
  const open = openStepOf(incident)
  if (!subject || !open) return { state }
  if (state.stopping) return hold(state, incident)
  const { accountName } = state
  const { queue } = incident
  const agreed = agreedAt !== undefined
  const named = accountName !== undefined && { accountName }
  const effect: Effect = { do: 'send', step: open, subject, queue, agreed, ...named }
  return keep(state, { ...incident, sending: true, ...(agreed && { sentAt: agreedAt }) }, effect)
}

/** Writes that nothing is sent, because the person wants to stop. */
export const hold = (state: State, { sentAt: _, ...incident }: Incident): Step =>
  keep(calm(state), { ...incident, sending: false })

/** Completes a step in which everything that was to go is gone. */
function decided(incident: Incident, omitted: readonly string[], at: number): Incident {
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
  const what = incident.backAt !== undefined ? 'leftOut' : 'stayedIn'
  const own: IncidentLine[] = isEnded ? [{ at, what, step: open, by: 'proven', readAt: at }] : []
  return complete(incident, isPart(incident, omitted) ? 'part' : 'proven', at, [...kept, ...own])
}

/** Returns true if something may be left: nothing shows that it is gone, or it was no subject and was not ended here. */
function isPart(incident: Incident, omitted: readonly string[]): boolean {
  const open = openStepOf(incident)
  const ended = incident.lines.filter(({ what, step, by }) => what === 'removed' && step === open && by !== 'gone')
  return (
    ended.some(({ by }) => by === 'accepted') || omitted.some((id) => !ended.some(({ subject }) => subject?.id === id))
  )
}
