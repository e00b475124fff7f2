import { describe, expect, it } from 'vitest'
import type { ErrorCode, Failure } from '../../../contract/result'
import type { Credential } from '../../identity/credentials/credential'
import { forOneSitting } from '../../identity/credentials/keeping'
import { step } from './machine'
import { attemptNo } from './machine.testing'
import { notStarted, type SessionEvent, type SessionRecord, type ShownIn, type Step } from './state'

const failure = (code: ErrorCode): Failure => ({ code, at: 3 })
const [attempt, other] = [attemptNo(1), attemptNo(2)]
const waitingFor = (link: string, browserOpened = true): ShownIn<'signingIn'> => ({
  phase: 'signingIn',
  link,
  redirectUri: 'http://127.0.0.1/callback',
  appId: 'app',
  expiresAt: 9,
  browserOpened
})
const credential: Credential = {
  sub: 'ada',
  signedInAt: 7,
  refreshToken: 'rt',
  accessToken: 'at',
  accessTokenUsableUntil: 0
}
const token: Credential = { ...credential, refreshToken: '' }
const loaded = { credential, refreshPending: false, usedUp: false, vouched: false }
const [locked, emptied, damaged] = [failure('keychainLocked'), failure('keychainEmptied'), failure('keychainDamaged')]

const events = {
  start: { type: 'start' },
  loaded: { type: 'loaded', loaded, at: 5 },
  loadedNothing: { type: 'loaded', loaded: null, at: 5 },
  loadedUsedUp: { type: 'loaded', loaded: { ...loaded, usedUp: true }, at: 5 },
  notReadable: { type: 'notLoaded', cause: 'silent', failure: failure('keychainSilent') },
  emptied: { type: 'notLoaded', cause: 'emptied', failure: emptied },
  damaged: { type: 'notLoaded', cause: 'damaged', failure: damaged },
  resumed: { type: 'resumed' },
  signIn: { type: 'signIn' },
  attemptBegun: { type: 'attemptBegun', attempt: other, shown: waitingFor('other') },
  attemptNotBegun: { type: 'attemptNotBegun', failure: failure('unreachable') },
  linked: { type: 'linked', attempt, link: 'next' },
  otherLinked: { type: 'linked', attempt: other, link: 'next' },
  reopen: { type: 'reopen', shown: waitingFor('again') },
  browserNotOpened: { type: 'browserNotOpened', attempt, link: 'next' },
  cancelled: { type: 'attemptEnded', attempt },
  otherCancelled: { type: 'attemptEnded', attempt: other },
  denied: { type: 'attemptEnded', attempt, failure: failure('signInDenied') },
  barredAttempt: { type: 'attemptEnded', attempt, failure: failure('deviceSuspended') },
  redeemed: { type: 'redeemed', credential, ours: true },
  tokenRedeemed: { type: 'redeemed', credential: token, ours: true },
  redeemedForAnother: { type: 'redeemed', credential, ours: false },
  stored: { type: 'kept', shown: { phase: 'signedIn', keptIn: 'keychain' } },
  notStored: { type: 'kept', shown: { phase: 'signedIn', keptIn: 'memory' } },
  endedByTenant: { type: 'endedByTenant', failure: failure('sessionEnded') },
  refusedByTenant: { type: 'endedByTenant', failure: failure('sessionRefused') },
  barred: { type: 'barred', failure: failure('deviceSuspended') },
  lifted: { type: 'lifted' },
  signOut: { type: 'signOut' },
  signedOut: { type: 'signedOut' },
  notCleared: { type: 'signedOut', failure: failure('keychainNotCleared') },
  cleared: { type: 'cleared' },
  end: { type: 'end' },
  gone: { type: 'gone' }
} satisfies Record<string, SessionEvent>
type Steps = Partial<Record<keyof typeof events, Step>>

const gone: Step = { state: { ...notStarted, ended: true } }
const usedUp: Failure = { code: 'sessionNotRenewed', at: 5 }
const person = { sub: 'ada', signedInAt: 7, oneSitting: false }
const restored = { sub: 'ada', oneSitting: false }
const silent = { cause: 'silent', failure: failure('keychainSilent') }
const resume = (instead?: typeof attempt) => ({ do: 'resume', loaded, instead }) as const
const adopt = (of: Credential, memoryOnlyBecause?: unknown, instead?: typeof attempt) =>
  ({ do: 'adopt', credential: of, memoryOnlyBecause, instead }) as const
const handOver = (instead?: typeof attempt) => ({ do: 'handOver', credential, instead }) as const
const open = (instead?: typeof attempt) => ({ do: 'openBrowser', attempt: other, instead }) as const

/** Returns the steps of a state in which nobody is signed in and no browser is waited for. */
function whenIdle(state: SessionRecord): Steps {
  const shows = (shown: SessionRecord['shown']): Step => ({ state: { ...state, shown } })
  const { unreadable } = state
  const before: SessionRecord['shown'] = unreadable
    ? { phase: 'keychainUnreadable', failure: unreadable.failure }
    : { phase: 'signedOut' }
  const readable = { ...state, unreadable: undefined }
  return {
    start: { ...shows({ phase: 'starting' }), effect: { do: 'load' } },
    loaded: { state: { ...readable, person: restored }, effect: resume() },
    loadedNothing: { state: { ...readable, shown: { phase: 'signedOut' } } },
    loadedUsedUp: { state: { ...readable, shown: { phase: 'signedOut', failure: usedUp } }, effect: { do: 'clear' } },
    notReadable: {
      state: { ...state, unreadable: silent, shown: { phase: 'keychainUnreadable', failure: silent.failure } }
    },
    emptied: shows({ phase: 'signedOut', failure: emptied }),
    damaged: shows({ phase: 'keychainUnreadable', failure: damaged }),
    signIn: { state, effect: { do: 'beginAttempt', instead: undefined } },
    attemptBegun: { state: { ...state, attempt: other, shown: waitingFor('other') }, effect: open() },
    attemptNotBegun: shows({ phase: 'signedOut', failure: failure('unreachable') }),
    redeemed: { state: { ...state, person }, effect: adopt(credential, unreadable?.cause) },
    tokenRedeemed: {
      state: { ...state, person: { ...person, oneSitting: true } },
      effect: adopt(token, forOneSitting)
    },
    redeemedForAnother: { ...shows(before), effect: handOver() },
    signOut: { state, effect: { do: 'signOut', isStored: !unreadable } },
    signedOut: shows(before),
    notCleared: shows({ phase: 'signedOut', failure: failure('keychainNotCleared') }),
    end: { state: { ...state, ended: true } },
    gone
  }
}

const signedOut: SessionRecord = { ...notStarted, shown: { phase: 'signedOut', failure: failure('sessionEnded') } }
const unreadable: SessionRecord = {
  ...notStarted,
  shown: { phase: 'keychainUnreadable', failure: locked },
  unreadable: { cause: 'locked', failure: locked }
}
const waiting: SessionRecord = { ...notStarted, attempt, shown: waitingFor('link') }
const noLonger = { ...waiting, attempt: undefined }
const signedIn: SessionRecord = { ...notStarted, person, shown: { phase: 'signedIn', keptIn: 'keychain' } }
const inMemory: SessionRecord = {
  ...signedIn,
  shown: { phase: 'signedIn', keptIn: 'memory' },
  unreadable: { cause: 'locked', failure: locked }
}
const oneSitting: SessionRecord = { ...signedIn, person: { ...person, oneSitting: true } }
const resuming: SessionRecord = { ...notStarted, person: restored }

/** Returns the steps of a state in which somebody is signed in. */
function whenSignedIn(state: SessionRecord, { isStored, isKept = !isStored }: { isStored: boolean; isKept?: boolean }) {
  const out = (code: ErrorCode): SessionRecord => ({
    ...state,
    person: undefined,
    shown: { phase: 'signedOut', failure: failure(code) }
  })
  const steps: Steps = {
    attemptBegun: { state, effect: { do: 'cancel', attempt: other } },
    redeemed: { state: { ...state, person }, effect: adopt(credential, state.unreadable?.cause) },
    tokenRedeemed: {
      state: { ...state, person: { ...person, oneSitting: true } },
      effect: adopt(token, forOneSitting)
    },
    stored: { state: { ...state, shown: { phase: 'signedIn', keptIn: 'keychain' }, unreadable: undefined } },
    notStored: { state: { ...state, shown: { phase: 'signedIn', keptIn: 'memory' } } },
    endedByTenant: { state: out('sessionEnded'), ...(!isKept && { effect: { do: 'clear' } }) },
    refusedByTenant: { state: out('sessionRefused') },
    barred: {
      state: {
        ...state,
        shown: { phase: 'barred', failure: failure('deviceSuspended') },
        ...(state.shown.phase === 'signedIn' && { beforeBar: state.shown })
      }
    },
    signOut: { state: { ...state, person: undefined }, effect: { do: 'signOut', isStored } },
    end: { state: { ...state, ended: true } },
    gone
  }
  return steps
}

const table: [string, SessionRecord, Steps][] = [
  ['at the beginning', notStarted, whenIdle(notStarted)],
  [
    'signed out',
    signedOut,
    { ...whenIdle(signedOut), cleared: { state: { ...signedOut, shown: { phase: 'signedOut' } } } }
  ],
  ['that cannot be read', unreadable, whenIdle(unreadable)],
  [
    'that waits for the browser',
    waiting,
    {
      start: { state: waiting, effect: { do: 'load' } },
      loaded: { state: { ...noLonger, person: restored, shown: { phase: 'starting' } }, effect: resume(attempt) },
      loadedUsedUp: { state: waiting, effect: { do: 'clear' } },
      notReadable: { state: { ...waiting, unreadable: silent } },
      signIn: {
        state: { ...noLonger, shown: { phase: 'signedOut' } },
        effect: { do: 'beginAttempt', instead: attempt }
      },
      attemptBegun: { state: { ...waiting, attempt: other, shown: waitingFor('other') }, effect: open(attempt) },
      linked: { state: { ...waiting, shown: waitingFor('next') } },
      reopen: {
        state: { ...waiting, shown: waitingFor('again') },
        effect: { do: 'openBrowser', attempt, instead: undefined }
      },
      browserNotOpened: { state: { ...waiting, shown: waitingFor('next', false) } },
      cancelled: { state: { ...noLonger, shown: { phase: 'signedOut' } } },
      denied: { state: { ...noLonger, shown: { phase: 'signedOut', failure: failure('signInDenied') } } },
      barredAttempt: {
        state: { ...noLonger, shown: { phase: 'barred', failure: failure('deviceSuspended') } }
      },
      redeemed: { state: { ...noLonger, person }, effect: adopt(credential, undefined, attempt) },
      tokenRedeemed: {
        state: { ...noLonger, person: { ...person, oneSitting: true } },
        effect: adopt(token, forOneSitting, attempt)
      },
      redeemedForAnother: { state: { ...noLonger, shown: { phase: 'signedOut' } }, effect: handOver(attempt) },
      signOut: { state: waiting, effect: { do: 'signOut', isStored: true } },
      end: { state: { ...waiting, ended: true }, effect: { do: 'cancel', attempt } },
      gone
    }
  ],
  [
    'that is read, before its tokens are there',
    resuming,
    {
      ...whenSignedIn(resuming, { isStored: true }),
      resumed: { state: { ...resuming, shown: { phase: 'signedIn', keptIn: 'keychain' } } }
    }
  ],
  ['signed in', signedIn, whenSignedIn(signedIn, { isStored: true })],
  ['signed in beside one that cannot be read', inMemory, whenSignedIn(inMemory, { isStored: false })],
  [
    'signed in by a token',
    oneSitting,
    {
      ...whenSignedIn(oneSitting, { isStored: false }),
      endedByTenant: {
        state: { ...signedIn, person: undefined, shown: { phase: 'signedOut', failure: failure('tokenEnded') } }
      },
      refusedByTenant: {
        state: { ...signedIn, person: undefined, shown: { phase: 'signedOut', failure: failure('tokenEnded') } }
      }
    }
  ]
]

it.each(table)('a session %s goes on as the event demands, and in no other way', (_name, state, steps: Steps) => {
  for (const [name, event] of Object.entries(events)) {
    // A session of another account is handed over before it reaches somebody who is signed in.
    if (name === 'redeemedForAnother' && state.person) continue
    expect([name, step(state, event)]).toStrictEqual([name, { state, ...steps[name as keyof Steps] }])
  }
})

it('a session that cannot be read is shown again when an attempt has come to nothing', () => {
  const trying: SessionRecord = { ...unreadable, attempt, shown: waitingFor('link') }
  expect(step(trying, events.cancelled)).toStrictEqual({ state: unreadable })
  const effect = { do: 'beginAttempt', instead: attempt }
  expect(step(trying, events.signIn)).toStrictEqual({ state: unreadable, effect })
})

it('a link that comes after the wait is not shown', () => {
  const late: SessionRecord = { ...signedOut, attempt }
  for (const event of [events.linked, events.browserNotOpened]) expect(step(late, event)).toStrictEqual({ state: late })
})

it('after its end a session begins nothing', () => {
  for (const state of [
    { ...signedOut, ended: true },
    { ...waiting, ended: true }
  ]) {
    for (const name of ['start', 'signIn', 'attemptNotBegun', 'reopen', 'redeemed', 'redeemedForAnother'] as const) {
      expect([name, step(state, events[name])]).toStrictEqual([name, { state }])
    }
    expect(step(state, events.attemptBegun)).toStrictEqual({ state, effect: { do: 'cancel', attempt: other } })
  }
})

describe('a session whose device is barred', () => {
  const shown = { phase: 'barred', failure: failure('deviceSuspended') } as const
  const barred: SessionRecord = { ...inMemory, shown, beforeBar: inMemory.shown as ShownIn<'signedIn'> }

  it('is as it was before once the bar is lifted', () => {
    expect(step(barred, events.lifted)).toStrictEqual({ state: inMemory })
  })

  it('stays on its screen while its tokens are stored, and shows that later', () => {
    const { state, effect } = step(barred, events.stored)
    expect([state.shown, effect]).toEqual([shown, undefined])
    expect(step(state, events.lifted).state.shown).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
  })

  it('keeps its session at a second bar, and tells the newer answer', () => {
    const newer = { ...events.barred, failure: failure('deviceDeactivated') }
    expect(step(barred, newer)).toStrictEqual({ state: { ...barred, shown: { ...shown, failure: newer.failure } } })
  })

  it('can be left by a sign-out, ended by the tenant, or replaced by a new sign-in', () => {
    expect(step(barred, events.signOut).state).not.toHaveProperty('beforeBar')
    expect(step(barred, events.endedByTenant).state.shown.phase).toBe('signedOut')
    expect(step(barred, events.redeemed).state).toMatchObject({ person, shown: { phase: 'starting' } })
  })

  it('that nobody has is asked for by a new sign-in only', () => {
    const nobody: SessionRecord = { ...notStarted, shown }
    expect(step(nobody, events.lifted)).toStrictEqual({ state: nobody })
    expect(step(nobody, events.barred)).toStrictEqual({ state: nobody })
    expect(step(nobody, events.signIn).effect).toEqual({ do: 'beginAttempt', instead: undefined })
  })
})
