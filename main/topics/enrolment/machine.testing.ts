import type { EnrolmentTarget } from '../../../contract/enrolment'
import type { ErrorCode, Failure } from '../../../contract/result'
import type { Challenge, Effect, EnrolmentEvent, In, Open, Step, TypedCode } from './state'

export const phone: EnrolmentTarget = { kind: 'phone', phoneNumber: '7700900142', phoneCountryCode: '+44' }
export const mail: EnrolmentTarget = { kind: 'email', email: 'ada@harbour.example' }
const none: EnrolmentTarget = { kind: 'none' }

export const fails = (code: ErrorCode, at = 9): Failure => ({ code, at })
export const code: TypedCode = { passcode: '123456', typedAt: 10_000 }
export const photo = { photo: Uint8Array.of(1) }

export const otp = {
  key: 'KEY',
  uri: 'otpauth://totp/KEY',
  algorithm: 'SHA1',
  digits: 6,
  period: 30,
  issuer: 'Fernhill Clinic',
  account: 'ada',
  recoveryCode: 'r-1'
}
const sent: Challenge = { token: 't-1', sentAt: 1_000, expiresAt: 57_000 }
const sentAgain: Challenge = { token: 't-2', sentAt: 62_000, expiresAt: 118_000 }
export const again: Record<'SMS' | 'OTP', Challenge> = { SMS: sentAgain, OTP: { ...sentAgain, otp } }

/** Enrolments whose first challenge has come. */
export const opened: Record<'SMS' | 'OTP' | 'FACE', Open> = {
  SMS: openedFor('SMS', phone, sent),
  OTP: openedFor('OTP', none, { ...sent, otp }),
  FACE: openedFor('FACE', none, sent)
}

function openedFor(factorType: Open['factorType'], target: EnrolmentTarget, challenge: Challenge): Open {
  return { factorType, target, before: ['a'], challenge, sends: 1, resendAt: 61_000, agreed: [target], refused: [] }
}

/** Returns the state that waits for an entry. */
export const waits = (open: Open): In<'challengeSent'> => ({
  phase: 'challengeSent',
  sending: false,
  scanAgain: false,
  lapsed: false,
  ...open
})

/** Returns the state while another challenge is on its way. */
export const sends = (open: Open): In<'challengeSent'> => ({ ...waits(open), sending: true })

export const sending = ({ factorType, target }: Pick<Open, 'factorType' | 'target'>): Effect => ({
  do: 'send',
  factorType,
  target
})
export const asking = ({ factorType }: Open, target: EnrolmentTarget): Effect => ({ do: 'ask', factorType, target })

/** Returns an enrolment whose first confirmation is in doubt. */
export const doubted = (open: Open, lost: boolean): Required<Open> => ({
  ...open,
  doubtful: { target: open.target, challenge: open.challenge, lost }
})

/** Returns the step that looks the outcome up in the list. */
export const reads = (open: Open, more: Pick<In<'unknown'>, 'refusal' | 'instead'> = {}): Step => ({
  state: { phase: 'unknown', reading: true, ...open, ...more },
  effect: { do: 'reread', subject: open }
})

/** One event of each kind. The moments are in the time of the first challenge, but another one may be requested. */
export const events = {
  start: { type: 'start', factorType: 'EMAIL' },
  send: { type: 'send', target: phone, at: 61_000 },
  asking: { type: 'asking', by: 'signIn', link: 'http://127.0.0.1/1' },
  agreed: { type: 'agreed', target: phone },
  notAgreed: { type: 'notAgreed', failure: fails('confirmationDeclined') },
  sent: { type: 'sent', target: phone, before: ['a'], challenge: sentAgain },
  notSent: { type: 'notSent', failure: fails('unreachable') },
  verify: { type: 'verify', passcode: '123456', at: 10_000 },
  lapse: { type: 'lapse', at: 57_000 },
  resume: { type: 'resume', at: 20_000 },
  verified: { type: 'verified', at: 11_000 },
  refused: { type: 'refused', failure: fails('passcodeExpired'), final: false },
  answerLost: { type: 'answerLost', failure: fails('unreachable') },
  recheck: { type: 'recheck' },
  reread: { type: 'reread', bound: true, at: 12_000 },
  notReread: { type: 'notReread', failure: fails('offline') },
  kept: { type: 'kept' },
  leave: { type: 'leave' }
} satisfies Record<EnrolmentEvent['type'], EnrolmentEvent>
