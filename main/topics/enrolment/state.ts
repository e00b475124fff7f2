import type { AskedBy, EnrolmentTarget } from '../../../contract/enrolment'
import type { KnownFactorType } from '../../../contract/factors'
import type { Failure } from '../../../contract/result'
import type { Step as MachineStep } from '../../ground/machine'
import type { OtpSecret } from './otp'

/** A challenge of the server. Its token confirms one enrolment and lives a minute. */
export interface Challenge {
  readonly token: string
  /** The moment of its arrival, in ms since the epoch. */
  readonly sentAt: number
  /** The moment until which the token is certainly valid, in ms since the epoch. */
  readonly expiresAt: number
  readonly otp?: OtpSecret
}

/** A code as the person typed it. */
export interface TypedCode {
  readonly passcode: string
  /** The moment it was typed, in ms since the epoch. */
  readonly typedAt: number
  /** True if the challenge was already renewed for it, because the server had refused it. */
  readonly renewed?: true
}

/** A code that the server was too busy to look at. */
export interface KeptCode {
  readonly code: TypedCode
  /** The moment it is sent again, in ms since the epoch. */
  readonly until: number
}

/** The proof that the person gives. */
export type Entry = TypedCode | { readonly photo: Uint8Array }

/** The server's refusal of an entry. */
export interface Refusal {
  readonly failure: Failure
  /** True if no other entry would help. */
  readonly final: boolean
  /** See `codeAhead`; absent also if main has no key to compare the code with. */
  readonly aheadMs?: number
}

/** Main's question to the person, outside of the page, if a factor may be added. */
interface Question {
  readonly target: EnrolmentTarget
  readonly by: AskedBy
  /** The link of the fresh sign-in, for any browser. */
  readonly link?: string
}

interface Subject {
  readonly factorType: KnownFactorType
  readonly target: EnrolmentTarget
  /** Ids of the factors that were bound before this enrolment, so that a new one afterwards is its result. */
  readonly before: readonly string[]
}

export interface Open extends Subject {
  readonly challenge: Challenge
  readonly sends: number
  /** The moment from which the challenge can be sent again, in ms since the epoch. */
  readonly resendAt: number
  /** Targets that the person agreed to add in this enrolment. */
  readonly agreed: readonly EnrolmentTarget[]
  /** Codes that the server refused for this challenge, with the failure. They are not sent to it again. */
  readonly refused: readonly { readonly passcode: string; readonly failure: Failure }[]
  /** The challenge whose confirmation was not clearly refused, so that it may have been carried out. */
  readonly doubtful?: Pick<Open, 'target' | 'challenge'> & {
    /** True if no answer came, so that it may yet be carried out. */
    readonly lost: boolean
  }
}

export type Enrolment =
  | { readonly phase: 'none' }
  | {
      readonly phase: 'started'
      readonly factorType: KnownFactorType
      /** True if something is under way: the question while there is one, and otherwise the challenge. */
      readonly sending: boolean
      readonly question?: Question
      readonly agreed: readonly EnrolmentTarget[]
      /** The entry that confirms the challenge as soon as that is there. */
      readonly entry?: Entry
      readonly failure?: Failure
    }
  | ({
      readonly phase: 'challengeSent'
      readonly sending: boolean
      readonly question?: Question
      readonly entry?: Entry
      readonly scanAgain: boolean
      readonly lapsed: boolean
      readonly kept?: KeptCode
      readonly failure?: Failure
    } & Open)
  | ({ readonly phase: 'verifying'; readonly code?: TypedCode } & Open)
  | ({
      readonly phase: 'unknown'
      readonly reading: boolean
      /** The refusal that is shown if the factor is not bound. */
      readonly refusal?: Refusal & { readonly code?: TypedCode }
      /** The state to go on from in that case, if another challenge was refused. */
      readonly instead?: Pick<In<'challengeSent'>, 'scanAgain' | 'lapsed' | 'resendAt' | 'failure'>
      readonly failure?: Failure
    } & Open)
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

export type EnrolmentEvent =
  | { readonly type: 'start'; readonly factorType: KnownFactorType }
  | { readonly type: 'send'; readonly target: EnrolmentTarget; readonly entry?: Entry; readonly at: number }
  | { readonly type: 'asking'; readonly by: AskedBy; readonly link?: string }
  /** The person agreed to add this target. */
  | { readonly type: 'agreed'; readonly target: EnrolmentTarget }
  | { readonly type: 'notAgreed'; readonly failure: Failure }
  | {
      readonly type: 'sent'
      readonly target: EnrolmentTarget
      readonly before: readonly string[]
      readonly challenge: Challenge
    }
  | { readonly type: 'notSent'; readonly failure: Failure }
  | { readonly type: 'verify'; readonly passcode: string; readonly at: number }
  /** The challenge has ended, or the pause before a code is sent again. */
  | { readonly type: 'lapse' | 'resume'; readonly at: number }
  | { readonly type: 'verified'; readonly at: number }
  | ({
      readonly type: 'refused'
      /** True if the answer does not prove that nothing was done. */
      readonly unclear?: true
    } & Refusal)
  | { readonly type: 'answerLost'; readonly failure: Failure }
  | { readonly type: 'recheck' }
  | { readonly type: 'reread'; readonly bound: boolean; readonly at: number }
  | { readonly type: 'notReread'; readonly failure: Failure }
  | { readonly type: 'kept' }
  | { readonly type: 'leave' }

/** The one thing that a step asks for, of the person or of the server. Its outcome comes back as an event. */
export type Effect =
  | { readonly do: 'ask'; readonly factorType: KnownFactorType; readonly target: EnrolmentTarget }
  | { readonly do: 'send'; readonly factorType: KnownFactorType; readonly target: EnrolmentTarget }
  | {
      readonly do: 'enrol'
      readonly factorType: KnownFactorType
      readonly token: string
      readonly entry: Entry
      /** The key that the code should fit. */
      readonly otp?: OtpSecret
    }
  | { readonly do: 'reread'; readonly subject: Subject }

export type Step = MachineStep<Enrolment, Effect>

export const nothing: Enrolment = { phase: 'none' }

/** Returns true if a request is under way, so that nothing else may begin and a binding may be happening. */
export function isBusy(state: Enrolment): boolean {
  return (
    state.phase === 'verifying' ||
    ((state.phase === 'started' || state.phase === 'challengeSent') && state.sending) ||
    (state.phase === 'unknown' && state.reading)
  )
}

/** Returns the part of an enrolment that stays from phase to phase. */
export function openOf(open: Open): Open {
  const { factorType, target, before, challenge, sends, resendAt, agreed, refused, doubtful } = open
  return { factorType, target, before, challenge, sends, resendAt, agreed, refused, ...(doubtful && { doubtful }) }
}

/** Returns the state that waits for a code or a photo, without a request under way and without a failure. */
export const waiting = (open: Open): In<'challengeSent'> => ({
  phase: 'challengeSent',
  sending: false,
  scanAgain: false,
  lapsed: false,
  ...openOf(open)
})

/**
 * Returns the enrolment with a note that its confirmation may have been carried out.
 *
 * @param lost true if no answer came, so that it may yet be carried out
 */
export function inDoubt(open: Open, lost: boolean): Open {
  const { target, challenge, doubtful } = open
  return { ...open, doubtful: { target, challenge, lost: lost || doubtful?.lost === true } }
}

export const bound = ({ factorType, target, challenge: { otp } }: Open, boundAt: number): In<'bound'> => ({
  phase: 'bound',
  factorType,
  target,
  boundAt,
  ...(otp?.recoveryCode !== undefined && { recoveryCode: otp.recoveryCode })
})

export const withoutRecoveryCode = ({ factorType, target, boundAt }: In<'bound'>): In<'bound'> => ({
  phase: 'bound',
  factorType,
  target,
  boundAt
})
