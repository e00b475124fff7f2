import type { Failure } from '../../../contract/result'
import { resendAfterMs } from '../../tenant/sentCodes'
import { type RemovalEvent, type In, isBusy, isRemoving, nothing, type Removal, type Step, type Subject } from './state'

/**
 * Steps through the life of one removal, without side effects. An event that does not fit the state changes nothing, so no
 * order of events can remove a factor that nobody confirmed, use a confirmation twice, or have two requests under way.
 */
export function step(state: Removal, event: RemovalEvent): Step {
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

function whenChecking(state: In<'checking'>, event: RemovalEvent): Step {
  if (event.type === 'notChecked') return { state: nothing }
  if (event.type !== 'checked') return { state }
  const { subject, by } = event
  return { state: { phase: 'confirming', subject, by }, effect: { do: 'confirm', subject, by } }
}

function whenConfirming(state: In<'confirming'>, event: RemovalEvent): Step {
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
      return { state: { phase: 'removing', subject }, effect: { do: 'reset', subject } }
    default:
      return { state }
  }
}

function whenRemoving(state: In<'removing'>, event: RemovalEvent): Step {
  if (event.type === 'done') return { state: { phase: 'removed' } }
  if (event.type === 'doubtful') return reread(state.subject, event.failure)
  if (event.type !== 'refused') return { state }
  const { failure, codeMayDo } = event
  const { subject } = state
  // If a tenant does not remove a number or an address without a proof, a code from there may be enough.
  const byCode = codeMayDo && subject.target.kind !== 'none'
  return { state: byCode ? { phase: 'codeNeeded', subject, sentAt: 0, resendAt: 0 } : { phase: 'failed', failure } }
}

function whenCodeNeeded(state: In<'codeNeeded'>, event: RemovalEvent): Step {
  if (state.asking === 'code') return { state: whenSendingCode(state, event) }
  if (state.asking === 'unbinding') return whenUnbinding(state, event)
  const { target } = state.subject
  if (event.type === 'sendCode' && event.at >= state.resendAt) {
    return { state: idle(state, { asking: 'code' }), effect: { do: 'sendCode', target } }
  }
  if (event.type === 'confirmCode') {
    const { passcode } = event
    return {
      state: idle(state, { asking: 'unbinding' }),
      effect: { do: 'unbind', subject: state.subject, passcode }
    }
  }
  return { state }
}

function whenSendingCode(state: In<'codeNeeded'>, event: RemovalEvent): Removal {
  if (event.type === 'codeSent') {
    const { at, failure } = event
    // If perhaps none was sent, another may be requested at once. The server says if that is too soon.
    return failure
      ? idle(state, { sentAt: at, resendAt: at, failure })
      : idle(state, { sentAt: at, resendAt: at + resendAfterMs })
  }
  if (event.type !== 'codeNotSent') return state
  const { failure } = event
  return idle(state, { failure, resendAt: failure.retryAt ?? state.resendAt })
}

function whenUnbinding(state: In<'codeNeeded'>, event: RemovalEvent): Step {
  // The server has removed the address or the number. Only the list tells if the factor went with it.
  if (event.type === 'done') return reread(state.subject, { code: 'onlyContactRemoved', at: event.at })
  if (event.type === 'doubtful') return reread(state.subject, event.failure)
  if (event.type !== 'refused') return { state }
  const { failure } = event
  return { state: failure.code === 'lastMethod' ? { phase: 'failed', failure } : idle(state, { failure }) }
}

function whenUnknown(state: In<'unknown'>, event: RemovalEvent): Step {
  const { subject, otherwise } = state
  if (event.type === 'recheck' && !state.reading) return reread(subject, otherwise)
  if (!state.reading) return { state }
  if (event.type === 'notReread') return { state: { ...state, reading: false, failure: event.failure } }
  if (event.type !== 'reread') return { state }
  return { state: event.bound ? { phase: 'failed', failure: otherwise } : { phase: 'removed' } }
}

const reread = (subject: Subject, otherwise: Failure): Step => ({
  state: { phase: 'unknown', subject, reading: true, otherwise },
  effect: { do: 'reread', factorId: subject.factorId }
})

/** Returns the same wait for a code, without a request and a failure except those in `change`. */
function idle(
  { subject, sentAt, resendAt }: In<'codeNeeded'>,
  change: Partial<Omit<In<'codeNeeded'>, 'phase' | 'subject'>>
): In<'codeNeeded'> {
  return { phase: 'codeNeeded', subject, sentAt, resendAt, ...change }
}
