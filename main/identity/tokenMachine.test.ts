import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../ground/errors'
import { begun, step, usableToken } from './tokenMachine'
import {
  actElsewhere,
  type Beginning,
  beginnings,
  type Fate,
  fates,
  holdsLock,
  isOfRenewal,
  numberOf,
  outcomeOf,
  send,
  tokensNo,
  type World,
  worldOf
} from './tokenMachine.testing'
import type { TokenEvent, TokenState } from './tokenState'

/** Every stage and every end that the orders of events have reached, because otherwise all might stop early unseen. */
const reached = new Set<string>()

function hold(rule: string, holds: boolean): void {
  if (!holds) expect.unreachable(`Broken: ${rule}.`)
}

/** Gives the machine an event, and checks the rules for the refresh of security.md, part 3. */
function dispatch(world: World, event: TokenEvent): void {
  const before = world.state
  const known = world.underWay.length
  send(world, event)
  const { state, underWay } = world
  const next = underWay.length > known ? underWay.at(-1) : undefined
  if (state.renewal) reached.add(state.renewal.stage)
  if (event.type === 'needed' && !before.renewal) Object.assign(world, { requests: 0, isNoted: false })

  hold('no two refreshes are under way', underWay.filter(isOfRenewal).length <= 1)
  hold('the lock is held exactly as long as the machine says so', world.isLocked === holdsLock(state))
  hold('whoever waits gets an answer', event.type !== 'needed' || Boolean(state.renewal ?? state.answer))
  hold('no refresh token gives way to an older one', numberOf(state.credential) >= numberOf(before.credential))
  if (next?.do === 'ask') checkRequest(world, next)
  if (state.answer && state.answer !== before.answer) checkAnswer(world, state.answer)
  if (state.notice && state.notice !== before.notice) checkNotice(world, before, state.notice)
  hold('a session is over by the word of the end or because it was forgotten', !state.over || isEndKnown(world, event))
  if (!before.over) return
  hold('what is over stays over', state.over)
  hold('after the end nothing is stored or sent', !next || !['store', 'ask', 'note', 'learn'].includes(next.do))
  const isLate = event.type === 'answered' || (event.type === 'learning' && before.renewal?.stage === 'learning')
  hold('tokens that come after the end are revoked', !isLate || next?.do === 'revoke')
}

const isEndKnown = (world: World, event: TokenEvent): boolean =>
  world.wordOfTheEnd || event.type === 'forgotten' || forgotten.has(world)
const forgotten = new WeakSet<World>()

function checkRequest(
  world: World,
  { credential, mayBeUsed }: { credential: { refreshToken: string }; mayBeUsed: boolean }
): void {
  const sent = numberOf(credential)
  const isStoring = world.underWay.some((one) => one.do === 'store' && numberOf(one.credential) === sent)
  const isOursAlone = world.stored !== sent && !isStoring
  hold('a refresh token that was answered is not used again', !world.answered.has(sent))
  hold('one that may be used up is asked about before it is sent again', !world.doubtful.has(sent) || mayBeUsed)
  hold('a refresh is noted before it is sent', isOursAlone || world.isNoted)
  hold('no other process refreshes at the same time', isOursAlone || world.isLocked)
  hold('one renewal sends three requests at most', ++world.requests <= 3)
}

function checkAnswer(world: World, answer: NonNullable<TokenState['answer']>): void {
  reached.add('credential' in answer ? 'renewed' : answer.error instanceof AppError ? answer.error.code : 'odd')
  if (!('credential' in answer)) return
  const isOffered = world.offered.has(numberOf(answer.credential))
  hold('the new refresh token is stored before its access token is given to anybody', isOffered || isInMemory(world))
  hold('nobody gets a token of a session that is over', !world.state.over)
  hold('what is given is the newest', answer.credential.refreshToken === world.state.credential.refreshToken)
}

const isInMemory = ({ state }: World): boolean => state.keptIn === 'memory'

function checkNotice(
  { wordOfTheEnd, stored }: World,
  before: TokenState,
  notice: NonNullable<TokenState['notice']>
): void {
  hold('after the end nothing is told', !before.over)
  if ('ended' in notice) {
    hold('nothing ends a session but the tenant’s own word', wordOfTheEnd)
    return
  }
  reached.add(notice.keeping.keptIn)
  const isStored = notice.keeping.keptIn === 'keychain'
  hold('a session is called stored only when it is', !isStored || stored >= numberOf(before.credential))
}

/** One happening: an event from outside, or the fate of one effect that is under way. */
type Happening =
  { do: 'need' | 'save' | 'forget' | 'renew' | 'sign out' } | { do: 'outcome'; which: number; fate: Fate }

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Happening>({ do: 'need' }) },
  { weight: 3, arbitrary: fc.constantFrom<Happening>({ do: 'save' }, { do: 'renew' }) },
  { weight: 1, arbitrary: fc.constantFrom<Happening>({ do: 'forget' }, { do: 'sign out' }) },
  {
    weight: 60,
    arbitrary: fc.record({
      do: fc.constant('outcome' as const),
      which: fc.nat(3),
      fate: fc.oneof(
        { weight: 8, arbitrary: fc.constant<Fate>('done') },
        { weight: 4, arbitrary: fc.constantFrom(...fates) },
        { weight: 5, arbitrary: fc.constantFrom<Fate>('request lost', 'busy', 'refused oddly') }
      )
    })
  }
)

function happen(world: World, what: Happening): void {
  if (what.do === 'need') dispatch(world, { type: 'needed' })
  else if (what.do === 'save') dispatch(world, { type: 'save' })
  else if (what.do === 'forget') {
    forgotten.add(world)
    dispatch(world, { type: 'forgotten' })
  } else if (what.do === 'outcome') {
    const [effect] = world.underWay.splice(what.which % Math.max(world.underWay.length, 1), 1)
    if (effect) dispatch(world, outcomeOf(world, effect, what.fate))
  } else actElsewhere(world, what.do)
}

function live(beginning: Beginning, happenings: readonly Happening[]): World {
  const world = worldOf(beginning)
  for (const what of happenings) happen(world, what)
  for (let left = 100; world.underWay.length > 0 && left > 0; left--) {
    happen(world, { do: 'outcome', which: 0, fate: 'done' })
  }
  return world
}

describe('the tokens of a session', () => {
  it('keep to the rules of the refresh in every order of events, whatever is answered, lost, refused or locked', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...beginnings),
        fc.array(happening, { maxLength: 60, size: 'max' }),
        (beginning, happenings) => {
          const { state, isLocked, underWay } = live(beginning, happenings)
          hold('every renewal comes to its end', state.renewal === undefined && underWay.length === 0)
          hold('the lock is given back', !isLocked)
          hold('a new session does not stay on its way into the keychain', state.over || state.keptIn !== 'saving')
        }
      ),
      { numRuns: 5_000 }
    )
    expect([...reached].sort()).toEqual([
      'asking',
      'captivePortal',
      'counting',
      'discovering',
      'keychain',
      'learning',
      'locking',
      'looking',
      'memory',
      'noting',
      'pausing',
      'renewed',
      'revoking',
      'serverFault',
      'sessionEnded',
      'sessionNotRenewed',
      'sessionRefused',
      'signedOut',
      'storing',
      'timedOut',
      'unexpectedAnswer',
      'unlocking',
      'unreachable',
      'unsaved'
    ])
  }, 60_000)

  it('are the same after an event that does not fit', () => {
    const state = begun(tokensNo(0), { wall: 0, monotonic: 0 })
    const strays: TokenEvent[] = [
      ...(['discovered', 'locked', 'noted', 'paused', 'learning', 'revoking', 'unlocked'] as const).map((type) => ({
        type
      })),
      { type: 'looked', elsewhere: null, at: { wall: 0, monotonic: 0 } },
      { type: 'answered', renewed: tokensNo(1), at: { wall: 0, monotonic: 0 } },
      { type: 'failed', error: new AppError('sessionEnded') },
      { type: 'counted', refusals: 9 },
      { type: 'kept', credential: tokensNo(1), keeping: { keptIn: 'memory', cause: undefined } }
    ]
    for (const event of strays) expect(step(state, event)).toEqual({ state })
  })

  it('are not offered to the keychain again while it is taking them', () => {
    const { state } = step(begun(tokensNo(0), { wall: 0, monotonic: 0 }), { type: 'adopted' })
    expect(step(state, { type: 'save' })).toEqual({ state })
  })

  it('are usable by both clocks, and not while they are being renewed', () => {
    const state = begun({ ...tokensNo(0), accessTokenUsableUntil: 100 }, { wall: 0, monotonic: 1_000 })
    expect(usableToken(state, { wall: 99, monotonic: 1_099 })).toBe('at-0')
    expect(usableToken(state, { wall: 100, monotonic: 1_099 })).toBeUndefined()
    expect(usableToken(state, { wall: 99, monotonic: 1_100 })).toBeUndefined()
    expect(usableToken(step(state, { type: 'needed' }).state, { wall: 0, monotonic: 0 })).toBeUndefined()
  })

  it('are renewed where no access token is known, however long it would live', () => {
    const unknown = { ...tokensNo(0), accessToken: '', accessTokenUsableUntil: Infinity }
    expect(usableToken(begun(unknown, { wall: 0, monotonic: 0 }), { wall: 0, monotonic: 0 })).toBeUndefined()
  })

  it('replace a token that was refused, and give the newer one to those who were refused with an older one', () => {
    const state = begun({ ...tokensNo(1), accessTokenUsableUntil: 100 }, { wall: 0, monotonic: 0 })
    expect(usableToken(state, { wall: 0, monotonic: 0 }, 'at-1')).toBeUndefined()
    expect(usableToken(state, { wall: 0, monotonic: 0 }, 'at-0')).toBe('at-1')
  })
})
