import type { AskedBy, EnrolmentTarget } from '../../contract/enrolment'
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

/** A code as the person typed it. */
export interface TypedCode {
  readonly passcode: string
  /** ms since the epoch */
  readonly typedAt: number
  /** The challenge was renewed for it already, because the server had refused it. */
  readonly renewed?: true
}

/** A code that the server was too busy to look at. */
export interface KeptCode {
  readonly code: TypedCode
  /** When it goes out again, in ms since the epoch. */
  readonly until: number
}

/** What the person gives as proof. */
export type Entry = TypedCode | { readonly photo: Uint8Array }

/** What the server said against an entry. */
export interface Refusal {
  readonly failure: Failure
  /** No other entry would help. */
  readonly final: boolean
  /** See `codeAhead`; missing where main has no key to compare the code with, too. */
  readonly aheadMs?: number
}

/** How main is asking the person, outside of the page, whether a factor may be added. */
export interface Question {
  readonly target: EnrolmentTarget
  readonly by: AskedBy
  /** The fresh sign-in, for any browser. */
  readonly link?: string
}

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
  /** Targets that the person agreed to add in this enrolment. */
  readonly agreed: readonly EnrolmentTarget[]
  /** Codes that the server refused for this challenge, with what was said of them: they do not go there again. */
  readonly refused: readonly { readonly passcode: string; readonly failure: Failure }[]
  /** The challenge whose confirmation was not clearly refused: it may have been carried out. */
  readonly doubtful?: Pick<Open, 'target' | 'challenge'> & {
    /** No answer came, so that it may yet be carried out. */
    readonly lost: boolean
  }
}

export type Enrolment =
  | { readonly phase: 'none' }
  | {
      readonly phase: 'started'
      readonly factorType: KnownFactorType
      /** Something is under way: the question as long as there is one, else the challenge. */
      readonly sending: boolean
      readonly question?: Question
      readonly agreed: readonly EnrolmentTarget[]
      /** Confirms the challenge as soon as it is there. */
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
      /** What counts, should the factor not be bound. */
      readonly refusal?: Refusal & { readonly code?: TypedCode }
      /** How it goes on in that case where it was another challenge that was refused. */
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

export type Event =
  | { readonly type: 'start'; readonly factorType: KnownFactorType }
  | { readonly type: 'send'; readonly target: EnrolmentTarget; readonly entry?: Entry; readonly at: number }
  | { readonly type: 'asking'; readonly by: AskedBy; readonly link?: string }
  /** The person agreed that this is added. */
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
  /** The challenge has ended, or the pause before a code goes out again. */
  | { readonly type: 'lapse' | 'resume'; readonly at: number }
  | { readonly type: 'verified'; readonly at: number }
  | ({
      readonly type: 'refused'
      /** An answer that does not prove that nothing was done. */
      readonly unclear?: true
    } & Refusal)
  | { readonly type: 'answerLost'; readonly failure: Failure }
  | { readonly type: 'recheck' }
  | { readonly type: 'reread'; readonly bound: boolean; readonly at: number }
  | { readonly type: 'notReread'; readonly failure: Failure }
  | { readonly type: 'kept' }
  | { readonly type: 'leave' }

/** The one thing that a step asks for, of the person or of the server. Its outcome comes back as an event. */
export type Request =
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

export interface Step {
  readonly state: Enrolment
  readonly request?: Request
}

export const nothing: Enrolment = { phase: 'none' }

/** True if a request is under way: then nothing else may be begun, and a binding may be happening. */
export function isBusy(state: Enrolment): boolean {
  return (
    state.phase === 'verifying' ||
    ((state.phase === 'started' || state.phase === 'challengeSent') && state.sending) ||
    (state.phase === 'unknown' && state.reading)
  )
}

/** Returns what stays of an enrolment from phase to phase. */
export function openOf(open: Open): Open {
  const { factorType, target, before, challenge, sends, resendAt, agreed, refused, doubtful } = open
  return { factorType, target, before, challenge, sends, resendAt, agreed, refused, ...(doubtful && { doubtful }) }
}

/** Returns the wait for a code or a photo, with nothing asked of the server and nothing to be said. */
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
 * @param lost no answer came, so that it may yet be carried out
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
