import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ErrorCode, Failure } from '../../../contract/result'
import { step } from './machine'
import { type RemovalEvent, isBusy, isRemoving, nothing, type Removal, type Effect, type Subject } from './state'

const phone: Subject = {
  factorId: 'phone',
  factorType: 'SMS',
  target: { kind: 'phone', phoneNumber: '7700900142', phoneCountryCode: '+44' }
}
const app: Subject = { factorId: 'app', factorType: 'OTP', target: { kind: 'none' } }
const failure = (code: ErrorCode): Failure => ({ code, at: 0 })
const codes = ['rejected', 'lastMethod', 'rateLimited', 'passcodeWrong', 'unreachable'] as const

/** The actions of the person and the world so far. */
interface Model {
  checking: boolean
  /** The effect that is not answered yet. */
  waiting: Effect | undefined
  /** The factor that somebody agreed to remove, until that agreement was used. */
  agreed: string | undefined
}
interface Real {
  state: Removal
}

function deliver(model: Model, real: Real, event: RemovalEvent): void {
  const { state, effect } = step(real.state, event)
  if (effect) {
    expect(model.waiting).toBeUndefined()
    model.waiting = effect
  }
  if (effect?.do === 'reset') {
    expect(effect.subject.factorId).toBe(model.agreed)
    model.agreed = undefined
  }
  if (state.phase === 'removed' && real.state.phase !== 'removed') {
    // A code removes an address or a number. Only the list tells if the factor went with it.
    const isReset = event.type === 'done' && real.state.phase === 'removing'
    expect(isReset || (event.type === 'reread' && !event.bound)).toBe(true)
  }
  real.state = state
  model.checking = state.phase === 'checking'
  expect(isBusy(state)).toBe(model.checking || model.waiting !== undefined)
}

const command = (
  event: RemovalEvent,
  check: (model: Readonly<Model>) => boolean,
  before: (model: Model, real: Real) => void = () => undefined
): fc.Command<Model, Real> => ({
  check,
  run(model, real) {
    before(model, real)
    deliver(model, real, event)
  },
  toString: () => JSON.stringify(event)
})

/** Returns an action that the person, or a script in the page, may take at any time. */
const unasked = (event: RemovalEvent) => command(event, () => true)
/** Returns an outcome of the effect that is waited for. */
const answer = (to: Effect['do'][], event: RemovalEvent) =>
  command(
    event,
    ({ waiting }) => waiting !== undefined && to.includes(waiting.do),
    (model) => (model.waiting = undefined)
  )
const agree = (factorId: string) =>
  command(
    { type: 'confirmed', factorId },
    ({ waiting }) => waiting?.do === 'confirm' && waiting.subject.factorId === factorId,
    (model) => {
      model.waiting = undefined
      model.agreed = factorId
    }
  )
const leave = command(
  { type: 'leave' },
  () => true,
  (model, real) => {
    // A person who leaves gets no outcome any more.
    if (!isRemoving(real.state)) model.waiting = undefined
  }
)

const commands = [
  unasked({ type: 'start' }),
  unasked({ type: 'sendCode', at: 100 }),
  unasked({ type: 'confirmCode', passcode: '123456' }),
  unasked({ type: 'recheck' }),
  unasked({ type: 'linked', link: 'http://127.0.0.1/' }),
  unasked({ type: 'confirmed', factorId: 'another' }),
  leave,
  ...[phone, app].map((subject) => command({ type: 'checked', subject, by: 'dialog' }, ({ checking }) => checking)),
  command({ type: 'notChecked' }, ({ checking }) => checking),
  ...[phone, app].map(({ factorId }) => agree(factorId)),
  answer(['confirm'], { type: 'kept' }),
  answer(['confirm'], { type: 'notConfirmed', failure: failure('confirmationDeclined') }),
  answer(['reset', 'unbind'], { type: 'done', at: 100 }),
  answer(['reset', 'unbind'], { type: 'doubtful', failure: failure('unreachable') }),
  answer(['reset', 'unbind'], { type: 'doubtful', failure: failure('rejected') }),
  ...codes.map((code) => answer(['reset', 'unbind'], { type: 'refused', failure: failure(code) })),
  answer(['reset'], { type: 'refused', failure: failure('rejected'), codeMayDo: true }),
  answer(['sendCode'], { type: 'codeSent', at: 100 }),
  answer(['sendCode'], { type: 'codeSent', at: 100, failure: failure('codeMayArrive') }),
  answer(['sendCode'], { type: 'codeNotSent', failure: { ...failure('rateLimited'), retryAt: 200 } }),
  answer(['reread'], { type: 'reread', bound: true }),
  answer(['reread'], { type: 'reread', bound: false }),
  answer(['reread'], { type: 'notReread', failure: failure('offline') })
].map((one) => fc.constant(one))

/** Returns the state after these events, from the beginning. */
const after = (...events: RemovalEvent[]): Removal =>
  events.reduce<Removal>((state, event) => step(state, event).state, nothing)
const asked = (subject: Subject): RemovalEvent[] => [{ type: 'start' }, { type: 'checked', subject, by: 'dialog' }]
const wantsProof: RemovalEvent = { type: 'refused', failure: failure('rejected'), codeMayDo: true }
const agreed = (subject: Subject): RemovalEvent[] => [
  ...asked(subject),
  { type: 'confirmed', factorId: subject.factorId }
]

describe('a removal', () => {
  it('in any order of events asks for one thing at a time, and resets only what was just confirmed, once', () => {
    fc.assert(
      fc.property(fc.commands(commands, { maxCommands: 60, size: 'max' }), (run) =>
        fc.modelRun(
          (): { model: Model; real: Real } => ({
            model: { checking: false, waiting: undefined, agreed: undefined },
            real: { state: nothing }
          }),
          run
        )
      ),
      { numRuns: 500 }
    )
  })

  it('cannot be left or replaced while the server may be removing', () => {
    for (const state of [
      after(...agreed(app)),
      after(...agreed(phone), wantsProof, { type: 'confirmCode', passcode: '1' })
    ]) {
      expect(step(state, { type: 'leave' })).toEqual({ state })
      expect(step(state, { type: 'start' })).toEqual({ state })
    }
  })

  it('asks for a code only if one may be enough and there is a target to send it to', () => {
    const failed = { phase: 'failed', failure: { code: 'rejected' } }
    expect(after(...agreed(phone), wantsProof)).toMatchObject({ phase: 'codeNeeded', sentAt: 0 })
    expect(after(...agreed(app), wantsProof)).toMatchObject(failed)
    expect(after(...agreed(phone), { type: 'refused', failure: failure('rejected') })).toMatchObject(failed)
    const doubtful: RemovalEvent = { type: 'doubtful', failure: failure('rejected') }
    expect(after(...agreed(phone), doubtful, { type: 'reread', bound: true })).toMatchObject(failed)
  })

  it('by a code is decided by the list, which is read again', () => {
    const unbound = after(...agreed(phone), wantsProof, { type: 'confirmCode', passcode: '1' }, { type: 'done', at: 9 })
    expect(unbound).toMatchObject({ phase: 'unknown', reading: true })
    expect(step(unbound, { type: 'reread', bound: false }).state).toEqual({ phase: 'removed' })
    const failure = { code: 'onlyContactRemoved', at: 9 }
    expect(step(unbound, { type: 'reread', bound: true }).state).toEqual({ phase: 'failed', failure })
  })

  it('asks for another code a minute after the last one, or when the server allows it', () => {
    const needed: RemovalEvent[] = [...agreed(phone), wantsProof]
    const sent = after(...needed, { type: 'sendCode', at: 1_000 }, { type: 'codeSent', at: 1_000 })
    expect(step(sent, { type: 'sendCode', at: 60_999 }).effect).toBeUndefined()
    const again = step(sent, { type: 'sendCode', at: 61_000 })
    expect(again.effect).toMatchObject({ do: 'sendCode' })
    const limited = step(again.state, {
      type: 'codeNotSent',
      failure: { ...failure('rateLimited'), retryAt: 90_000 }
    }).state
    expect(step(limited, { type: 'sendCode', at: 89_999 }).effect).toBeUndefined()
    expect(step(limited, { type: 'sendCode', at: 90_000 }).effect).toMatchObject({ do: 'sendCode' })
  })
})
