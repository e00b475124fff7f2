import type { ErrorCode, Failure } from '../../../contract/result'
import type { SessionState as Shown } from '../../../contract/session'
import type { Credential } from '../../identity/credentials/credential'
import { forOneSitting } from '../../identity/credentials/keeping'
import { isBar } from '../../tenant/barredDevice'
import { signedOutCodes, unreadableCodes } from './loadFailure'
import { type Effect, notStarted, type SessionEvent, type SessionRecord, type Step } from './state'

/**
 * Steps through the life of the one session, without side effects. Nobody is shown as signed in without tokens, or while a
 * browser is waited for. An unreadable stored session is neither deleted nor replaced. After `end`, nothing begins.
 */
export function step(state: SessionRecord, event: SessionEvent): Step {
  switch (event.type) {
    case 'start':
    case 'loaded':
    case 'notLoaded':
    case 'resumed':
      return whenStarting(state, event)
    case 'signIn':
    case 'attemptBegun':
    case 'attemptNotBegun':
    case 'linked':
    case 'reopen':
    case 'browserNotOpened':
    case 'attemptEnded':
      return whenSigningIn(state, event)
    case 'redeemed':
      return whenRedeemed(state, event)
    case 'barred':
      return { state: whenBarred(state, event.failure) }
    case 'lifted':
      return { state: whenLifted(state) }
    case 'end':
      return { state: { ...state, ended: true }, ...(state.attempt && cancel(state.attempt)) }
    case 'gone':
      return { state: { ...notStarted, ended: true } }
    default:
      return whenSignedIn(state, event)
  }
}

type Of<Type extends SessionEvent['type']> = Extract<SessionEvent, { type: Type }>

function whenStarting(state: SessionRecord, event: Of<'start' | 'loaded' | 'notLoaded' | 'resumed'>): Step {
  if (event.type === 'start') {
    if (state.ended || state.person) return { state }
    return { state: showUnlessWaiting(state, { phase: 'starting' }), effect: { do: 'load' } }
  }
  if (event.type === 'resumed') {
    const isShown = !state.person || state.shown.phase === 'signedIn'
    return { state: isShown ? state : show(state, { phase: 'signedIn', keptIn: 'keychain' }) }
  }
  // Somebody has signed in meanwhile.
  if (state.person) return { state }
  return event.type === 'loaded' ? whenLoaded({ ...state, unreadable: undefined }, event) : whenNotLoaded(state, event)
}

function whenLoaded(state: SessionRecord, { loaded, at }: Of<'loaded'>): Step {
  if (!loaded) return { state: showUnlessWaiting(state, { phase: 'signedOut' }) }
  if (loaded.usedUp) {
    const failure = { code: 'sessionNotRenewed', at } as const
    return { state: showUnlessWaiting(state, { phase: 'signedOut', failure }), effect: { do: 'clear' } }
  }
  const { attempt: instead, shown } = state
  const person = { sub: loaded.credential.sub, oneSitting: false }
  const next = { ...state, person, attempt: undefined, shown: instead ? ({ phase: 'starting' } as const) : shown }
  return { state: next, effect: { do: 'resume', loaded, instead } }
}

function whenNotLoaded(state: SessionRecord, { cause, failure }: Of<'notLoaded'>): Step {
  const unreadable = unreadableCodes.has(failure.code) ? { cause, failure } : state.unreadable
  const phase = signedOutCodes.has(failure.code) ? 'signedOut' : 'keychainUnreadable'
  return { state: showUnlessWaiting({ ...state, unreadable }, { phase, failure }) }
}

type OfSigningIn = Of<
  'signIn' | 'attemptBegun' | 'attemptNotBegun' | 'linked' | 'reopen' | 'browserNotOpened' | 'attemptEnded'
>

function whenSigningIn(state: SessionRecord, event: OfSigningIn): Step {
  const { attempt } = state
  switch (event.type) {
    case 'signIn': {
      if (!maySignIn(state)) return { state }
      const next = attempt ? show({ ...state, attempt: undefined }, beforeSignIn(state)) : state
      return { state: next, effect: { do: 'beginAttempt', instead: attempt } }
    }
    case 'attemptBegun':
      if (!maySignIn(state)) return { state, ...cancel(event.attempt) }
      return {
        state: { ...state, attempt: event.attempt, shown: event.shown },
        effect: { do: 'openBrowser', attempt: event.attempt, instead: attempt }
      }
    case 'attemptNotBegun':
      if (!maySignIn(state) || attempt) return { state }
      return { state: show(state, { phase: 'signedOut', failure: event.failure }) }
    case 'reopen':
      if (!attempt || state.ended) return { state }
      return { state: show(state, event.shown), effect: { do: 'openBrowser', attempt, instead: undefined } }
    default:
      return { state: event.attempt === attempt ? whenAttempted(state, event) : state }
  }
}

function whenAttempted(state: SessionRecord, event: Of<'linked' | 'browserNotOpened' | 'attemptEnded'>): SessionRecord {
  if (event.type === 'attemptEnded') {
    const { failure } = event
    if (!failure) return show({ ...state, attempt: undefined }, beforeSignIn(state))
    return show({ ...state, attempt: undefined }, { phase: isBar(failure.code) ? 'barred' : 'signedOut', failure })
  }
  const { shown } = state
  if (shown.phase !== 'signingIn') return state
  const { link } = event
  return show(state, { ...shown, link, ...(event.type === 'browserNotOpened' && { browserOpened: false }) })
}

/** Keeps the session, because only an administrator decides about the device. */
function whenBarred(state: SessionRecord, failure: Failure): SessionRecord {
  const { person, shown, ended } = state
  if (!person || ended) return state
  return {
    ...show(state, { phase: 'barred', failure }),
    ...(shown.phase === 'signedIn' && { beforeBar: shown })
  }
}

function whenLifted(state: SessionRecord): SessionRecord {
  const { person, shown, beforeBar = { phase: 'signedIn', keptIn: 'keychain' } } = state
  return person && shown.phase === 'barred' ? show(withoutBar(state), beforeBar) : state
}

/** Returns the state without the session that was shown before a bar. */
function withoutBar({ beforeBar: _beforeBar, ...state }: SessionRecord): SessionRecord {
  return state
}

/** Shows a session here, or hands it over to the account that it belongs to. */
function whenRedeemed(state: SessionRecord, { credential, ours }: Of<'redeemed'>): Step {
  if (state.ended) return { state }
  const { attempt: instead, unreadable } = state
  const next = { ...state, attempt: undefined }
  if (!ours) {
    return { state: show(next, beforeSignIn(state)), effect: { do: 'handOver', credential, instead } }
  }
  const person = personOf(credential)
  const memoryOnlyBecause = person.oneSitting ? forOneSitting : unreadable?.cause
  // The tenant has just given tokens to this device, so a bar is over.
  const shown: Shown = state.shown.phase === 'barred' ? { phase: 'starting' } : state.shown
  return {
    state: { ...withoutBar(next), shown, person },
    effect: { do: 'adopt', credential, memoryOnlyBecause, instead }
  }
}

const personOf = ({ sub, signedInAt, deviceId, refreshToken }: Credential) => ({
  sub,
  signedInAt,
  ...(deviceId !== undefined && { deviceId }),
  oneSitting: refreshToken === ''
})

function whenSignedIn(
  state: SessionRecord,
  event: Of<'kept' | 'endedByTenant' | 'signOut' | 'signedOut' | 'cleared'>
): Step {
  const { person, shown, unreadable } = state
  switch (event.type) {
    case 'kept': {
      if (!person) return { state }
      const isStored = event.shown.keptIn === 'keychain'
      // The screen of a barred device stays, whatever becomes of the session behind it.
      if (shown.phase === 'barred') return { state: { ...state, beforeBar: event.shown } }
      return { state: { ...state, shown: event.shown, ...(isStored && { unreadable: undefined }) } }
    }
    case 'endedByTenant':
      return person ? endedByTenant(state, event) : { state }
    case 'signOut':
      return {
        state: { ...withoutBar(state), person: undefined },
        effect: { do: 'signOut', isStored: !unreadable && !person?.oneSitting }
      }
    case 'signedOut': {
      if (person) return { state }
      const { failure } = event
      return { state: showUnlessWaiting(state, failure ? { phase: 'signedOut', failure } : beforeSignIn(state)) }
    }
    case 'cleared':
      return { state: shown.phase === 'signedOut' ? show(state, { phase: 'signedOut' }) : state }
  }
}

const keepsStored = new Set<ErrorCode>(['sessionRefused'])

/** Deletes the stored session too, unless it is another one, or the tenant may accept it later. */
function endedByTenant(state: SessionRecord, { failure }: Of<'endedByTenant'>): Step {
  const { person, unreadable } = state
  const next = { ...withoutBar(state), person: undefined }
  if (person?.oneSitting) {
    return { state: show(next, { phase: 'signedOut', failure: { code: 'tokenEnded', at: failure.at } }) }
  }
  const isKept = unreadable !== undefined || keepsStored.has(failure.code)
  return { state: show(next, { phase: 'signedOut', failure }), ...(!isKept && { effect: { do: 'clear' } as const }) }
}

const maySignIn = ({ ended, person }: SessionRecord): boolean => !ended && !person

const beforeSignIn = ({ unreadable }: SessionRecord): Shown =>
  unreadable ? { phase: 'keychainUnreadable', failure: unreadable.failure } : { phase: 'signedOut' }

const show = (state: SessionRecord, shown: Shown): SessionRecord => ({ ...state, shown })

/** Shows a state, unless an attempt waits for the browser, which stays on screen. */
const showUnlessWaiting = (state: SessionRecord, shown: Shown): SessionRecord =>
  state.attempt ? state : show(state, shown)

const cancel = (attempt: Extract<Effect, { do: 'cancel' }>['attempt']) => ({
  effect: { do: 'cancel', attempt } as const
})
