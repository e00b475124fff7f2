import type { EnrolmentTarget } from '../../../contract/enrolment'
import type { Failure } from '../../../contract/result'
import { ask, sameTarget, whenAsking } from './asking'
import { isFresh, keptAfter } from './keptCode'
import { isFinal } from '../../tenant/outcome'
import { resendAfterMs } from '../../tenant/sentCodes'
import { refusesEntry, resendAtAfter, verdictOn } from './refusedCode'
import {
  bound,
  type Enrolment,
  type Entry,
  type EnrolmentEvent,
  type In,
  inDoubt,
  isBusy,
  nothing,
  type Open,
  openOf,
  type Refusal,
  type Step,
  type TypedCode,
  waiting,
  withoutRecoveryCode
} from './state'

/** The number of challenges that are requested before the person does something. */
const mostUnasked = 10

/**
 * Steps through the life of one enrolment, without side effects. An event that does not fit the state changes nothing, so no
 * order of events can request a factor that nobody agreed to, bind twice, have two requests under way, send a refused code
 * to the same challenge again, or report an outcome that is not known.
 */
export function step(state: Enrolment, event: EnrolmentEvent): Step {
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

function whenStarted(state: In<'started'>, event: EnrolmentEvent): Step {
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

function whenChallengeSent(state: In<'challengeSent'>, event: EnrolmentEvent): Step {
  const { challenge } = state
  if (state.sending) return whenSending(state, event)
  if (event.type === 'resume') return resume(state, event.at)
  if (event.type === 'send') {
    if (event.entry && event.at < challenge.expiresAt) return confirm(state, event.entry)
    const tooSoon = event.at < state.resendAt && !challenge.otp && !event.entry
    return tooSoon && sameTarget(event.target, state.target) ? { state } : sendAgain(state, event.target, event.entry)
  }
  if (event.type === 'lapse' && challenge.otp) {
    // Once a new key has replaced the old one, another request would only make the next entry useless too.
    return state.scanAgain || state.sends >= mostUnasked
      ? { state: { ...state, lapsed: true } }
      : sendAgain(state, state.target, undefined, state.failure)
  }
  if (event.type !== 'verify') return { state }
  const code = { passcode: event.passcode, typedAt: event.at }
  // The server asked for a pause, so a code that is typed meanwhile is sent at the end of the pause.
  return state.kept ? { state: { ...state, kept: { ...state.kept, code } } } : verify(state, code)
}

/** Sends the kept code after the pause that the server asked for, unless the code is too old by now. */
function resume(state: In<'challengeSent'>, at: number): Step {
  const { kept, ...rest } = state
  if (!kept) return { state }
  return isFresh(kept.code, at) ? verify(rest, kept.code, at) : { state: rest }
}

function verify(state: In<'challengeSent'>, code: TypedCode, at = code.typedAt): Step {
  const { challenge, target } = state
  if (challenge.otp && at >= challenge.expiresAt) return sendAgain(state, target, code)
  const refused = refusalOf(state, code)
  if (!refused) return confirm(state, code)
  // The key says that the code is not to blame, so it gets another challenge.
  if (challenge.otp && refused.code !== 'passcodeWrong') return sendAgain(state, target, { ...code, renewed: true })
  return { state: { ...state, failure: { ...refused, at: code.typedAt } } }
}

const refusalOf = ({ refused }: Open, { passcode }: TypedCode) =>
  refused.find((one) => one.passcode === passcode)?.failure

function whenSending({ question, ...state }: In<'challengeSent'>, event: EnrolmentEvent): Step {
  const idle = { ...waiting(state), scanAgain: state.scanAgain }
  if (question) return whenAsking({ ...state, question }, idle, event)
  // A code that is typed while the key is being renewed is confirmed after the renewal.
  if (event.type === 'verify' && state.challenge.otp) {
    return { state: { ...state, entry: { passcode: event.passcode, typedAt: event.at } } }
  }
  if (event.type === 'notSent') return notSent(state, idle, event.failure)
  return event.type === 'sent' ? renewed(state, event) : { state }
}

/** @param idle the state to go on from */
function notSent(state: In<'challengeSent'>, idle: In<'challengeSent'>, failure: Failure): Step {
  const { challenge, entry, doubtful } = state
  const resendAt = failure.retryAt ?? (failure.code === 'rateLimited' ? afterLastSend(state) : state.resendAt)
  const kept = keptAfter(state, entry, failure)
  const instead = { scanAgain: idle.scanAgain, lapsed: challenge.otp !== undefined && !kept, resendAt, failure }
  // The server may refuse another challenge because an earlier confirmation was carried out after all.
  const mayBeBound = doubtful && (refusesEntry(failure) || isFinal(failure.code))
  return mayBeBound ? reread(openOf(state), { instead }) : { state: { ...idle, ...instead, ...(kept && { kept }) } }
}

const afterLastSend = ({ challenge }: Open): number => challenge.sentAt + resendAfterMs

function renewed(state: In<'challengeSent'>, { challenge, target }: Extract<EnrolmentEvent, { type: 'sent' }>): Step {
  const open = {
    ...openOf(state),
    target,
    challenge,
    sends: state.sends + 1,
    resendAt: challenge.sentAt + resendAfterMs,
    refused: challenge.token === state.challenge.token ? state.refused : []
  }
  const keyStays = sameKey(state, open)
  const next = { scanAgain: false, lapsed: false, resendAt: open.resendAt }
  if (!keyStays) return told(open, { ...next, scanAgain: challenge.otp !== undefined })
  const { entry, failure, scanAgain } = state
  if (!entry) return { state: { ...waiting(open), scanAgain, ...(failure && { failure }) } }
  const refused = 'passcode' in entry ? refusalOf(open, entry) : undefined
  return refused ? told(open, { ...next, failure: refused }) : confirm(open, entry)
}

/** Waits for the next entry. Before that, a doubtful confirmation is looked up in the list. */
const told = (open: Open, instead: Required<Pick<In<'unknown'>, 'instead'>>['instead']): Step =>
  open.doubtful ? reread(open, { instead }) : { state: { ...waiting(open), ...instead } }

/** Returns true if an authenticator app shows the same codes for both. */
function sameKey({ challenge: { otp: one } }: Open, { challenge: { otp: other } }: Open): boolean {
  return (['key', 'algorithm', 'digits', 'period'] as const).every((fact) => one?.[fact] === other?.[fact])
}

function whenVerifying(state: In<'verifying'>, event: EnrolmentEvent): Step {
  const open = openOf(state)
  if (event.type === 'verified') return { state: bound(open, event.at) }
  if (event.type === 'answerLost') return reread(inDoubt(open, true))
  if (event.type !== 'refused') return { state }
  const { failure, final, aheadMs, unclear } = event
  const refusal = { failure, final, ...(aheadMs !== undefined && { aheadMs }), ...(state.code && { code: state.code }) }
  if (unclear) return reread(inDoubt(open, false), { refusal })
  // If an earlier confirmation is doubtful, this refusal may only mean that it was carried out.
  return open.doubtful ? reread(open, { refusal }) : whenRefused(open, refusal)
}

function whenRefused(open: Open, refusal: Refusal & { code?: TypedCode }): Step {
  const { failure, final, code } = refusal
  if (final) return { state: { phase: 'failed', factorType: open.factorType, failure } }
  if (!refusesEntry(failure)) {
    const kept = keptAfter(open, code, failure)
    return { state: { ...waiting(open), failure, ...(kept && { kept }) } }
  }
  // The next photo gets a challenge of its own, because this challenge may be the cause of the refusal.
  if (!code) return { state: { ...waiting({ ...open, challenge: { ...open.challenge, expiresAt: 0 } }), failure } }
  const { failure: said, challengeMayBeOver } = verdictOn(refusal, open.factorType)
  const refused = [...open.refused, { passcode: code.passcode, failure: said }]
  const known = { ...open, refused, resendAt: resendAtAfter(said, open.resendAt) }
  if (!challengeMayBeOver || code.renewed) return { state: { ...waiting(known), failure: said } }
  // Before the outcome of the new challenge is shown, the list says if this confirmation was carried out.
  const renewing = waiting(open.doubtful ? known : inDoubt(known, false))
  return sendAgain(renewing, open.target, { ...code, renewed: true })
}

function whenUnknown(state: In<'unknown'>, event: EnrolmentEvent): Step {
  const { refusal, instead } = state
  const open = openOf(state)
  if (event.type === 'recheck' && !state.reading) return reread(open, state)
  if (!state.reading) return { state }
  if (event.type === 'notReread') return { state: { ...state, reading: false, failure: event.failure } }
  if (event.type !== 'reread') return { state }
  if (event.bound) return { state: bound({ ...open, ...open.doubtful }, event.at) }
  const { doubtful, ...settled } = open
  // A confirmation that was answered has ended. One without an answer may still be carried out.
  const next = doubtful?.lost ? open : settled
  if (instead) return { state: { ...waiting(next), ...instead } }
  const failure = { code: 'enrolmentNotConfirmed', at: event.at } as const
  if (!refusal) return { state: { ...waiting(next), failure } }
  return whenRefused(next, refusal.final && doubtful?.lost ? { ...refusal, failure, final: false } : refusal)
}

const confirm = (open: Open, entry: Entry): Step => ({
  state: { phase: 'verifying', ...openOf(open), ...('passcode' in entry && { code: entry }) },
  effect: {
    do: 'enrol',
    factorType: open.factorType,
    token: open.challenge.token,
    entry,
    ...(open.challenge.otp && { otp: open.challenge.otp })
  }
})

/** @param failure the failure that stays on screen */
const sendAgain = (state: In<'challengeSent'>, target: EnrolmentTarget, entry?: Entry, failure?: Failure): Step =>
  ask(
    {
      ...waiting(state),
      scanAgain: state.scanAgain,
      sending: true,
      ...(entry && { entry }),
      ...(failure && { failure })
    },
    target
  )

const reread = (open: Open, { refusal, instead }: Pick<In<'unknown'>, 'refusal' | 'instead'> = {}): Step => ({
  state: { phase: 'unknown', reading: true, ...open, ...(refusal && { refusal }), ...(instead && { instead }) },
  effect: { do: 'reread', subject: open }
})
