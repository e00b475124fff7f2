import type { Device } from '../../../../contract/devices'
import {
  type Done,
  type Listed,
  nothing,
  type Outcome,
  type Run,
  type RunEvent,
  type Running,
  type Step
} from './state'

/**
 * Steps through the ending of several devices, without side effects. One request is under way at a time, the likely browser
 * of the sign-in comes last, and none is sent twice, unless nothing is known of it and the person asks for another try. Then
 * the list is read before anything is sent. A device counts as ended only by the tenant's word or by its list.
 */
export function step(state: Run, event: RunEvent): Step {
  if (event.type === 'begin') {
    if (state.phase === 'running' || event.devices.length === 0) return { state }
    const devices = likelyLast(event.devices)
    const facts = { verb: event.verb, devices, outcomes: new Map<string, Outcome>(), round: 1 } as const
    return sendNext({
      ...facts,
      phase: 'running',
      stage: 'sending',
      queue: devices,
      stopping: false,
      looksFirst: false
    })
  }
  if (state.phase === 'running') return whenRunning(state, event)
  if (state.phase !== 'done') return { state }
  if (event.type === 'leave') return { state: nothing }
  return event.type === 'again' ? again(state) : { state }
}

const likelyLast = (devices: readonly Device[]): Device[] =>
  devices.toSorted((one, other) => Number(one.mark !== undefined) - Number(other.mark !== undefined))

function whenRunning(state: Running, event: RunEvent): Step {
  switch (event.type) {
    case 'answered':
      return whenAnswered(state, event)
    case 'stop':
      return { state: state.stopping ? state : { ...state, stopping: true } }
    case 'read':
      return state.stage === 'reading' ? whenRead(state, event.listed) : { state }
    case 'proved':
      return state.stage === 'proving' ? { state: done(state, event.still, event.at) } : { state }
    case 'out':
      return { state: done(state, 'out', event.at) }
    default:
      return { state }
  }
}

function whenAnswered(state: Running, event: Extract<RunEvent, { type: 'answered' }>): Step {
  const [current, ...queue] = state.queue
  if (state.stage !== 'sending' || current?.deviceId !== event.deviceId) return { state }
  const { answer, failure } = event
  if (answer === 'out') return { state: done(state, 'out', event.at, { outcome: 'notSent' }) }
  const outcomes = new Map(state.outcomes).set(current.deviceId, { outcome: answer, ...(failure && { failure }) })
  return sendNext({ ...state, outcomes, queue })
}

function sendNext(state: Running): Step {
  const [next] = state.queue
  if (!next || state.stopping) return { state: { ...state, stage: 'reading' }, effect: { do: 'read' } }
  return { state: { ...state, stage: 'sending' }, effect: { do: 'send', verb: state.verb, device: next } }
}

function whenRead(state: Running, listed: Listed | undefined): Step {
  const outcomes = new Map(
    [...state.outcomes].map(([deviceId, outcome]) => [deviceId, judged(state, deviceId, outcome, listed)])
  )
  const next = { ...state, outcomes }
  if (!state.looksFirst) return { state: { ...next, stage: 'proving' }, effect: { do: 'prove' } }
  const queue = state.devices.filter(({ deviceId }) => outcomes.get(deviceId)?.outcome === 'unknown')
  if (queue.length === 0) return { state: { ...next, looksFirst: false, stage: 'proving' }, effect: { do: 'prove' } }
  return sendNext({ ...next, looksFirst: false, queue })
}

/** Returns an outcome after a look at the list. */
function judged({ verb, devices }: Running, deviceId: string, given: Outcome, listed: Listed | undefined): Outcome {
  const online = listed?.online.get(deviceId)
  const isGone = listed?.complete === true && online === undefined
  if (isGone && given.outcome !== 'notSent') return { outcome: 'ended' }
  if (given.outcome === 'ended' && verb === 'unbind' && online !== undefined) return { outcome: 'unknown' }
  if (given.outcome !== 'lost' && given.outcome !== 'unknown') return given
  // The session was there before and is not any more. Without both, an old word of the tenant would decide.
  const wasOnline = devices.find((one) => one.deviceId === deviceId)?.online === true
  if (verb === 'revoke' && wasOnline && online === false) return { outcome: 'ended' }
  return { ...given, outcome: 'unknown' }
}

function again(state: Done): Step {
  const isKnown = [...state.outcomes.values()].every(({ outcome }) => outcome !== 'unknown')
  if (state.round === 2 || isKnown || state.still === 'out') return { state }
  const { verb, devices, outcomes } = state
  return {
    state: {
      ...{ verb, devices, outcomes, round: 2, phase: 'running', stage: 'reading', queue: [], stopping: false },
      looksFirst: true
    },
    effect: { do: 'read' }
  }
}

/** @param current the outcome of the request that is under way */
function done(state: Running, still: Done['still'], at: number, current: Outcome = { outcome: 'unknown' }): Done {
  const { verb, devices, round, stage, queue } = state
  const underWay = stage === 'sending' ? queue[0]?.deviceId : undefined
  const outcomes = new Map(
    devices.map(({ deviceId }) => [deviceId, settled(state.outcomes.get(deviceId), deviceId === underWay, current)])
  )
  return { phase: 'done', verb, devices, outcomes, round, still, at }
}

function settled(known: Outcome | undefined, isUnderWay: boolean, current: Outcome): Outcome {
  if (known?.outcome === 'lost') return { ...known, outcome: 'unknown' }
  return known ?? (isUnderWay ? current : { outcome: 'notSent' })
}
