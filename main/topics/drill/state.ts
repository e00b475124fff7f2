import type { DrillItem, DrillLists, DrillStanding, DrillTurn } from '../../../contract/drill'
import type { EnrolmentTarget } from '../../../contract/enrolment'
import type { Origin } from '../../../contract/origin'
import type { Failure } from '../../../contract/result'
import type { Step as MachineStep } from '../../ground/machine'

/** Something that is tested, with its full target, which stays in main. */
export interface Subject extends Pick<DrillItem, 'id' | 'kind' | 'factorType'> {
  /** Present for a factor. */
  readonly factorId?: string
  /** Present for a recovery code that can be compared: when those were made that it may be. */
  readonly madeAt?: readonly number[]
  readonly target: EnrolmentTarget
}

export interface Item {
  readonly subject: Subject
  readonly standing: DrillStanding
  /** See `DrillItem`. */
  readonly from?: readonly Origin[]
}

/** The lists of the tenant as text, each by its name; absent for one that could not be read. */
export type ReadLists = Readonly<Record<string, string>>

/** The moment until which a subject waits for its next try, in ms since the epoch, by its id. */
type Waits = Readonly<Record<string, number>>

/** Every phase keeps the waits, so that a new run is no way around them. */
export type Drill = { readonly waits: Waits } & (
  | { readonly phase: 'none' }
  | { readonly phase: 'preparing' }
  | Run
  | {
      readonly phase: 'comparing' | 'finished'
      readonly startedAt: number
      readonly items: readonly Item[]
      readonly endedAt: number
      readonly lists: DrillLists
    }
  | { readonly phase: 'failed'; readonly failure: Failure }
)

interface Run {
  readonly phase: 'running'
  readonly startedAt: number
  readonly before: ReadLists
  readonly items: readonly Item[]
}

/** A drill in one phase. */
export type In<Phase extends Drill['phase']> = Extract<Drill, { phase: Phase }>

/** An item whose turn it is. */
export interface Turn extends Item {
  readonly standing: DrillTurn
}

/** The answer of the tenant that an event tells of. */
interface FromTenant {
  readonly from?: readonly Origin[]
}

export type DrillEvent =
  | { readonly type: 'start' }
  | { readonly type: 'prepared'; readonly items: readonly Item[]; readonly before: ReadLists; readonly at: number }
  | { readonly type: 'notPrepared'; readonly failure: Failure }
  | { readonly type: 'sendCode'; readonly at: number }
  /** A failure means that no answer came, so that the code may have been sent. */
  | ({ readonly type: 'sent'; readonly at: number; readonly failure?: Failure } & FromTenant)
  | ({ readonly type: 'notSent'; readonly at: number; readonly failure: Failure } & FromTenant)
  | { readonly type: 'check'; readonly code: string; readonly at: number }
  | ({ readonly type: 'accepted'; readonly at: number; readonly madeAt?: number } & FromTenant)
  | ({ readonly type: 'refused'; readonly at: number; readonly failure?: Failure } & FromTenant)
  | ({ readonly type: 'notChecked'; readonly at: number; readonly failure: Failure } & FromTenant)
  /** The tenant has no such test. */
  | ({ readonly type: 'untestable'; readonly at: number; readonly failure: Failure } & FromTenant)
  | { readonly type: 'nothingArrived'; readonly at: number }
  | { readonly type: 'next'; readonly at: number }
  | { readonly type: 'stop'; readonly at: number }
  | { readonly type: 'compared'; readonly lists: DrillLists; readonly at: number }
  | { readonly type: 'leave' }

/** The one thing that a step asks for. Its outcome comes back as an event. */
export type Effect =
  | { readonly do: 'prepare' }
  | { readonly do: 'send'; readonly subject: Subject }
  /** The code is only here, and never in a state. */
  | { readonly do: 'check'; readonly subject: Subject; readonly code: string }
  | { readonly do: 'compare'; readonly before: ReadLists; readonly items: readonly Item[] }

export type Step = MachineStep<Drill, Effect>

export const nothing: Drill = { phase: 'none', waits: {} }

const isTurn = (item: Item): item is Turn => item.standing.as === 'now'

/** Returns the item whose turn it is. */
export const turnOf = ({ items }: Pick<In<'running'>, 'items'>): Turn | undefined => items.find(isTurn)
