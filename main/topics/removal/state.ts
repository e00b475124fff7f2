import type { AskedBy, EnrolmentTarget } from '../../../contract/enrolment'
import type { Failure } from '../../../contract/result'
import type { Step as MachineStep } from '../../ground/machine'

/** A bound factor with its full target, which stays in main. */
export interface Subject {
  readonly factorId: string
  readonly factorType: string
  readonly target: EnrolmentTarget
}

export type Removal =
  | { readonly phase: 'none' }
  /** The lists are being read, and the window still shows its question. */
  | { readonly phase: 'checking' }
  | { readonly phase: 'confirming'; readonly subject: Subject; readonly by: AskedBy; readonly link?: string }
  | { readonly phase: 'removing'; readonly subject: Subject }
  | {
      readonly phase: 'codeNeeded'
      readonly subject: Subject
      /** The request to the server that is under way. */
      readonly asking?: 'code' | 'unbinding'
      /** The moment the last code was sent, in ms since the epoch; 0 if none was sent. */
      readonly sentAt: number
      /** The moment from which another code can be requested, in ms since the epoch. */
      readonly resendAt: number
      readonly failure?: Failure
    }
  | {
      readonly phase: 'unknown'
      readonly subject: Subject
      readonly reading: boolean
      /** The failure to show if the factor is still there. */
      readonly otherwise: Failure
      readonly failure?: Failure
    }
  | { readonly phase: 'removed' }
  | { readonly phase: 'failed'; readonly failure: Failure }

/** A removal in one phase. */
export type In<Phase extends Removal['phase']> = Extract<Removal, { phase: Phase }>

export type RemovalEvent =
  | { readonly type: 'start' }
  | { readonly type: 'checked'; readonly subject: Subject; readonly by: AskedBy }
  | { readonly type: 'notChecked' }
  | { readonly type: 'linked'; readonly link: string }
  /** The person agreed to remove this factor. */
  | { readonly type: 'confirmed'; readonly factorId: string }
  | { readonly type: 'kept' }
  | { readonly type: 'notConfirmed'; readonly failure: Failure }
  | { readonly type: 'done'; readonly at: number }
  | {
      readonly type: 'refused'
      readonly failure: Failure
      /** True if the answer may ask for a proof, and the target of the factor is a contact of the account itself. */
      readonly codeMayDo?: boolean
    }
  /** It is not known if the factor is still there. */
  | { readonly type: 'doubtful'; readonly failure: Failure }
  | { readonly type: 'sendCode'; readonly at: number }
  /** A failure means that no answer came, so that the code may have been sent. */
  | { readonly type: 'codeSent'; readonly at: number; readonly failure?: Failure }
  | { readonly type: 'codeNotSent'; readonly failure: Failure }
  | { readonly type: 'confirmCode'; readonly passcode: string }
  | { readonly type: 'recheck' }
  | { readonly type: 'reread'; readonly bound: boolean }
  | { readonly type: 'notReread'; readonly failure: Failure }
  | { readonly type: 'leave' }

/** The one thing that a step asks for, of the person or of the server. Its outcome comes back as an event. */
export type Effect =
  | { readonly do: 'confirm'; readonly subject: Subject; readonly by: AskedBy }
  | { readonly do: 'reset'; readonly subject: Subject }
  | { readonly do: 'sendCode'; readonly target: EnrolmentTarget }
  | { readonly do: 'unbind'; readonly subject: Subject; readonly passcode: string }
  | { readonly do: 'reread'; readonly factorId: string }

export type Step = MachineStep<Removal, Effect>

export const nothing: Removal = { phase: 'none' }

/** Returns true if the server may be removing the factor now, so that nothing can be cancelled. */
export function isRemoving(state: Removal): boolean {
  return state.phase === 'removing' || (state.phase === 'codeNeeded' && state.asking === 'unbinding')
}

/** Returns true if a request or a question is under way, so that no other removal may begin. */
export function isBusy(state: Removal): boolean {
  return (
    isRemoving(state) ||
    state.phase === 'checking' ||
    state.phase === 'confirming' ||
    (state.phase === 'codeNeeded' && state.asking !== undefined) ||
    (state.phase === 'unknown' && state.reading)
  )
}
