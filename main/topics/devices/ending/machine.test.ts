import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Device } from '../../../../contract/devices'
import { step } from './machine'
import { type Effect, nothing, type Run, type RunEvent } from './state'

const device = (deviceId: string, facts: Partial<Device> = {}): Device => ({
  deviceId,
  online: true,
  unused: false,
  ...facts
})
const browser = device('browser', { mark: { kind: 'browser', system: 'Linux', address: 'x', apartMs: 0 } })
const devices = [browser, device('a'), device('b'), device('c', { online: false })]
const failure = { code: 'unreachable', at: 1 } as const

/** Walks through events and keeps every effect. */
function walk(events: readonly RunEvent[], first: Run = nothing) {
  const effects: Effect[] = []
  const state = events.reduce((before, event) => {
    const { state: after, effect } = step(before, event)
    if (effect) effects.push(effect)
    return after
  }, first)
  return { state, effects, sent: effects.flatMap((effect) => (effect.do === 'send' ? [effect.device.deviceId] : [])) }
}
const begin = (verb: 'revoke' | 'unbind' = 'revoke', of = devices): RunEvent => ({ type: 'begin', verb, devices: of })
const answered = (deviceId: string, answer: 'ended' | 'refused' | 'lost' | 'out'): RunEvent => ({
  type: 'answered',
  deviceId,
  answer,
  ...(answer !== 'ended' && { failure }),
  at: 5
})
const listed = (online: Record<string, boolean>, complete = true): RunEvent => ({
  type: 'read',
  listed: { online: new Map(Object.entries(online)), complete }
})
const proved: RunEvent = { type: 'proved', still: 'in', at: 9 }
const outcomes = (state: Run) =>
  state.phase === 'none' ? {} : Object.fromEntries([...state.outcomes].map(([id, { outcome }]) => [id, outcome]))

describe('ending several devices', () => {
  it('asks for one after another, the likely browser last, then reads the list and proves that we are in', () => {
    const events = [begin(), ...['a', 'b', 'c', 'browser'].map((id) => answered(id, 'ended'))]
    const { state, effects, sent } = walk([...events, listed({}), proved])
    expect(sent).toEqual(['a', 'b', 'c', 'browser'])
    expect(effects.slice(4)).toEqual([{ do: 'read' }, { do: 'prove' }])
    expect(state).toMatchObject({ phase: 'done', still: 'in', at: 9 })
  })

  it('takes a lost answer for an end only if the list shows one', () => {
    const of = [device('gone'), device('offline'), device('on'), device('was-off', { online: false })]
    const { state } = walk([
      begin('revoke', of),
      ...of.map(({ deviceId }) => answered(deviceId, 'lost')),
      listed({ offline: false, on: true, 'was-off': false }),
      proved
    ])
    expect(outcomes(state)).toEqual({ gone: 'ended', offline: 'ended', on: 'unknown', 'was-off': 'unknown' })
  })

  it('takes nothing for gone by a list that was cut or not read', () => {
    for (const read of [listed({}, false), { type: 'read', listed: undefined } as const]) {
      expect(outcomes(walk([begin('revoke', [device('a')]), answered('a', 'lost'), read, proved]).state)).toEqual({
        a: 'unknown'
      })
    }
  })

  it('does not call a device taken off that is still listed', () => {
    const of = [device('a'), device('b')]
    const { state } = walk([
      begin('unbind', of),
      answered('a', 'ended'),
      answered('b', 'lost'),
      listed({ a: false, b: false }),
      proved
    ])
    expect(outcomes(state)).toEqual({ a: 'unknown', b: 'unknown' })
  })

  it('calls a refused device ended if it is gone all the same', () => {
    const { state } = walk([
      begin('revoke', [device('a'), device('b')]),
      answered('a', 'refused'),
      answered('b', 'refused'),
      listed({ b: true }),
      proved
    ])
    expect(outcomes(state)).toEqual({ a: 'ended', b: 'refused' })
  })

  it('sends nothing more once it is stopped, and says what was not sent', () => {
    const { state, sent } = walk([begin(), { type: 'stop' }, answered('a', 'ended'), listed({}), proved])
    expect(sent).toEqual(['a'])
    expect(outcomes(state)).toEqual({ a: 'ended', b: 'notSent', c: 'notSent', browser: 'notSent' })
  })

  it('ends with the honest word once this app is signed out itself', () => {
    const refused = walk([begin(), answered('a', 'ended'), answered('b', 'out')])
    expect(refused.state).toMatchObject({ phase: 'done', still: 'out' })
    expect(outcomes(refused.state)).toEqual({ a: 'ended', b: 'notSent', c: 'notSent', browser: 'notSent' })
    const ended = walk([begin(), answered('a', 'lost'), { type: 'out', at: 7 }])
    expect(outcomes(ended.state)).toEqual({ a: 'unknown', b: 'unknown', c: 'notSent', browser: 'notSent' })
  })

  it('tries again only what is not known, once, after another look at the list', () => {
    const first = [begin(), ...['a', 'b', 'c', 'browser'].map((id) => answered(id, id === 'c' ? 'refused' : 'lost'))]
    const known = walk([...first, listed({ a: true, b: true, c: true }), proved])
    expect(outcomes(known.state)).toEqual({ a: 'unknown', b: 'unknown', c: 'refused', browser: 'ended' })
    const again = walk([{ type: 'again' }, listed({ b: true, c: true })], known.state)
    expect(again.effects[0]).toEqual({ do: 'read' })
    expect(again.sent).toEqual(['b'])
    const last = walk([answered('b', 'lost'), listed({ b: true, c: true }), proved], again.state)
    expect(outcomes(last.state)).toEqual({ a: 'ended', b: 'unknown', c: 'refused', browser: 'ended' })
    expect(walk([{ type: 'again' }], last.state).state).toBe(last.state)
  })
})

describe('any order of events', () => {
  const ids = ['a', 'b', 'c', 'browser', 'stranger']
  const event: fc.Arbitrary<RunEvent> = fc.oneof(
    fc.constant(begin()),
    fc
      .record({ id: fc.constantFrom(...ids), answer: fc.constantFrom('ended', 'refused', 'lost', 'out') })
      .map(({ id, answer }) => answered(id, answer)),
    fc
      .record({ online: fc.dictionary(fc.constantFrom(...ids), fc.boolean()), complete: fc.boolean() })
      .map(({ online, complete }) => listed(online, complete)),
    fc.constantFrom<RunEvent>(
      proved,
      { type: 'stop' },
      { type: 'again' },
      { type: 'read', listed: undefined },
      { type: 'proved', still: 'out', at: 2 },
      { type: 'out', at: 3 }
    )
  )

  it('sends each device once, and twice only if nothing was known of it', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let state: Run = nothing
        let sent = new Map<string, number>()
        for (const one of events) {
          const before: Run = state
          const { state: after, effect }: ReturnType<typeof step> = step(before, one)
          state = after
          if (one.type === 'begin' && before.phase !== 'running') sent = new Map()
          if (effect?.do !== 'send') continue
          const { deviceId } = effect.device
          const times = (sent.get(deviceId) ?? 0) + 1
          sent.set(deviceId, times)
          if (times > 1) {
            expect([times, state.phase !== 'none' && state.round]).toEqual([2, 2])
            expect(before.phase !== 'none' && before.outcomes.get(deviceId)?.outcome).toMatch(/lost|unknown/)
          }
        }
      }),
      { numRuns: 1_000 }
    )
  })

  it('ends with an outcome for each device, and calls none ended without a word of the tenant', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let state: Run = nothing
        let said = new Set<string>()
        for (const one of events) {
          const before: Run = state
          state = step(before, one).state
          if (one.type === 'begin' && before.phase !== 'running') said = new Set()
          if (one.type === 'answered' && one.answer === 'ended') said.add(one.deviceId)
          if (one.type === 'read' && one.listed) {
            for (const { deviceId } of devices) {
              const online = one.listed.online.get(deviceId)
              if (online === false || (one.listed.complete && online === undefined)) said.add(deviceId)
            }
          }
          if (state.phase !== 'done') continue
          expect([...state.outcomes.keys()].sort()).toEqual(['a', 'b', 'browser', 'c'])
          for (const [id, { outcome }] of state.outcomes) {
            expect(outcome).not.toBe('lost')
            if (outcome === 'ended') expect(said).toContain(id)
          }
        }
      }),
      { numRuns: 1_000 }
    )
  })
})
