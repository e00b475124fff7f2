import type { EnrolmentTarget } from '../../contract/enrolment'
import { resendAtAfter, refusesEntry, verdictOn } from './refusedCode'
import {
  type Enrolment,
  type Entry,
  type Event,
  type In,
  isBusy,
  nothing,
  type Open,
  type Refusal,
  type Step,
  type TypedCode
} from './state'

/** A second code is not asked for earlier; the server gives one per minute and target. */
export const resendAfterMs = 60_000
/** So often a challenge is asked for before the person does something. */
const mostUnasked = 10

/**
 * The whole life of one enrolment, without side effects. An event that does not fit the state changes nothing, so no
 * order of events can ask the tenant for what nobody agreed to, bind twice, have two requests under way, send a refused
 * code to the same challenge again, or report what is not known.
 */
export function step(state: Enrolment, event: Event): Step {
  if (event.type === 'leave') return { state: state.phase === 'verifying' ? state : nothing }
  if (event.type === 'start') {
    const { factorType } = event
    return { state: isBusy(state) ? state : { phase: 'started', factorType, sending: false, agreed: [] } }
  }
  switch (state.phase) {
    case 'started':
      return whenStarted(state, event)
    case 'challengeSent':
      return whenChallengeSent(state, event)
    case 'verifying':
      return whenVerifying(state, event)
    case 'unknown':
      return whenUnknown(state, event)
    case 'bound':
      return { state: event.type === 'kept' ? withoutRecoveryCode(state) : state }
    default:
      return { state }
  }
}

function whenStarted(state: In<'started'>, event: Event): Step {
  const { factorType, agreed, question, entry } = state
  const idle = { phase: 'started', factorType, agreed, sending: false } as const
  if (event.type === 'send' && !state.sending) {
    return ask({ ...idle, sending: true, ...(event.entry && { entry: event.entry }) }, event.target)
  }
  if (question) return whenAsking({ ...state, question }, idle, event)
  if (!state.sending) return { state }
  if (event.type === 'notSent') return { state: { ...idle, failure: event.failure } }
  if (event.type !== 'sent') return { state }
  const { target, before, challenge } = event
  const resendAt = challenge.sentAt + resendAfterMs
  const open = { factorType, target, before, challenge, sends: 1, resendAt, agreed, refused: [] }
  return entry ? confirm(open, entry) : { state: waiting(open) }
}

type Sending = In<'started'> | In<'challengeSent'>

/** Asks the server for a challenge; before the first for this target, the person whether it may be added. */
function ask(state: Sending, target: EnrolmentTarget): Step {
  const { factorType, agreed } = state
  if (agreed.some((one) => sameTarget(one, target))) return { state, request: { do: 'send', factorType, target } }
  return { state: { ...state, question: { target, by: 'dialog' } }, request: { do: 'ask', factorType, target } }
}

/** @param idle where the enrolment goes on when the person does not agree */
function whenAsking(
  { question, ...state }: Sending & Required<Pick<Sending, 'question'>>,
  idle: Sending,
  event: Event
): Step {
  const { target } = question
  if (event.type === 'asking') {
    const { by, link } = event
    return { state: { ...state, question: { target, by, ...(link !== undefined && { link }) } } }
  }
  if (event.type === 'notAgreed') return { state: { ...idle, failure: event.failure } }
  if (event.type !== 'agreed' || !sameTarget(event.target, target)) return { state: { ...state, question } }
  return ask({ ...state, agreed: [...state.agreed, target] }, target)
}

function whenChallengeSent(state: In<'challengeSent'>, event: Event): Step {
  const { challenge } = state
  if (state.sending) return whenSending(state, event)
  if (event.type === 'send') {
    if (event.entry && event.at < challenge.expiresAt) return confirm(state, event.entry)
    const tooSoon = event.at < state.resendAt && !challenge.otp && !event.entry
    return tooSoon && sameTarget(event.target, state.target) ? { state } : sendAgain(state, event.target, event.entry)
  }
  if (event.type === 'lapse' && challenge.otp) {
    // Once a new key came instead of the old one, asking again unasked would only make the next entry useless too.
    return state.scanAgain || state.sends >= mostUnasked
      ? { state: { ...state, lapsed: true } }
      : sendAgain(state, state.target)
  }
  return event.type === 'verify' ? verify(state, { passcode: event.passcode, typedAt: event.at }) : { state }
}

function verify(state: In<'challengeSent'>, code: TypedCode): Step {
  const { challenge, target } = state
  if (challenge.otp && code.typedAt >= challenge.expiresAt) return sendAgain(state, target, code)
  const refused = refusalOf(state, code)
  if (!refused) return confirm(state, code)
  // The key says that the code is not to blame, so it gets another challenge.
  if (challenge.otp && refused.code !== 'passcodeWrong') return sendAgain(state, target, { ...code, renewed: true })
  return { state: { ...state, failure: { ...refused, at: code.typedAt } } }
}

const refusalOf = ({ refused }: Open, { passcode }: TypedCode) =>
  refused.find((one) => one.passcode === passcode)?.failure

function whenSending({ question, ...state }: In<'challengeSent'>, event: Event): Step {
  const idle = { ...waiting(state), scanAgain: state.scanAgain }
  if (question) return whenAsking({ ...state, question }, idle, event)
  // Typed while the key was being renewed: confirmed as soon as that is done.
  if (event.type === 'verify' && state.challenge.otp) {
    return { state: { ...state, entry: { passcode: event.passcode, typedAt: event.at } } }
  }
  if (event.type === 'notSent') {
    const { failure } = event
    const resendAt = failure.retryAt ?? (failure.code === 'rateLimited' ? afterLastSend(state) : state.resendAt)
    return { state: { ...idle, lapsed: state.challenge.otp !== undefined, resendAt, failure } }
  }
  return event.type === 'sent' ? renewed(state, event) : { state }
}

const afterLastSend = ({ challenge }: Open): number => challenge.sentAt + resendAfterMs

function renewed(state: In<'challengeSent'>, { challenge, target }: Extract<Event, { type: 'sent' }>): Step {
  const open = {
    ...openOf(state),
    target,
    challenge,
    sends: state.sends + 1,
    resendAt: challenge.sentAt + resendAfterMs,
    refused: challenge.token === state.challenge.token ? state.refused : []
  }
  const keyStays = sameKey(state, open)
  if (!state.entry || !keyStays) {
    return { state: { ...waiting(open), scanAgain: challenge.otp !== undefined && (state.scanAgain || !keyStays) } }
  }
  const failure = 'passcode' in state.entry ? refusalOf(open, state.entry) : undefined
  return failure ? { state: { ...waiting(open), failure } } : confirm(open, state.entry)
}

/** True if an authenticator app shows the same codes for both. */
function sameKey({ challenge: { otp: one } }: Open, { challenge: { otp: other } }: Open): boolean {
  return (['key', 'algorithm', 'digits', 'period'] as const).every((fact) => one?.[fact] === other?.[fact])
}

function whenVerifying(state: In<'verifying'>, event: Event): Step {
  const open = openOf(state)
  if (event.type === 'verified') return { state: bound(open, event.at) }
  if (event.type === 'answerLost') {
    return reread({ ...open, doubtful: { target: open.target, challenge: open.challenge } })
  }
  if (event.type !== 'refused') return { state }
  const { type: _, ...refusal } = event
  const said = { ...refusal, ...(state.code && { code: state.code }) }
  // An earlier confirmation got no answer: this refusal may only say that it was carried out.
  return open.doubtful ? reread(open, said) : whenRefused(open, said)
}

function whenRefused(open: Open, refusal: Refusal & { code?: TypedCode }): Step {
  const { failure, final, code } = refusal
  if (final) return { state: { phase: 'failed', factorType: open.factorType, failure } }
  if (!refusesEntry(failure)) return { state: { ...waiting(open), failure } }
  // The next photo gets a challenge of its own: nobody can tell whether this one was at fault.
  if (!code) return { state: { ...waiting({ ...open, challenge: { ...open.challenge, expiresAt: 0 } }), failure } }
  const { failure: said, challengeMayBeOver } = verdictOn(refusal, open.factorType)
  const refused = [...open.refused, { passcode: code.passcode, failure: said }]
  const known = waiting({ ...open, refused, resendAt: resendAtAfter(said, open.resendAt) })
  const renews = challengeMayBeOver && !code.renewed
  return renews ? sendAgain(known, known.target, { ...code, renewed: true }) : { state: { ...known, failure: said } }
}

function whenUnknown(state: In<'unknown'>, event: Event): Step {
  const open = openOf(state)
  const { refusal } = state
  if (event.type === 'recheck' && !state.reading) return reread(open, refusal)
  if (!state.reading) return { state }
  if (event.type === 'notReread') return { state: { ...state, reading: false, failure: event.failure } }
  if (event.type !== 'reread') return { state }
  if (event.bound) return { state: bound({ ...open, ...open.doubtful }, event.at) }
  const failure = { code: 'enrolmentNotConfirmed', at: event.at } as const
  if (!refusal) return { state: { ...waiting(open), failure } }
  // A final refusal may mean that the lost confirmation is yet to be carried out.
  return whenRefused(open, refusal.final ? { ...refusal, failure, final: false } : refusal)
}

function openOf(open: Open): Open {
  const { factorType, target, before, challenge, sends, resendAt, agreed, refused, doubtful } = open
  return { factorType, target, before, challenge, sends, resendAt, agreed, refused, ...(doubtful && { doubtful }) }
}

const waiting = (open: Open): In<'challengeSent'> => ({
  phase: 'challengeSent',
  sending: false,
  scanAgain: false,
  lapsed: false,
  ...openOf(open)
})

const confirm = (open: Open, entry: Entry): Step => ({
  state: { phase: 'verifying', ...openOf(open), ...('passcode' in entry && { code: entry }) },
  request: {
    do: 'enrol',
    factorType: open.factorType,
    token: open.challenge.token,
    entry,
    ...(open.challenge.otp && { otp: open.challenge.otp })
  }
})

const sendAgain = (state: In<'challengeSent'>, target: EnrolmentTarget, entry?: Entry): Step =>
  ask({ ...waiting(state), scanAgain: state.scanAgain, sending: true, ...(entry && { entry }) }, target)

const reread = (open: Open, refusal?: In<'unknown'>['refusal']): Step => ({
  state: { phase: 'unknown', reading: true, ...openOf(open), ...(refusal && { refusal }) },
  request: { do: 'reread', subject: open }
})

const bound = ({ factorType, target, challenge: { otp } }: Open, boundAt: number): In<'bound'> => ({
  phase: 'bound',
  factorType,
  target,
  boundAt,
  ...(otp?.recoveryCode !== undefined && { recoveryCode: otp.recoveryCode })
})

const withoutRecoveryCode = ({ factorType, target, boundAt }: In<'bound'>): In<'bound'> => ({
  phase: 'bound',
  factorType,
  target,
  boundAt
})

export function sameTarget(one: EnrolmentTarget, other: EnrolmentTarget): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
