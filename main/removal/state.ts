import type { AskedBy, EnrolmentTarget } from '../../contract/enrolment'
import type { Failure } from '../../contract/result'

/** A bound factor with its full target, which stays in main. */
export interface Subject {
  readonly factorId: string
  readonly factorType: string
  readonly target: EnrolmentTarget
}

export type Removal =
  | { readonly phase: 'none' }
  /** The lists are being read; the window still shows its question. */
  | { readonly phase: 'checking' }
  | { readonly phase: 'confirming'; readonly subject: Subject; readonly by: AskedBy; readonly link?: string }
  | { readonly phase: 'removing'; readonly subject: Subject }
  | {
      readonly phase: 'codeNeeded'
      readonly subject: Subject
      /** What is being asked of the server. */
      readonly asking?: 'code' | 'unbinding'
      /** ms since the epoch; 0 while none was sent */
      readonly sentAt: number
      /** ms since the epoch */
      readonly resendAt: number
      readonly failure?: Failure
    }
  | {
      readonly phase: 'unknown'
      readonly subject: Subject
      readonly reading: boolean
      /** What is to be said should the factor still be there. */
      readonly otherwise: Failure
      readonly failure?: Failure
    }
  | { readonly phase: 'removed' }
  | { readonly phase: 'failed'; readonly failure: Failure }

/** A removal in one phase. */
export type In<Phase extends Removal['phase']> = Extract<Removal, { phase: Phase }>

export type Event =
  | { readonly type: 'start' }
  | { readonly type: 'checked'; readonly subject: Subject; readonly by: AskedBy }
  | { readonly type: 'notChecked' }
  | { readonly type: 'linked'; readonly link: string }
  /** The person agreed that this factor goes. */
  | { readonly type: 'confirmed'; readonly factorId: string }
  | { readonly type: 'kept' }
  | { readonly type: 'notConfirmed'; readonly failure: Failure }
  | { readonly type: 'done'; readonly at: number }
  | {
      readonly type: 'refused'
      readonly failure: Failure
      /** The answer may mean that a proof is wanted, and the factor leads to what the account itself has. */
      readonly codeMayDo?: boolean
    }
  /** Whether the factor is still there is not known. */
  | { readonly type: 'doubtful'; readonly failure: Failure }
  | { readonly type: 'sendCode'; readonly at: number }
  /** With a failure where no answer came: then it may have been sent. */
  | { readonly type: 'codeSent'; readonly at: number; readonly failure?: Failure }
  | { readonly type: 'codeNotSent'; readonly failure: Failure }
  | { readonly type: 'confirmCode'; readonly passcode: string }
  | { readonly type: 'recheck' }
  | { readonly type: 'reread'; readonly bound: boolean }
  | { readonly type: 'notReread'; readonly failure: Failure }
  | { readonly type: 'leave' }

/** The one thing that a step asks for, of the person or of the server. Its outcome comes back as an event. */
export type Request =
  | { readonly do: 'confirm'; readonly subject: Subject; readonly by: AskedBy }
  | { readonly do: 'reset'; readonly subject: Subject }
  | { readonly do: 'sendCode'; readonly target: EnrolmentTarget }
  | { readonly do: 'unbind'; readonly subject: Subject; readonly passcode: string }
  | { readonly do: 'reread'; readonly factorId: string }

export interface Step {
  readonly state: Removal
  readonly request?: Request
}

export const nothing: Removal = { phase: 'none' }

/** Whether the server may be removing the factor right now: nothing can be taken back. */
export function isRemoving(state: Removal): boolean {
  return state.phase === 'removing' || (state.phase === 'codeNeeded' && state.asking === 'unbinding')
}

/** Whether something is under way, with the server or with the person: then no other removal may begin. */
export function isBusy(state: Removal): boolean {
  return (
    isRemoving(state) ||
    state.phase === 'checking' ||
    state.phase === 'confirming' ||
    (state.phase === 'codeNeeded' && state.asking !== undefined) ||
    (state.phase === 'unknown' && state.reading)
  )
}
