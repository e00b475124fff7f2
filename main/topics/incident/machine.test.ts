import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { IncidentLine } from '../../../contract/incident'
import { cause, failure, happening, type Happening, World } from './machine.testing'
import { openStepOf } from './state'

/** Returns a world after these happenings, with everything between them ended well. */
function after(...happenings: Happening[]): World {
  const world = new World()
  world.send({ type: 'load' })
  settleAll(world)
  for (const one of happenings) {
    world.happen(one)
    settleAll(world)
  }
  return world
}

function settleAll(world: World): void {
  while (world.underWay) world.settle(4)
}

/** Comes to the choice of the sign-in methods. */
const toChoice: Happening[] = [{ do: 'start' }, { do: 'skip' }, { do: 'skip' }]
const removals = ({ kept }: World): string[] =>
  (kept?.lines ?? []).filter(({ what }) => what === 'removed').map(({ subject, by }) => `${subject?.id} ${by}`)
const whats = (lines: readonly IncidentLine[] = []) => lines.map(({ what, by }) => `${what} ${by}`)

describe('an incident, in whatever order things happen', () => {
  const reached = new Set<string>()

  it('writes before it sends, sends what was decided, and has each change once in its timeline', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
        const world = after(...toChoice)
        for (const one of happenings) {
          world.happen(one)
          if (world.underWay) reached.add(world.underWay.do)
        }
        world.comeToRest()
        for (const { what, by } of world.kept?.lines ?? []) reached.add(`${what} ${by}`)
        expect(world.broken).toEqual([])
        const told = removals(world)
          .filter((line) => !line.endsWith('gone'))
          .map((line) => line.split(' ')[0])
        expect(told.toSorted()).toEqual(world.removedNow().toSorted())
      }),
      { numRuns: 1_000 }
    )
    const all = ['load', 'keep', 'list', 'send', 'removed proven', 'removed foundDone', 'kept said']
    expect(all.filter((one) => !reached.has(one))).toEqual([])
  })

  it('does the same from its very beginning', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 80 }), (happenings) => {
        const world = after({ do: 'start' })
        for (const one of happenings) world.happen(one)
        world.comeToRest()
        expect(world.broken).toEqual([])
        expect(removals(world)).toHaveLength(world.removedNow().length)
      }),
      { numRuns: 500 }
    )
  })
})

it('an incident about a change begins its timeline with the change and not with a sign-in', () => {
  const world = after()
  world.send({
    type: 'start',
    cause: { at: 500, success: true, change: 'emailChanged' },
    steps: ['password'],
    at: 1_000
  })
  settleAll(world)
  expect(whats(world.kept?.lines)).toEqual(['changed noticed', 'said said'])
})

describe('the password', () => {
  it('is proven by the time that the tenant tells, read before the page opens and after', () => {
    const world = after({ do: 'start' }, { do: 'openPage' })
    expect(world.kept?.visit).toMatchObject({ before: 100 })
    world.happen({ do: 'changePassword' })
    world.happen({ do: 'check' })
    settleAll(world)
    expect(world.kept?.results.password?.outcome).toBe('proven')
    expect(whats(world.kept?.lines)).toEqual(['signIn history', 'said said', 'password proven'])
  })

  it('is not called changed while the tenant says that it is as old as before, unless the person says so', () => {
    const world = after({ do: 'start' }, { do: 'vouch' }, { do: 'openPage' }, { do: 'vouch' }, { do: 'check' })
    expect(world.state.unchanged).toBe(true)
    expect(world.kept?.results.password).toBeUndefined()
    world.happen({ do: 'vouch' })
    settleAll(world)
    expect(world.kept?.results.password?.outcome).toBe('visited')
    expect(whats(world.kept?.lines).at(-1)).toBe('password notProven')
  })

  it('is not proven if the tenant does not say when it was set', () => {
    const world = new World()
    world.passwordSetAt = undefined
    world.send({ type: 'load' })
    settleAll(world)
    for (const one of ['start', 'openPage', 'check'] as const) {
      world.happen({ do: one })
      settleAll(world)
    }
    expect(world.kept?.results.password?.outcome).toBe('visited')
  })

  it('is proven at the next start if it was changed before the app was killed', () => {
    const world = after({ do: 'start' }, { do: 'openPage' }, { do: 'changePassword' }, { do: 'kill', how: 0 })
    expect(world.kept?.results.password?.outcome).toBe('proven')
    expect(whats(world.kept?.lines).filter((line) => line.startsWith('password'))).toEqual(['password proven'])
  })
})

describe('the sessions of other devices', () => {
  const toSessions: Happening[] = [{ do: 'start' }, { do: 'skip' }]

  it('end one after the other, and then it is read whether this app is still in', () => {
    const world = after(...toSessions, { do: 'decide', removes: 0b11 })
    expect(world.sessions).toEqual([])
    expect(whats(world.kept?.lines).slice(-3)).toEqual(['removed proven', 'removed proven', 'stayedIn proven'])
    expect(world.kept?.results.sessions?.outcome).toBe('proven')
  })

  it.each([false, true])(
    'that took the session of this app along are told so, after a kill as well: %s',
    (isKilled) => {
      const world = after(...toSessions)
      world.happen({ do: 'decide', removes: 0b01 })
      for (let step = 0; step < 3; step++) world.settle(4)
      world.settle(3)
      for (let step = 0; step < 2; step++) world.settle(4)
      if (isKilled) world.kill(0)
      settleAll(world)
      expect(removals(world)).toEqual(['phone foundDone'])
      world.happen({ do: 'decide', removes: 0 })
      settleAll(world)
      expect(whats(world.kept?.lines).at(-1)).toBe('leftOut proven')
    }
  )

  it('are not told to be ended if none was', () => {
    const world = after(...toSessions, { do: 'decide', removes: 0 })
    expect(whats(world.kept?.lines).slice(-2)).toEqual(['kept said', 'kept said'])
  })

  it('are asked about again if somebody has signed in meanwhile', () => {
    const world = after(...toSessions)
    world.happen({ do: 'decide', removes: 0b01 })
    world.settle(4)
    world.settle(4)
    world.sessions?.push('new')
    settleAll(world)
    expect(world.kept?.results.sessions).toBeUndefined()
    expect(world.state.subjects?.map(({ id }) => id)).toEqual(['tablet', 'new'])
  })

  it('end on the page of a tenant that lists none', () => {
    const world = new World()
    world.sessions = undefined
    world.send({ type: 'load' })
    settleAll(world)
    for (const one of ['start', 'skip', 'openPage', 'check'] as const) {
      world.happen({ do: one })
      settleAll(world)
    }
    expect(world.kept?.results.sessions?.outcome).toBe('visited')
    expect(openStepOf(world.kept ?? expect.unreachable())).toBe('factors')
  })
})

describe('the sign-in methods', () => {
  it('go one after the other, each written before, and those that stay are kept', () => {
    const world = after(...toChoice, { do: 'decide', removes: 0b011 })
    expect(world.factors).toEqual(['three'])
    expect(removals(world)).toEqual(['one proven', 'two proven'])
    expect(world.kept?.lines.at(-1)).toMatchObject({ what: 'kept', subject: { id: 'three' } })
    expect(openStepOf(world.kept ?? expect.unreachable())).toBe('identities')
  })

  it('are not sent if that could not be written', () => {
    const world = after(...toChoice)
    world.happen({ do: 'decide', removes: 1 })
    world.settle(5)
    expect(world.state).toMatchObject({ failure })
    expect([world.removed, world.kept?.queue, world.state.incident?.queue]).toEqual([[], [], []])
  })

  it.each([
    [3, 'found done after the answer was lost', ['one foundDone']],
    [2, 'still there after the answer was lost', []],
    [1, 'still there after a refusal', []],
    [0, 'still there after the person declined', []]
  ])('are read again: outcome %i is %s', (how, _, lines) => {
    const world = after(...toChoice)
    world.happen({ do: 'decide', removes: 1 })
    world.settle(4)
    world.settle(how)
    settleAll(world)
    expect(removals(world)).toEqual(lines)
    expect(world.kept?.sending).toBe(false)
    expect(world.kept?.results.factors === undefined).toBe(lines.length === 0)
  })

  it('are asked about anew after a kill, and those that were sent are found done', () => {
    const world = after(...toChoice)
    world.happen({ do: 'decide', removes: 0b011 })
    world.settle(4)
    world.kill(1)
    settleAll(world)
    expect(removals(world)).toEqual(['one foundDone'])
    expect(world.kept?.queue.map(({ id }) => id)).toEqual(['two'])
    expect(world.state.doing).toBeUndefined()
    expect(world.removed).toEqual(['one'])
  })
})

describe('an incident', () => {
  it('keeps its place when the person stops, and goes on there', () => {
    const world = after({ do: 'start' }, { do: 'skip' }, { do: 'stop' }, { do: 'kill', how: 0 })
    expect(world.kept).toMatchObject({ stopped: true, results: { password: { outcome: 'skipped' } } })
    world.happen({ do: 'start' })
    settleAll(world)
    expect(world.kept).toMatchObject({ stopped: false, cause })
    expect(whats(world.kept?.lines)).toEqual(['signIn history', 'said said', 'skipped said'])
  })

  it('takes one more thing that was not the person into its timeline, once', () => {
    const world = after({ do: 'start' }, { do: 'skip' }, { do: 'stop' })
    for (let time = 0; time < 2; time++) {
      const second = { at: 700, success: true, change: 'emailChanged' } as const
      world.send({ type: 'start', cause: second, steps: ['password'], at: 2_000 })
      settleAll(world)
    }
    expect(world.kept).toMatchObject({ stopped: false, cause, results: { password: { outcome: 'skipped' } } })
    expect(whats(world.kept?.lines)).toEqual(['signIn history', 'said said', 'skipped said', 'changed noticed'])
  })

  it.each([
    ['before the first is sent', 0, []],
    ['while the first is sent', 1, ['one']],
    ['while the list is read', 2, ['one']],
    ['before the second is sent', 3, ['one']]
  ])('stops once the outcome of what is under way is written, and sends nothing more: %s', (_, steps, removed) => {
    const world = after(...toChoice)
    world.happen({ do: 'decide', removes: 0b011 })
    for (let step = 0; step < steps; step++) world.settle(4)
    world.happen({ do: 'stop' })
    settleAll(world)
    expect(removals(world)).toEqual(removed.map((id) => `${id} proven`))
    expect(world.kept).toMatchObject({ stopped: true, sending: false, results: { sessions: { outcome: 'skipped' } } })
    expect([world.removed, world.state.stopping]).toEqual([removed, undefined])
  })

  it.each([4, 5])('stops after a list is read or could not be: outcome %i', (how) => {
    const world = after({ do: 'start' })
    world.happen({ do: 'skip' })
    world.settle(4)
    world.happen({ do: 'stop' })
    world.settle(how)
    settleAll(world)
    expect(world.kept?.stopped).toBe(true)
  })

  it('is gone once it is over and closed, and not before', () => {
    const world = after(...toChoice)
    world.send({ type: 'close' })
    expect(world.underWay).toBeUndefined()
    for (const one of ['skip', 'skip'] as const) {
      world.happen({ do: one })
      settleAll(world)
    }
    world.send({ type: 'close' })
    settleAll(world)
    expect([world.kept, world.state.incident]).toEqual([undefined, undefined])
  })
})
