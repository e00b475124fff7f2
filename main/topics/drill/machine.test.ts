import { describe, expect, it } from 'vitest'
import type { DrillStanding } from '../../../contract/drill'
import type { ErrorCode, Failure } from '../../../contract/result'
import { step } from './machine'
import { type Drill, type DrillEvent, type Effect, type In, type Item, nothing, type Subject, turnOf } from './state'

const failure = (code: ErrorCode, retryAt?: number): Failure => ({
  code,
  at: 0,
  ...(retryAt !== undefined && { retryAt })
})
const subject = (id: string, kind: Subject['kind'] = 'factor'): Subject => ({ id, kind, target: { kind: 'none' } })
const toDo = (id: string, by: 'app' | 'sent' | 'compared'): Item => ({
  subject: subject(id, by === 'compared' ? 'recoveryCode' : 'factor'),
  standing: { as: 'toDo', by }
})
const face: Item = { subject: subject('face'), standing: { as: 'notTested', why: 'face' } }
const items = [toDo('app', 'app'), toDo('mail', 'sent'), toDo('code', 'compared'), face]

/** Returns the state and the last effect after these events, from the beginning. */
function after(...events: DrillEvent[]): { state: Drill; effect: Effect | undefined } {
  let effect: Effect | undefined
  const state = events.reduce<Drill>((before, event) => {
    const next = step(before, event)
    effect = next.effect
    return next.state
  }, nothing)
  return { state, effect }
}
const standings = (state: Drill): DrillStanding[] =>
  'items' in state ? state.items.map(({ standing }) => standing) : []
const prepared = (...of: Item[]): DrillEvent[] => [
  { type: 'start' },
  { type: 'prepared', items: of, before: { factors: '[]' }, at: 1_000 }
]
const sent: DrillEvent[] = [
  { type: 'sendCode', at: 2_000 },
  { type: 'sent', at: 3_000 }
]

describe('a drill', () => {
  it('reads the lists first, and gives the turn to the first that can be tested', () => {
    expect(after({ type: 'start' })).toEqual({ state: { phase: 'preparing', waits: {} }, effect: { do: 'prepare' } })
    const { state, effect } = after(...prepared(face, ...items))
    expect(effect).toBeUndefined()
    expect(state).toMatchObject({ phase: 'running', startedAt: 1_000, before: { factors: '[]' } })
    expect(turnOf(state as In<'running'>)).toEqual({
      subject: items[0]?.subject,
      standing: { as: 'now', by: 'app', doing: 'nothing', spent: false, nextAt: 0 }
    })
  })

  it('fails with the reason if the lists cannot be read, and can be begun again', () => {
    const { state } = after({ type: 'start' }, { type: 'notPrepared', failure: failure('offline') })
    expect(state).toEqual({ phase: 'failed', failure: failure('offline'), waits: {} })
    expect(step(state, { type: 'start' }).effect).toEqual({ do: 'prepare' })
    expect(step(state, { type: 'leave' }).state).toEqual(nothing)
  })

  it('compares the lists at once if nothing can be tested', () => {
    const { state, effect } = after(...prepared(face))
    expect(state).toEqual({
      phase: 'comparing',
      startedAt: 1_000,
      endedAt: 1_000,
      lists: 'notCompared',
      items: [face],
      waits: {}
    })
    expect(effect).toEqual({ do: 'compare', before: { factors: '[]' }, items: [face] })
  })

  it('says that the lists are the same only once they were compared', () => {
    const { state } = after(...prepared(face), { type: 'compared', lists: 'same', at: 9_000 })
    expect(state).toMatchObject({ phase: 'finished', lists: 'same', endedAt: 9_000 })
    expect(step(state, { type: 'compared', lists: 'changed', at: 9_001 })).toEqual({ state })
  })

  it('goes on where it is when it is begun again, and cannot be left in the middle', () => {
    for (const state of [after({ type: 'start' }).state, after(...prepared(...items)).state]) {
      expect(step(state, { type: 'start' })).toEqual({ state })
    }
    const { state } = after(...prepared(...items))
    expect(step(state, { type: 'leave' })).toEqual({ state })
  })
})

describe('an authenticator app', () => {
  const typed: DrillEvent = { type: 'check', code: '123456', at: 2_000 }

  it('works if the tenant accepts its code, which is in no state', () => {
    const asked = after(...prepared(...items), typed)
    expect(asked.effect).toEqual({ do: 'check', subject: items[0]?.subject, code: '123456' })
    expect(JSON.stringify(asked.state)).not.toContain('123456')
    const { state } = after(...prepared(...items), typed, { type: 'accepted', at: 2_500 })
    expect(standings(state)[0]).toEqual({ as: 'works', at: 2_500 })
    expect(standings(state)[1]).toMatchObject({ as: 'now', by: 'sent' })
  })

  it('gets one try a minute, in the next run as well', () => {
    const { state } = after(...prepared(...items), typed, { type: 'refused', at: 2_500 })
    expect(standings(state)[0]).toMatchObject({ as: 'now', doing: 'nothing', refusedAt: 2_500, nextAt: 62_000 })
    expect(step(state, { ...typed, at: 61_999 })).toEqual({ state })
    expect(step(state, { ...typed, at: 62_000 }).effect).toMatchObject({ do: 'check' })
    const again = [
      { type: 'stop', at: 3_000 },
      { type: 'compared', lists: 'same', at: 3_000 },
      ...prepared(...items)
    ] as DrillEvent[]
    const next = again.reduce<Drill>((before, event) => step(before, event).state, state)
    expect(step(next, { ...typed, at: 61_999 })).toEqual({ state: next })
    expect(step(next, { ...typed, at: 62_000 }).effect).toMatchObject({ do: 'check' })
  })

  it('that was refused does not work, however the person goes on', () => {
    for (const type of ['next', 'stop'] as const) {
      const { state } = after(...prepared(...items), typed, { type: 'refused', at: 2_500 }, { type, at: 4_000 })
      expect(standings(state)[0]).toEqual({ as: 'fails', why: 'refused', at: 2_500 })
    }
  })

  it('that was refused once and then accepted works', () => {
    const { state } = after(
      ...prepared(...items),
      typed,
      { type: 'refused', at: 2_500 },
      { ...typed, at: 70_000 },
      { type: 'accepted', at: 71_000 }
    )
    expect(standings(state)[0]).toEqual({ as: 'works', at: 71_000 })
  })

  it('cannot be tested where the tenant has no such test', () => {
    const absent = failure('rejected')
    const { state } = after(...prepared(...items), typed, { type: 'untestable', at: 3_000, failure: absent })
    expect(standings(state)[0]).toEqual({ as: 'notTested', why: 'noEndpoint', failure: absent })
  })

  it('whose answer was lost is not tested, and nobody says that it does not work', () => {
    const lost = failure('timedOut')
    const { state } = after(
      ...prepared(...items),
      typed,
      { type: 'notChecked', at: 3_000, failure: lost },
      { type: 'next', at: 4_000 }
    )
    expect(standings(state)[0]).toEqual({ as: 'notTested', why: 'noAnswer', failure: lost })
  })

  it('receives no code, so that nothing can be said not to have arrived', () => {
    const { state } = after(...prepared(...items))
    expect(step(state, { type: 'sendCode', at: 2_000 })).toEqual({ state })
    expect(step(state, { type: 'nothingArrived', at: 2_000 })).toEqual({ state })
  })
})

describe('a sent code', () => {
  const mail = prepared(toDo('mail', 'sent'), toDo('other', 'sent'))
  const typed: DrillEvent = { type: 'check', code: '123456', at: 4_000 }

  it('is sent when the person asks, once a minute, in the next run as well', () => {
    expect(after(...mail, typed).effect).toBeUndefined()
    expect(after(...mail, { type: 'sendCode', at: 2_000 }).effect).toMatchObject({
      do: 'send',
      subject: { id: 'mail' }
    })
    const { state } = after(...mail, ...sent)
    expect(standings(state)[0]).toMatchObject({ sentAt: 3_000, nextAt: 63_000, spent: false })
    expect(step(state, { type: 'sendCode', at: 62_999 })).toEqual({ state })
    expect(step(state, { type: 'sendCode', at: 63_000 }).effect).toMatchObject({ do: 'send' })
    const stopped = step(state, { type: 'stop', at: 4_000 }).state
    const next = [{ type: 'compared', lists: 'same', at: 4_000 } as const, ...mail].reduce<Drill>(
      (before, event) => step(before, event).state,
      stopped
    )
    expect(step(next, { type: 'sendCode', at: 62_999 })).toEqual({ state: next })
  })

  it('is tried once, whatever comes back', () => {
    for (const answer of [
      { type: 'refused', at: 5_000, failure: failure('passcodeWrong') },
      { type: 'notChecked', at: 5_000, failure: failure('timedOut') }
    ] as const) {
      const { state } = after(...mail, ...sent, typed, answer)
      expect(standings(state)[0]).toMatchObject({ as: 'now', spent: true, doing: 'nothing', failure: answer.failure })
      expect(step(state, { ...typed, at: 100_000 })).toEqual({ state })
      const renewed = [
        { type: 'sendCode', at: 100_000 },
        { type: 'sent', at: 101_000 }
      ] as const
      const fresh = renewed.reduce<Drill>((before, event) => step(before, event).state, state)
      expect(standings(fresh)[0]).not.toHaveProperty('failure')
      expect(step(fresh, { ...typed, at: 102_000 }).effect).toMatchObject({ do: 'check' })
    }
  })

  it('that did not arrive is a result, but only if it was sent and not typed', () => {
    const nothingArrived: DrillEvent = { type: 'nothingArrived', at: 125_000 }
    expect(standings(after(...mail, ...sent, nothingArrived).state)[0]).toEqual({
      as: 'fails',
      why: 'nothingArrived',
      at: 125_000,
      sentAt: 3_000
    })
    const unsent = after(...mail).state
    expect(step(unsent, nothingArrived)).toEqual({ state: unsent })
    const refused = after(...mail, ...sent, typed, { type: 'refused', at: 5_000 }).state
    expect(step(refused, nothingArrived)).toEqual({ state: refused })
  })

  it('may have arrived although the answer was lost', () => {
    const lost = failure('codeMayArrive')
    const events: DrillEvent[] = [
      { type: 'sendCode', at: 2_000 },
      { type: 'sent', at: 3_000, failure: lost }
    ]
    const { state } = after(...mail, ...events)
    expect(standings(state)[0]).toMatchObject({ sentAt: 3_000, failure: lost })
    expect(step(state, typed).effect).toMatchObject({ do: 'check' })
    expect(standings(step(state, { type: 'next', at: 5_000 }).state)[0]).toEqual({
      as: 'notTested',
      why: 'skipped',
      failure: lost
    })
  })

  it('that the tenant does not send leaves its way untested, and waits as long as the tenant says', () => {
    const refused = (retryAt?: number): DrillEvent[] => [
      { type: 'sendCode', at: 2_000 },
      { type: 'notSent', at: 3_000, failure: failure('rateLimited', retryAt) }
    ]
    const { state } = after(...mail, ...refused(9_000))
    expect(standings(state)[0]).toMatchObject({ nextAt: 9_000, doing: 'nothing' })
    expect(standings(state)[0]).not.toHaveProperty('sentAt')
    expect(standings(after(...mail, ...refused()).state)[0]).toMatchObject({ nextAt: 63_000 })
    expect(standings(step(state, { type: 'next', at: 5_000 }).state)[0]).toEqual({
      as: 'notTested',
      why: 'notSent',
      failure: failure('rateLimited', 9_000)
    })
    const absent: DrillEvent = { type: 'untestable', at: 3_000, failure: failure('rejected') }
    expect(standings(after(...mail, { type: 'sendCode', at: 2_000 }, absent).state)[0]).toMatchObject({
      why: 'noEndpoint'
    })
  })

  it('may be skipped, which is no failure', () => {
    for (const events of [[], sent]) {
      const { state } = after(...mail, ...events, { type: 'next', at: 5_000 })
      expect(standings(state)[0]).toEqual({ as: 'notTested', why: 'skipped' })
    }
  })
})

it('a recovery code that is the right one comes with the moment when it was made', () => {
  const { state } = after(
    ...prepared(toDo('code', 'compared')),
    { type: 'check', code: 'e7ad-aaa4', at: 2_000 },
    { type: 'accepted', at: 2_100, madeAt: 7 }
  )
  expect(standings(state)).toEqual([{ as: 'works', at: 2_100, madeAt: 7 }])
})

it('a run that is stopped tests nothing more, even while an answer is missing', () => {
  const { state, effect } = after(
    ...prepared(...items),
    { type: 'check', code: '123456', at: 2_000 },
    { type: 'stop', at: 3_000 }
  )
  const stopped = { as: 'notTested', why: 'stopped' }
  expect(standings(state)).toEqual([stopped, stopped, stopped, face.standing])
  expect(effect).toMatchObject({ do: 'compare' })
  expect(step(state, { type: 'accepted', at: 4_000 })).toEqual({ state })
})
