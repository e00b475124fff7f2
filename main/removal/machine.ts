import type { Failure } from '../../contract/result'
import { resendAfterMs } from '../enrolment/machine'
import { type Event, type In, isBusy, isRemoving, nothing, type Removal, type Step, type Subject } from './state'

/**
 * The whole life of one removal, without side effects. An event that does not fit the state changes nothing, so no order
 * of events can remove a factor nobody confirmed, use a confirmation twice, or have two requests under way.
 */
export function step(state: Removal, event: Event): Step {
  if (event.type === 'leave') return { state: isRemoving(state) ? state : nothing }
  if (event.type === 'start') return { state: isBusy(state) ? state : { phase: 'checking' } }
  switch (state.phase) {
    case 'checking':
      return whenChecking(state, event)
    case 'confirming':
      return whenConfirming(state, event)
    case 'removing':
      return whenRemoving(state, event)
    case 'codeNeeded':
      return whenCodeNeeded(state, event)
    case 'unknown':
      return whenUnknown(state, event)
    default:
      return { state }
  }
}

function whenChecking(state: In<'checking'>, event: Event): Step {
  if (event.type === 'notChecked') return { state: nothing }
  if (event.type !== 'checked') return { state }
  const { subject, by } = event
  return { state: { phase: 'confirming', subject, by }, request: { do: 'confirm', subject, by } }
}

function whenConfirming(state: In<'confirming'>, event: Event): Step {
  const { subject } = state
  switch (event.type) {
    case 'linked':
      return { state: { ...state, link: event.link } }
    case 'kept':
      return { state: nothing }
    case 'notConfirmed':
      return { state: { phase: 'failed', failure: event.failure } }
    case 'confirmed':
      if (event.factorId !== subject.factorId) return { state }
      return { state: { phase: 'removing', subject }, request: { do: 'reset', subject } }
    default:
      return { state }
  }
}

function whenRemoving(state: In<'removing'>, event: Event): Step {
  if (event.type === 'done') return { state: { phase: 'removed' } }
  if (event.type === 'doubtful') return reread(state.subject, event.failure)
  if (event.type !== 'refused') return { state }
  const { failure, codeMayDo } = event
  const { subject } = state
  // Where a tenant does not let a number or an address go just so, a code from there may do.
  const byCode = codeMayDo && subject.target.kind !== 'none'
  return { state: byCode ? { phase: 'codeNeeded', subject, sentAt: 0, resendAt: 0 } : { phase: 'failed', failure } }
}

function whenCodeNeeded(state: In<'codeNeeded'>, event: Event): Step {
  if (state.asking === 'code') return { state: whenSendingCode(state, event) }
  if (state.asking === 'unbinding') return whenUnbinding(state, event)
  const { target } = state.subject
  if (event.type === 'sendCode' && event.at >= state.resendAt) {
    return { state: idle(state, { asking: 'code' }), request: { do: 'sendCode', target } }
  }
  if (event.type === 'confirmCode') {
    const { passcode } = event
    return {
      state: idle(state, { asking: 'unbinding' }),
      request: { do: 'unbind', subject: state.subject, passcode }
    }
  }
  return { state }
}

function whenSendingCode(state: In<'codeNeeded'>, event: Event): Removal {
  if (event.type === 'codeSent') {
    const { at, failure } = event
    // Should none have been sent, another one may be asked for at once; the server says if that is too soon.
    return failure
      ? idle(state, { sentAt: at, resendAt: at, failure })
      : idle(state, { sentAt: at, resendAt: at + resendAfterMs })
  }
  if (event.type !== 'codeNotSent') return state
  const { failure } = event
  return idle(state, { failure, resendAt: failure.retryAt ?? state.resendAt })
}

function whenUnbinding(state: In<'codeNeeded'>, event: Event): Step {
  // The server has taken the address or the number; whether the factor went with it only the list tells.
  if (event.type === 'done') return reread(state.subject, { code: 'onlyContactRemoved', at: event.at })
  if (event.type === 'doubtful') return reread(state.subject, event.failure)
  if (event.type !== 'refused') return { state }
  const { failure } = event
  return { state: failure.code === 'lastMethod' ? { phase: 'failed', failure } : idle(state, { failure }) }
}

function whenUnknown(state: In<'unknown'>, event: Event): Step {
  const { subject, otherwise } = state
  if (event.type === 'recheck' && !state.reading) return reread(subject, otherwise)
  if (!state.reading) return { state }
  if (event.type === 'notReread') return { state: { ...state, reading: false, failure: event.failure } }
  if (event.type !== 'reread') return { state }
  return { state: event.bound ? { phase: 'failed', failure: otherwise } : { phase: 'removed' } }
}

const reread = (subject: Subject, otherwise: Failure): Step => ({
  state: { phase: 'unknown', subject, reading: true, otherwise },
  request: { do: 'reread', factorId: subject.factorId }
})

/** The same wait for a code, with nothing asked and nothing failed but what `change` says. */
function idle(
  { subject, sentAt, resendAt }: In<'codeNeeded'>,
  change: Partial<Omit<In<'codeNeeded'>, 'phase' | 'subject'>>
): In<'codeNeeded'> {
  return { phase: 'codeNeeded', subject, sentAt, resendAt, ...change }
}
