import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forOneSitting } from '../../identity/credentials/keeping'
import type { SignInAttempt } from '../../identity/signIn'
import { step } from './machine'
import { attemptNo, codes, happen, happening, type Happening, newWorld, type World } from './machine.testing'
import type { Effect, SessionEvent, SessionRecord } from './state'

/** Every phase and every effect that the orders of events have reached, because otherwise all might stop early unseen. */
const reached = new Set<string>()

function hold(rule: string, holds: boolean): void {
  if (!holds) expect.unreachable(`Broken: ${rule}.`)
}

/** Gives the machine an event, and checks the rules. */
function dispatch(world: World, event: SessionEvent): void {
  const before = world.state
  const { state, effect } = step(before, event)
  world.state = state
  reached.add(state.shown.phase)
  if (event.type === 'notLoaded' && !before.person) world.isUnreadable ||= codes.unreadable.includes(event.failure.code)
  if ((event.type === 'loaded' && !before.person) || isStored(state)) world.isUnreadable = false
  if (effect) check(world, before, effect)

  const wasSignedIn = before.person !== undefined
  const isEnd = ['endedByTenant', 'signOut', 'gone'].includes(event.type)
  hold(
    'nothing ends a session but the tenant’s own word and a sign-out',
    !wasSignedIn || Boolean(state.person) || isEnd
  )
  hold('whoever is signed in waits for no browser', !state.person || !state.attempt)
  const turnsSignedIn = state.shown.phase === 'signedIn' && before.shown.phase !== 'signedIn'
  hold('nobody is shown as signed in without tokens', !turnsSignedIn || (world.hasTokens && Boolean(state.person)))
  hold(
    'a wait that is shown is one',
    state.shown.phase !== 'signingIn' || Boolean(state.attempt) || Boolean(state.person)
  )
  hold('the window is told why a session cannot be read', !world.isUnreadable || state.unreadable !== undefined)
  const isNews = state.shown !== before.shown && state.shown.phase === 'signedIn'
  hold('nothing of a session is told once its sign-out has begun', !isNews || Boolean(state.person))
  const isGivenUp = 'attempt' in event && event.type !== 'attemptBegun' && event.attempt !== before.attempt
  hold('an attempt that was given up changes nothing', !isGivenUp || state === before)
  hold('what has ended stays so', !before.ended || state.ended)
  // The tokens of a new session say at once where they are kept.
  if (effect?.do === 'adopt') {
    const keptIn = effect.memoryOnlyBecause === undefined ? 'saving' : 'memory'
    dispatch(world, { type: 'kept', shown: { phase: 'signedIn', keptIn } })
  }
}

const isStored = ({ shown, person }: SessionRecord): boolean =>
  person !== undefined && shown.phase === 'signedIn' && shown.keptIn === 'keychain'

function giveUp({ waiting, cancelled }: World, attempt: SignInAttempt | undefined): void {
  if (attempt && waiting.delete(attempt)) cancelled.add(attempt)
}

const beginning: Effect['do'][] = ['load', 'beginAttempt', 'openBrowser', 'adopt', 'handOver', 'resume']

function check(world: World, before: SessionRecord, effect: Effect): void {
  reached.add(effect.do)
  world.underWay.push(effect)
  if ('instead' in effect) giveUp(world, effect.instead)
  if (effect.do === 'cancel') giveUp(world, effect.attempt)
  const { isUnreadable } = world
  const deletes = effect.do === 'clear' || (effect.do === 'signOut' && effect.isStored)
  hold('what could not be read is not deleted', !isUnreadable || !deletes)
  if (effect.do === 'signOut') {
    const isElsewhere = isUnreadable || before.person?.oneSitting === true
    hold('a sign-out always deletes what is stored of its session', effect.isStored !== isElsewhere)
  }
  if (effect.do === 'adopt') {
    const { credential, memoryOnlyBecause } = effect
    hold('what could not be read is not replaced', !isUnreadable || memoryOnlyBecause !== undefined)
    hold(
      'an access token that was given is never stored',
      credential.refreshToken !== '' || memoryOnlyBecause === forOneSitting
    )
    hold('nobody else’s session is shown here', credential.sub === 'ours')
    world.hasTokens = true
  }
  if (effect.do === 'handOver') hold('a session of this account is not handed over', effect.credential.sub === 'theirs')
  if (effect.do === 'resume') world.hasTokens = true
  if (effect.do === 'signOut') world.hasTokens = false
  hold('after the end nothing begins', !before.ended || !beginning.includes(effect.do) || effect.do === 'resume')
}

function live(happenings: readonly Happening[]): World {
  const world = newWorld()
  for (const what of happenings) happen(dispatch, world, what)
  return world
}

const never = attemptNo(-1)

describe('a session', () => {
  it('keeps to its rules in every order of events', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60, size: 'max' }), (happenings) => {
        const { state, waiting } = live(happenings)
        hold('no attempt is left waiting at the end', !state.ended || waiting.size === 0)
        hold(
          'no attempt is left waiting',
          waiting.size === 0 || (waiting.size === 1 && waiting.has(state.attempt ?? never))
        )
      }),
      { numRuns: 5_000 }
    )
    expect([...reached].sort()).toEqual([
      'adopt',
      'barred',
      'beginAttempt',
      'cancel',
      'clear',
      'handOver',
      'keychainUnreadable',
      'load',
      'openBrowser',
      'resume',
      'signOut',
      'signedIn',
      'signedOut',
      'signingIn',
      'starting'
    ])
  }, 60_000)
})
