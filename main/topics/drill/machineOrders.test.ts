import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DrillStanding } from '../../../contract/drill'
import { step } from './machine'
import { type Drill, type DrillEvent, type Item, nothing, turnOf } from './state'

const failure = { code: 'timedOut', at: 0 } as const
const target = { kind: 'none' } as const
const items: readonly Item[] = [
  { subject: { id: 'app', kind: 'factor', target }, standing: { as: 'toDo', by: 'app' } },
  { subject: { id: 'mail', kind: 'factor', target }, standing: { as: 'toDo', by: 'sent' } },
  { subject: { id: 'code', kind: 'recoveryCode', target }, standing: { as: 'toDo', by: 'compared' } },
  { subject: { id: 'face', kind: 'factor', target }, standing: { as: 'notTested', why: 'face' } }
]
const standings = (state: Drill): DrillStanding[] =>
  'items' in state ? state.items.map(({ standing }) => standing) : []

describe('any order of events', () => {
  const moment = fc.integer({ min: 0, max: 400_000 })
  const events: fc.Arbitrary<DrillEvent> = fc.oneof(
    fc.constant<DrillEvent>({ type: 'start' }),
    fc.constant<DrillEvent>({ type: 'leave' }),
    moment.map((at): DrillEvent => ({ type: 'prepared', items, before: {}, at })),
    ...(['sendCode', 'sent', 'accepted', 'refused', 'nothingArrived', 'next', 'stop'] as const).map((type) =>
      moment.map((at): DrillEvent => ({ type, at }))
    ),
    moment.map((at): DrillEvent => ({ type: 'check', code: '735519', at })),
    ...(['notSent', 'notChecked', 'untestable'] as const).map((type) =>
      moment.map((at): DrillEvent => ({ type, at, failure }))
    ),
    moment.map((at): DrillEvent => ({ type: 'compared', lists: 'same', at }))
  )

  it('asks for one thing at a time, keeps the order and the code out of its state, and gives one turn', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 80, size: 'max' }), (run) => {
        let state: Drill = nothing
        const lastTry: Record<string, number> = {}
        for (const event of run) {
          const { state: next, effect } = step(state, event)
          expect(JSON.stringify(next)).not.toContain('735519')
          const turn = state.phase === 'running' ? turnOf(state) : undefined
          if (effect?.do === 'check' || effect?.do === 'send') {
            expect(turn?.standing.doing).toBe('nothing')
            expect(effect.subject).toBe(turn?.subject)
            const at = 'at' in event ? event.at : 0
            // A sent code may be tried at once, but sent only once a minute. All others are tried once a minute.
            if (effect.do === 'send' || turn?.standing.by !== 'sent') {
              expect(at).toBeGreaterThanOrEqual(lastTry[effect.subject.id] ?? 0)
              lastTry[effect.subject.id] = effect.do === 'send' ? 0 : at + 60_000
            } else expect(turn.standing).toMatchObject({ spent: false })
          }
          if (next.phase === 'running') {
            expect(next.items.filter(({ standing }) => standing.as === 'now')).toHaveLength(1)
            expect(next.items.map((item) => item.subject)).toEqual(items.map((item) => item.subject))
          }
          if (next.phase === 'comparing' || next.phase === 'finished') {
            expect(next.items.every(({ standing }) => !['now', 'toDo'].includes(standing.as))).toBe(true)
          }
          state = next
        }
      }),
      { numRuns: 300 }
    )
  })

  it('calls something working only after an acceptance, and failing only after a refusal or the word of the person', () => {
    const before = { works: ['accepted'], fails: ['nothingArrived', 'next', 'stop'] }
    fc.assert(
      fc.property(fc.array(events, { maxLength: 60, size: 'max' }), (run) => {
        let state: Drill = nothing
        for (const event of run) {
          const { state: next } = step(state, event)
          const earlier = standings(state)
          standings(next).forEach((standing, index) => {
            if (standing.as !== 'works' && standing.as !== 'fails') return
            const old = earlier[index]
            if (old?.as === standing.as) return
            expect(before[standing.as]).toContain(event.type)
            expect(old).toMatchObject(
              standing.as === 'works' ? { doing: 'checking' } : standing.why === 'refused' ? {} : { doing: 'nothing' }
            )
            if (standing.as === 'fails' && standing.why === 'refused') expect(old).toHaveProperty('refusedAt')
          })
          state = next
        }
      }),
      { numRuns: 300 }
    )
  })
})
