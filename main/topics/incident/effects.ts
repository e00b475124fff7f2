import type { IncidentStep, IncidentSubject } from '../../../contract/incident'
import type { Failure } from '../../../contract/result'
import { AppError, toFailure } from '../../ground/errors'
import type { Log } from '../../log/log'
import type { Effect, Event, Incident, KeptIncident, Sent } from './state'

/** A step in which Holdfast takes away what the person does not know. It asks the person outside of the page. */
export interface ChoiceStep {
  /**
   * Resolves to undefined if the tenant has no such list.
   *
   * @param sent the subject whose command may have been sent
   * @throws AppError
   */
  list(sent: IncidentSubject | undefined): Promise<ReadList | undefined>
  /**
   * Asks the person, and sends at most one command. It may resolve to `agreed` in place of the sending, and sends when it is
   * called again. Never rejects. `signal` ends the question.
   */
  takeAway(wanted: TakenAway, signal: AbortSignal): Promise<Sent>
}

export interface ReadList {
  readonly subjects: readonly IncidentSubject[]
  /** The ids of devices that are no subjects, because the tenant calls them offline, or `passkeys` if those were not read. */
  readonly omitted?: readonly string[]
  /** The reason why there are others that were not read. */
  readonly failure?: Failure
}

interface TakenAway {
  readonly subject: IncidentSubject
  /** Everything that is still to go, the subject first. */
  readonly queue: readonly IncidentSubject[]
  /** True if the person has agreed to the whole queue already. */
  readonly agreed: boolean
  readonly accountName?: string
}

/** The work that an incident has done at the tenant. The start hands it in, because it belongs to other topics. */
export interface Steps {
  /** Resolves to when the password was last set, in ms since the epoch, or to undefined if the tenant does not say. */
  passwordSetAt(): Promise<number | undefined>
  /** Opens the tenant's page. Resolves to false if no browser could be started. */
  openPage(): Promise<boolean>
  /** The sessions of other devices that the tenant does not call offline. */
  sessions: ChoiceStep
  factors: ChoiceStep
}

/** Where an incident is kept: a part of the account's memory. */
export interface Place {
  read(): Promise<KeptIncident>
  change(how: (value: KeptIncident) => KeptIncident): Promise<KeptIncident>
}

export interface Carrying {
  steps: Steps
  place: Place
  /** See `Session`. */
  signedInAt: () => number | undefined
  log: Log
  now: () => number
}

/** Carries out an effect and resolves to its outcome. Never rejects. */
export async function carryOut(parts: Carrying, effect: Effect, signal: AbortSignal): Promise<Event> {
  try {
    return await outcomeOf(parts, effect, signal)
  } catch (error) {
    if (!signal.aborted) parts.log('incident-step-failed', { code: effect.do }, error)
    return { type: 'failed', failure: toFailure(error) }
  }
}

async function outcomeOf(
  { steps, place, signedInAt, now }: Carrying,
  effect: Effect,
  signal: AbortSignal
): Promise<Event> {
  switch (effect.do) {
    case 'load': {
      const { incident } = await place.read()
      return { type: 'loaded', ...(incident && { incident }), signedInAt: signedInAt() }
    }
    case 'keep':
      await place.change(() => kept(effect.incident))
      return { type: 'kept' }
    case 'open':
      if (!(await steps.openPage())) throw new AppError('browserNotOpened')
      return { type: 'opened' }
    case 'prove':
      return { type: 'proof', setAt: await steps.passwordSetAt(), at: now() }
    case 'list': {
      const { subjects, ...rest } = (await choiceOf(steps, effect.step).list(effect.sent)) ?? {}
      return { type: 'listed', subjects, ...rest, at: now() }
    }
    case 'send':
      return { type: 'sent', sent: await choiceOf(steps, effect.step).takeAway(effect, signal), at: now() }
  }
}

const kept = (incident: Incident | undefined): KeptIncident => (incident ? { incident } : {})

function choiceOf(steps: Steps, step: IncidentStep): ChoiceStep {
  if (step === 'factors' || step === 'sessions') return steps[step]
  throw new AppError('notAllowed')
}
