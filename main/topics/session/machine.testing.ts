import fc from 'fast-check'
import type { ErrorCode, Failure } from '../../../contract/result'
import type { Credential } from '../../identity/credentials/credential'
import type { SignInAttempt } from '../../identity/signIn'
import { type Effect, notStarted, type SessionEvent, type SessionRecord } from './state'

/** The world outside of the machine. It decides nothing: every possible outcome may come. */
export interface World {
  state: SessionRecord
  underWay: Effect[]
  /** Attempts that still wait for the browser. */
  waiting: Set<SignInAttempt>
  /** Attempts that were cancelled, and have not yet said so. */
  cancelled: Set<SignInAttempt>
  attempts: number
  /** True if the tokens of a session are in memory. */
  hasTokens: boolean
  /** True while there is a stored session that could not be read. */
  isUnreadable: boolean
}

type Dispatch = (world: World, event: SessionEvent) => void

const failure = (code: ErrorCode): Failure => ({ code, at: 0 })
export const codes: Record<'unreadable' | 'signedOut' | 'other' | 'ending' | 'signIn', ErrorCode[]> = {
  unreadable: ['keychainLocked', 'keychainSilent', 'keychainAbsent'],
  signedOut: ['keychainNotCleared', 'keychainEmptied', 'profileCopied'],
  other: ['keychainDamaged', 'unexpected'],
  ending: ['sessionEnded', 'sessionNotRenewed', 'sessionRefused', 'sessionForeign'],
  signIn: ['signInDenied', 'signInTimedOut', 'unreachable']
}

export function attemptNo(number: number): SignInAttempt {
  return {
    link: () => `http://127.0.0.1/${number}`,
    handOut: () => '',
    request: '',
    redirectUri: '',
    expiresAt: 0,
    outcome: Promise.resolve(undefined),
    cancel: () => undefined,
    finish: () => undefined
  }
}

const waitingFor = (link: string) =>
  ({ phase: 'signingIn', link, redirectUri: '', appId: '', expiresAt: 0, browserOpened: true }) as const

/** The actions that the person, the tenant, the app and another account may take at any time. */
export type Happening =
  | {
      do:
        | 'start'
        | 'sign in'
        | 'cancel'
        | 'deny'
        | 'reopen'
        | 'open the link'
        | 'hear of the cancelled'
        | 'sign out'
        | 'lock'
        | 'switch or quit'
        | 'clear'
        | 'bar'
        | 'lift'
    }
  | { do: 'finish'; credential: Credential }
  | { do: 'keep'; keptIn: 'keychain' | 'saving' | 'memory' | 'unsaved' }
  | { do: 'end by the tenant'; code: ErrorCode }
  | { do: 'outcome'; which: number; goesWell: boolean; code: ErrorCode; usedUp: boolean }

function credentialOf(sub: string, refreshToken: string): Credential {
  return { sub, refreshToken, accessToken: 'at', accessTokenUsableUntil: 0 }
}
const credential = fc.constantFrom(credentialOf('ours', 'rt'), credentialOf('ours', ''), credentialOf('theirs', 'rt'))

export const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom<Happening>(
      { do: 'start' },
      { do: 'sign in' },
      { do: 'cancel' },
      { do: 'deny' },
      { do: 'hear of the cancelled' },
      { do: 'reopen' },
      { do: 'open the link' },
      { do: 'sign out' },
      { do: 'lock' },
      { do: 'clear' },
      { do: 'bar' },
      { do: 'lift' }
    )
  },
  { weight: 1, arbitrary: fc.constant<Happening>({ do: 'switch or quit' }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('finish' as const), credential }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('keep' as const),
      keptIn: fc.constantFrom('keychain', 'saving', 'memory', 'unsaved')
    })
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('end by the tenant' as const), code: fc.constantFrom(...codes.ending) })
  },
  {
    weight: 20,
    arbitrary: fc.record({
      do: fc.constant('outcome' as const),
      which: fc.nat(3),
      goesWell: fc.boolean(),
      code: fc.constantFrom(...codes.unreadable, ...codes.signedOut, ...codes.other),
      usedUp: fc.boolean()
    })
  }
)

/** Returns true if a sign-out has not yet forgotten the tokens, so that they may still send events. */
const isSigningOut = ({ underWay }: World): boolean => underWay.some((effect) => effect.do === 'signOut')

export function happen(dispatch: Dispatch, world: World, what: Happening): void {
  const { state } = world
  const [attempt] = world.waiting
  switch (what.do) {
    case 'start':
      if (!state.person) dispatch(world, { type: 'start' })
      break
    case 'sign in':
      if (state.shown.phase !== 'signedIn') dispatch(world, { type: 'signIn' })
      break
    case 'cancel':
    case 'deny':
      if (attempt) {
        world.waiting.delete(attempt)
        dispatch(world, {
          type: 'attemptEnded',
          attempt,
          ...(what.do === 'deny' && { failure: failure('signInDenied') })
        })
      }
      break
    case 'reopen':
      if (state.attempt) dispatch(world, { type: 'reopen', shown: waitingFor(state.attempt.link()) })
      break
    case 'open the link':
      if (attempt) dispatch(world, { type: 'linked', attempt, link: 'http://127.0.0.1/next' })
      break
    case 'hear of the cancelled':
      for (const late of world.cancelled) dispatch(world, { type: 'attemptEnded', attempt: late })
      world.cancelled.clear()
      break
    case 'finish':
      // A code that comes back belongs to an attempt. A given token, or another account, needs none.
      if (attempt && what.credential.refreshToken !== '') world.waiting.delete(attempt)
      dispatch(world, { type: 'redeemed', credential: what.credential, ours: what.credential.sub === 'ours' })
      break
    case 'keep':
      if (world.hasTokens || isSigningOut(world))
        dispatch(world, { type: 'kept', shown: { phase: 'signedIn', keptIn: what.keptIn } })
      break
    case 'end by the tenant':
      if (!world.hasTokens) break
      world.hasTokens = false
      dispatch(world, { type: 'endedByTenant', failure: failure(what.code) })
      break
    case 'sign out':
      dispatch(world, { type: 'signOut' })
      break
    case 'lock':
      // The lock hides the window and seals the keychain, and the session goes on.
      break
    case 'switch or quit':
      dispatch(world, { type: 'end' })
      break
    case 'bar':
      if (world.hasTokens) dispatch(world, { type: 'barred', failure: failure('deviceSuspended') })
      break
    case 'lift':
      if (world.hasTokens) dispatch(world, { type: 'lifted' })
      break
    case 'clear':
      dispatch(world, { type: 'cleared' })
      break
    case 'outcome': {
      const [effect] = world.underWay.splice(what.which % Math.max(world.underWay.length, 1), 1)
      const event = effect && outcomeOf(world, effect, what)
      if (event) dispatch(world, event)
    }
  }
}

function outcomeOf(world: World, effect: Effect, { goesWell, code, usedUp }: Extract<Happening, { do: 'outcome' }>) {
  switch (effect.do) {
    case 'load': {
      if (!goesWell) return { type: 'notLoaded', cause: code, failure: failure(code) } as const
      const loaded = { credential: credentialOf('ours', 'rt'), refreshPending: false, usedUp, vouched: false }
      return { type: 'loaded', loaded: code === 'keychainLocked' ? null : loaded, at: 0 } as const
    }
    case 'resume':
      return { type: 'resumed' } as const
    case 'beginAttempt': {
      if (!goesWell) return { type: 'attemptNotBegun', failure: failure('unreachable') } as const
      const attempt = attemptNo(world.attempts++)
      world.waiting.add(attempt)
      return { type: 'attemptBegun', attempt, shown: waitingFor(attempt.link()) } as const
    }
    case 'openBrowser':
      return goesWell ? undefined : ({ type: 'browserNotOpened', attempt: effect.attempt, link: 'again' } as const)
    case 'signOut':
      return { type: 'signedOut', ...(!goesWell && { failure: failure('keychainNotCleared') }) } as const
    default:
      return undefined
  }
}

export const newWorld = (): World => ({
  state: notStarted,
  underWay: [],
  waiting: new Set(),
  cancelled: new Set(),
  attempts: 0,
  hasTokens: false,
  isUnreadable: false
})
