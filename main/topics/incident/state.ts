import { z } from 'zod'
import {
  type IncidentCause,
  incidentCause,
  incidentLine,
  incidentOutcome,
  type IncidentStep,
  incidentStep,
  type IncidentSubject,
  incidentSubject,
  mostIncidentLines,
  mostIncidentSubjects
} from '../../../contract/incident'
import type { Failure } from '../../../contract/result'
import type { Step as MachineStep } from '../../ground/machine'

const moment = z.number()

/**
 * An incident as it is kept on the disk, sealed. It has no password and no code. Everything that is sent stands here before
 * it is sent.
 */
const running = z.object({
  startedAt: moment,
  cause: incidentCause,
  /** The steps of this incident, in order. */
  steps: z.array(incidentStep),
  results: z.partialRecord(incidentStep, z.object({ outcome: incidentOutcome, at: moment })),
  /** The visit of the tenant's page for the open step. `before` is when the password was last set, if the tenant says so. */
  visit: z.object({ at: moment, before: moment.optional() }).optional(),
  /** The subjects to be taken away, in order. */
  queue: z.array(incidentSubject).max(mostIncidentSubjects),
  /** True if the first of the queue may have been sent. */
  sending: z.boolean(),
  /** The subjects that the person said are theirs. */
  mine: z.array(incidentSubject).max(mostIncidentSubjects),
  lines: z.array(incidentLine).max(mostIncidentLines),
  /** The steps that are done on the tenant's page, because the tenant lists nothing for them. */
  elsewhere: z.array(incidentStep).optional(),
  /** When the last session could be sent, because the person had agreed. Absent while the person is only asked. */
  sentAt: moment.optional(),
  /** When the person signed in again, because the session of this app had gone with that of another device. */
  backAt: moment.optional(),
  stopped: z.boolean()
})
export type Incident = z.infer<typeof running>

export const keptIncident = z.object({ incident: running.optional() })
export type KeptIncident = z.infer<typeof keptIncident>
export const noIncident: KeptIncident = {}

export interface State {
  /** False until the disk was read. */
  readonly known: boolean
  readonly incident?: Incident
  /** The incident as the disk has it. What could not be written counts as not having happened. */
  readonly saved?: Incident
  /** The one thing that is under way. */
  readonly doing?: Effect
  /** True if the person wants to stop, which is written once nothing is under way any more. */
  readonly stopping?: boolean
  /** The work that waits until the incident is written. */
  readonly next?: Effect
  /** The subjects of the open step, as they were last read. */
  readonly subjects?: readonly IncidentSubject[]
  /** The others that were no subjects then. See `ReadList`. */
  readonly omitted?: readonly string[]
  /** How the last command ended, until the list says what came of it. */
  readonly sent?: Sent
  /** True if the tenant said that the password is as old as before. */
  readonly unchanged?: boolean
  /** The name that the person typed to remove the last factor. It is never written. */
  readonly accountName?: string
  readonly failure?: Failure
}

/**
 * How a command ended: the tenant answered that it is done, or refused; no clear answer came; the person declined when they
 * were asked, or agreed, and nothing was sent yet; or nothing was sent, because there was nothing to take away.
 */
export type Sent =
  | { readonly how: 'answered' | 'agreed' | 'declined' | 'absent' }
  | { readonly how: 'refused' | 'doubtful'; readonly failure: Failure }

export type Event =
  | { readonly type: 'load' }
  /** `signedInAt` is undefined for a session of an earlier run. */
  | { readonly type: 'loaded'; readonly incident?: Incident; readonly signedInAt?: number | undefined }
  | { readonly type: 'failed'; readonly failure: Failure }
  | {
      readonly type: 'start'
      readonly cause: IncidentCause
      readonly steps: readonly IncidentStep[]
      readonly at: number
    }
  | { readonly type: 'kept' }
  | { readonly type: 'openPage'; readonly at: number }
  | { readonly type: 'opened' }
  | { readonly type: 'check'; readonly at: number }
  /** The person says that the step is done, although nothing proves it. */
  | { readonly type: 'vouch'; readonly at: number }
  | { readonly type: 'skip'; readonly at: number }
  /** When the password was last set; undefined if the tenant does not say. */
  | { readonly type: 'proof'; readonly setAt: number | undefined; readonly at: number }
  /** `subjects` is undefined if the tenant has no such list. */
  | {
      readonly type: 'listed'
      readonly subjects: readonly IncidentSubject[] | undefined
      readonly omitted?: readonly string[]
      readonly failure?: Failure
      readonly at: number
    }
  | {
      readonly type: 'decide'
      readonly remove: readonly string[]
      readonly accountName?: string
      readonly at: number
    }
  | { readonly type: 'sent'; readonly sent: Sent; readonly at: number }
  /** Reads again what is not known. */
  | { readonly type: 'retry'; readonly at: number }
  | { readonly type: 'stop' }
  | { readonly type: 'goOn' }
  | { readonly type: 'close' }

export type Effect =
  | { readonly do: 'load' }
  | { readonly do: 'keep'; readonly incident: Incident | undefined }
  | { readonly do: 'open' }
  /** Reads when the password was last set: before the person changes it, or to prove that they did. */
  | { readonly do: 'prove'; readonly when: 'before' | 'after' | 'resumed' }
  /** `sent` is the subject whose command may have been sent. */
  | { readonly do: 'list'; readonly step: IncidentStep; readonly sent?: IncidentSubject }
  | {
      readonly do: 'send'
      readonly step: IncidentStep
      readonly subject: IncidentSubject
      /** Everything that is still to go, this one first. */
      readonly queue: readonly IncidentSubject[]
      /** True if the person has agreed to all of the queue, and that is written. */
      readonly agreed: boolean
      readonly accountName?: string
    }

export type Step = MachineStep<State, Effect>

export const unread: State = { known: false }

/** Returns the step that is to be taken, or undefined if all are. */
export const openStepOf = ({ steps, results }: Incident): IncidentStep | undefined =>
  steps.find((step) => results[step] === undefined)

const choices: readonly IncidentStep[] = ['sessions', 'factors']

/** Returns the open step if Holdfast takes away there what the person does not know. All others are done on the tenant's page. */
export function openChoiceOf(incident: Incident): IncidentStep | undefined {
  const open = openStepOf(incident)
  return open && choices.includes(open) && !incident.elsewhere?.includes(open) ? open : undefined
}
