import type { EnrolmentTarget } from '../../contract/enrolment'
import type { KnownFactorType } from '../../contract/factors'
import { type Enrolment, type Entry, type Event, type In, isBusy, nothing, type Open, type Step } from './state'

/** A second code is not asked for earlier; the server gives one per minute and target. */
export const resendAfterMs = 60_000
/** So often a challenge is asked for before the person does something. */
const mostUnasked = 10

/**
 * The whole life of one enrolment, without side effects. An event that does not fit the state changes nothing, so no
 * order of events can bind twice, have two requests under way, or report what is not known.
 */
export function step(state: Enrolment, event: Event): Step {
  if (event.type === 'leave') return { state: state.phase === 'verifying' ? state : nothing }
  if (event.type === 'start') return isBusy(state) ? { state } : begin(event.factorType)
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

const begin = (factorType: KnownFactorType): Step => ({ state: { phase: 'started', factorType, sending: false } })

function whenStarted(state: In<'started'>, event: Event): Step {
  const { factorType, entry } = state
  if (event.type === 'send' && !state.sending) {
    return {
      state: { phase: 'started', factorType, sending: true, ...(event.entry && { entry: event.entry }) },
      request: { do: 'send', factorType, target: event.target }
    }
  }
  if (!state.sending) return { state }
  if (event.type === 'notSent')
    return { state: { phase: 'started', factorType, sending: false, failure: event.failure } }
  if (event.type !== 'sent') return { state }
  const { target, before, challenge } = event
  const open = { factorType, target, before, challenge, sends: 1, resendAt: challenge.sentAt + resendAfterMs }
  return entry ? confirm(open, entry) : { state: waiting(open) }
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
  if (event.type !== 'verify') return { state }
  const entry = { passcode: event.passcode }
  return challenge.otp && event.at >= challenge.expiresAt
    ? sendAgain(state, state.target, entry)
    : confirm(state, entry)
}

function whenSending(state: In<'challengeSent'>, event: Event): Step {
  // Typed while the key was being renewed: confirmed as soon as that is done.
  if (event.type === 'verify' && state.challenge.otp)
    return { state: { ...state, entry: { passcode: event.passcode } } }
  if (event.type === 'notSent') {
    const resendAt = event.failure.retryAt ?? state.resendAt
    return {
      state: {
        ...waiting(state),
        scanAgain: state.scanAgain,
        lapsed: state.challenge.otp !== undefined,
        resendAt,
        failure: event.failure
      }
    }
  }
  if (event.type !== 'sent') return { state }
  const { challenge, target } = event
  const open = {
    ...openOf(state),
    target,
    challenge,
    sends: state.sends + 1,
    resendAt: challenge.sentAt + resendAfterMs
  }
  const sameKey = state.challenge.otp?.key === challenge.otp?.key
  if (state.entry && sameKey) return confirm(open, state.entry)
  return { state: { ...waiting(open), scanAgain: challenge.otp !== undefined && (state.scanAgain || !sameKey) } }
}

function whenVerifying(state: In<'verifying'>, event: Event): Step {
  const open = openOf(state)
  if (event.type === 'verified') return { state: bound(open, event.at) }
  if (event.type === 'answerLost') {
    return reread({ ...open, doubtful: { target: open.target, challenge: open.challenge } })
  }
  if (event.type !== 'refused') return { state }
  // An earlier confirmation got no answer: this refusal may only say that it was carried out.
  if (open.doubtful) return reread(open)
  if (event.final) return { state: { phase: 'failed', factorType: open.factorType, failure: event.failure } }
  return { state: { ...waiting(open), failure: event.failure } }
}

function whenUnknown(state: In<'unknown'>, event: Event): Step {
  const open = openOf(state)
  if (event.type === 'recheck' && !state.reading) return reread(open)
  if (!state.reading) return { state }
  if (event.type === 'notReread')
    return { state: { phase: 'unknown', reading: false, failure: event.failure, ...open } }
  if (event.type !== 'reread') return { state }
  if (event.bound) return { state: bound({ ...open, ...open.doubtful }, event.at) }
  return { state: { ...waiting(open), failure: { code: 'enrolmentNotConfirmed', at: event.at } } }
}

const openOf = ({ factorType, target, before, challenge, sends, resendAt, doubtful }: Open): Open => ({
  factorType,
  target,
  before,
  challenge,
  sends,
  resendAt,
  ...(doubtful && { doubtful })
})

const waiting = (open: Open): In<'challengeSent'> => ({
  phase: 'challengeSent',
  sending: false,
  scanAgain: false,
  lapsed: false,
  ...openOf(open)
})

const confirm = (open: Open, entry: Entry): Step => ({
  state: { phase: 'verifying', ...openOf(open) },
  request: { do: 'enrol', factorType: open.factorType, token: open.challenge.token, entry }
})

function sendAgain(state: In<'challengeSent'>, target: EnrolmentTarget, entry?: Entry): Step {
  return {
    state: { ...waiting(state), scanAgain: state.scanAgain, sending: true, ...(entry && { entry }) },
    request: { do: 'send', factorType: state.factorType, target }
  }
}

const reread = (open: Open): Step => ({
  state: { phase: 'unknown', reading: true, ...openOf(open) },
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
