import type { EnrolmentTarget } from '../../contract/enrolment'
import type { KnownFactorType } from '../../contract/factors'
import type { Failure } from '../../contract/result'
import type { OtpSecret } from './otp'

/** What the server opened: the token confirms one enrolment and lives a minute. */
export interface Challenge {
  readonly token: string
  /** When its answer came, in ms since the epoch. */
  readonly sentAt: number
  /** Until when the token certainly counts, in ms since the epoch. */
  readonly expiresAt: number
  readonly otp?: OtpSecret
}

/** What the person gives as proof. */
export type Entry = { readonly passcode: string } | { readonly photo: Uint8Array }

export interface Subject {
  readonly factorType: KnownFactorType
  readonly target: EnrolmentTarget
  /** Ids of the factors that were bound before this enrolment: what is new afterwards is its doing. */
  readonly before: readonly string[]
}

export interface Open extends Subject {
  readonly challenge: Challenge
  readonly sends: number
  /** ms since the epoch */
  readonly resendAt: number
  /** The challenge whose confirmation got no answer: it may have been carried out, or yet be. */
  readonly doubtful?: Pick<Open, 'target' | 'challenge'>
}

export type Enrolment =
  | { readonly phase: 'none' }
  | {
      readonly phase: 'started'
      readonly factorType: KnownFactorType
      readonly sending: boolean
      /** Confirms the challenge as soon as it is there. */
      readonly entry?: Entry
      readonly failure?: Failure
    }
  | ({
      readonly phase: 'challengeSent'
      readonly sending: boolean
      readonly entry?: Entry
      readonly scanAgain: boolean
      readonly lapsed: boolean
      readonly failure?: Failure
    } & Open)
  | ({ readonly phase: 'verifying' } & Open)
  | ({ readonly phase: 'unknown'; readonly reading: boolean; readonly failure?: Failure } & Open)
  | {
      readonly phase: 'bound'
      readonly factorType: KnownFactorType
      readonly target: EnrolmentTarget
      readonly boundAt: number
      readonly recoveryCode?: string
    }
  | { readonly phase: 'failed'; readonly factorType: KnownFactorType; readonly failure: Failure }

/** An enrolment in one phase. */
export type In<Phase extends Enrolment['phase']> = Extract<Enrolment, { phase: Phase }>

export type Event =
  | { readonly type: 'start'; readonly factorType: KnownFactorType }
  | { readonly type: 'send'; readonly target: EnrolmentTarget; readonly entry?: Entry; readonly at: number }
  | {
      readonly type: 'sent'
      readonly target: EnrolmentTarget
      readonly before: readonly string[]
      readonly challenge: Challenge
    }
  | { readonly type: 'notSent'; readonly failure: Failure }
  | { readonly type: 'verify'; readonly passcode: string; readonly at: number }
  | { readonly type: 'lapse' }
  | { readonly type: 'verified'; readonly at: number }
  | { readonly type: 'refused'; readonly failure: Failure; readonly final: boolean }
  | { readonly type: 'answerLost'; readonly failure: Failure }
  | { readonly type: 'recheck' }
  | { readonly type: 'reread'; readonly bound: boolean; readonly at: number }
  | { readonly type: 'notReread'; readonly failure: Failure }
  | { readonly type: 'kept' }
  | { readonly type: 'leave' }

/** The one request that a step asks for. Its outcome comes back as an event. */
export type Request =
  | { readonly do: 'send'; readonly factorType: KnownFactorType; readonly target: EnrolmentTarget }
  | { readonly do: 'enrol'; readonly factorType: KnownFactorType; readonly token: string; readonly entry: Entry }
  | { readonly do: 'reread'; readonly subject: Subject }

export interface Step {
  readonly state: Enrolment
  readonly request?: Request
}

export const nothing: Enrolment = { phase: 'none' }

/** Whether a request is under way: then nothing else may be begun, and a binding may be happening. */
export function isBusy(state: Enrolment): boolean {
  return (
    state.phase === 'verifying' ||
    ((state.phase === 'started' || state.phase === 'challengeSent') && state.sending) ||
    (state.phase === 'unknown' && state.reading)
  )
}
