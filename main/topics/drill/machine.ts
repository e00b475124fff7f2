import type { DrillStanding, DrillTurn } from '../../../contract/drill'
import { resendAfterMs } from '../../tenant/sentCodes'
import { type Drill, type DrillEvent, type In, type Item, type Step, type Turn, turnOf } from './state'

/**
 * Steps through one drill, without side effects. Whatever the order of events, no code is tried twice, no subject is tried
 * twice within a minute, and only an answer of the tenant or the word of the person makes something work or fail.
 */
export function step(state: Drill, event: DrillEvent): Step {
  switch (state.phase) {
    case 'preparing':
      return whenPreparing(state, event)
    case 'running':
      return whenRunning(state, event)
    case 'comparing':
      if (event.type !== 'compared') return { state }
      return { state: { ...state, phase: 'finished', lists: event.lists, endedAt: event.at } }
    default:
      return whenAtRest(state, event)
  }
}

function whenAtRest(state: Drill, { type }: DrillEvent): Step {
  const { waits } = state
  if (type === 'start') return { state: { phase: 'preparing', waits }, effect: { do: 'prepare' } }
  return { state: type === 'leave' && state.phase !== 'none' ? { phase: 'none', waits } : state }
}

function whenPreparing(state: In<'preparing'>, event: DrillEvent): Step {
  const { waits } = state
  if (event.type === 'notPrepared') return { state: { phase: 'failed', failure: event.failure, waits } }
  if (event.type === 'leave') return { state: { phase: 'none', waits } }
  if (event.type !== 'prepared') return { state }
  const { items, before, at } = event
  return goOn({ phase: 'running', startedAt: at, before, items, waits }, at)
}

function whenRunning(state: In<'running'>, event: DrillEvent): Step {
  const turn = turnOf(state)
  if (!turn) return { state }
  const { doing } = turn.standing
  if (event.type === 'stop') return stop(state, turn, event.at)
  if (doing === 'sending') return whenSending(withAnswer(state, turn, event), turn, event)
  if (doing === 'checking') return whenChecking(withAnswer(state, turn, event), turn, event)
  switch (event.type) {
    case 'sendCode':
      return send(state, turn, event.at)
    case 'check':
      return check(state, turn, event)
    case 'nothingArrived':
      return sayNothingArrived(state, turn, event.at)
    case 'next':
      return settle(state, turn, leftAt(turn.standing, 'skipped'), event.at)
    default:
      return { state }
  }
}

/** Notes the answer that the turn rests on. A refusal stays one until another code is accepted or refused. */
function withAnswer(state: In<'running'>, turn: Turn, event: DrillEvent): In<'running'> {
  const isLess = event.type === 'sent' || event.type === 'notSent' || event.type === 'notChecked'
  if (!('from' in event) || (isLess && turn.standing.refusedAt !== undefined)) return state
  const { from = [] } = event
  return { ...state, items: state.items.map((item) => (item.subject === turn.subject ? { ...item, from } : item)) }
}

function send(state: In<'running'>, turn: Turn, at: number): Step {
  const { by, nextAt } = turn.standing
  if (by !== 'sent' || at < nextAt) return { state }
  const { subject } = turn
  return { state: become(state, turn, { doing: 'sending' }), effect: { do: 'send', subject } }
}

function check(state: In<'running'>, turn: Turn, { code, at }: { code: string; at: number }): Step {
  const { by, sentAt, spent, nextAt } = turn.standing
  const isOpen = by === 'sent' ? sentAt !== undefined && !spent : at >= nextAt
  if (!isOpen) return { state }
  const { subject } = turn
  const waiting = by === 'sent' ? state : waitFor(state, subject.id, at + resendAfterMs)
  // A code that was tried is spent, whatever comes back, because the tenant may count its tries.
  const next = by === 'sent' ? nextAt : at + resendAfterMs
  return {
    state: become(waiting, turn, { doing: 'checking', spent: true, nextAt: next }),
    effect: { do: 'check', subject, code }
  }
}

function sayNothingArrived(state: In<'running'>, turn: Turn, at: number): Step {
  const { sentAt, spent } = turn.standing
  // A person who typed a code has received one.
  if (sentAt === undefined || spent) return { state }
  return settle(state, turn, { as: 'fails', why: 'nothingArrived', at, sentAt }, at)
}

function stop(state: In<'running'>, turn: Turn, at: number): Step {
  const items = state.items.map((item): Item => {
    if (item.subject === turn.subject) return { ...item, standing: leftAt(turn.standing, 'stopped') }
    return item.standing.as === 'toDo' ? { ...item, standing: { as: 'notTested', why: 'stopped' } } : item
  })
  return goOn({ ...state, items }, at)
}

function whenSending(state: In<'running'>, turn: Turn, event: DrillEvent): Step {
  const { id } = turn.subject
  if (event.type === 'sent') {
    const { at, failure } = event
    const nextAt = at + resendAfterMs
    const fresh = { doing: 'nothing', sentAt: at, spent: false, nextAt, ...(failure && { failure }) } as const
    return { state: become(waitFor(state, id, nextAt), turn, fresh) }
  }
  if (event.type === 'notSent') {
    const { at, failure } = event
    const nextAt = failure.retryAt ?? at + resendAfterMs
    return { state: become(waitFor(state, id, nextAt), turn, { doing: 'nothing', nextAt, failure }) }
  }
  return untestable(state, turn, event)
}

function whenChecking(state: In<'running'>, turn: Turn, event: DrillEvent): Step {
  switch (event.type) {
    case 'accepted': {
      const { at, madeAt } = event
      return settle(state, turn, { as: 'works', at, ...(madeAt !== undefined && { madeAt }) }, at)
    }
    case 'refused': {
      const { at, failure } = event
      return { state: become(state, turn, { doing: 'nothing', refusedAt: at, ...(failure && { failure }) }) }
    }
    case 'notChecked':
      return { state: become(state, turn, { doing: 'nothing', failure: event.failure }) }
    default:
      return untestable(state, turn, event)
  }
}

function untestable(state: In<'running'>, turn: Turn, event: DrillEvent): Step {
  if (event.type !== 'untestable') return { state }
  return settle(state, turn, { as: 'notTested', why: 'noEndpoint', failure: event.failure }, event.at)
}

/** Returns what is known of a subject that the person leaves. A refusal stays one, however it is left. */
function leftAt({ refusedAt, sentAt, spent, failure }: DrillTurn, why: 'skipped' | 'stopped'): DrillStanding {
  if (refusedAt !== undefined) {
    return { as: 'fails', why: 'refused', at: refusedAt, ...(sentAt !== undefined && { sentAt }) }
  }
  if (!failure) return { as: 'notTested', why }
  return { as: 'notTested', why: spent ? 'noAnswer' : sentAt === undefined ? 'notSent' : why, failure }
}

function settle(state: In<'running'>, turn: Turn, standing: DrillStanding, at: number): Step {
  const items = state.items.map((item) => (item.subject === turn.subject ? { ...item, standing } : item))
  return goOn({ ...state, items }, at)
}

/** Gives the turn to the next subject. After the last one the lists are compared. */
function goOn(state: In<'running'>, at: number): Step {
  const { items, startedAt, waits, before } = state
  const next = items.findIndex(({ standing }) => standing.as === 'toDo')
  if (next < 0) {
    return {
      state: { phase: 'comparing', startedAt, items, waits, endedAt: at, lists: 'notCompared' },
      effect: { do: 'compare', before, items }
    }
  }
  return { state: { ...state, items: items.map((item, index) => (index === next ? withTurn(item, waits) : item)) } }
}

function withTurn(item: Item, waits: Drill['waits']): Item {
  const { standing, subject } = item
  if (standing.as !== 'toDo') return item
  const nextAt = waits[subject.id] ?? 0
  return { subject, standing: { as: 'now', by: standing.by, doing: 'nothing', spent: false, nextAt } }
}

/** Returns the same turn with a change, and without the failure of before. A refusal is forgotten only with the turn. */
function become(state: In<'running'>, turn: Turn, change: Partial<DrillTurn>): In<'running'> {
  const { failure: _before, ...kept } = turn.standing
  const standing = { ...kept, ...change }
  return { ...state, items: state.items.map((item) => (item.subject === turn.subject ? { ...item, standing } : item)) }
}

const waitFor = (state: In<'running'>, id: string, until: number): In<'running'> => ({
  ...state,
  waits: { ...state.waits, [id]: until }
})
