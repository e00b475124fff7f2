import { AppError } from '../ground/errors'
import type { Credential } from './credentials/credential'
import { begun, step } from './tokenMachine'
import type { Renewal, TokenEffect, TokenEvent, TokenState } from './tokenState'

const never = { wall: 0, monotonic: 0 }

/** Returns the session's tokens after so many renewals. Its access tokens end as soon as they are given. */
export const tokensNo = (number: number): Credential => ({
  sub: 'u',
  refreshToken: `rt-${number}`,
  accessToken: `at-${number}`,
  accessTokenUsableUntil: 0
})
export const numberOf = ({ refreshToken }: Pick<Credential, 'refreshToken'>): number => Number(refreshToken.slice(3))

/** The fates of one effect. Each effect gives them its own meaning, and most know only two of them. */
export const fates = ['done', 'fails', 'answer lost', 'request lost', 'busy', 'refused oddly', 'ended'] as const
export type Fate = (typeof fates)[number]

/** The ways in which a session begins. */
export const beginnings = ['resumed', 'resumed in doubt', 'adopted', 'adopted into memory'] as const
export type Beginning = (typeof beginnings)[number]

/**
 * Everything that lies outside of the machine: the tenant, the keychain, the lock, another process. It decides nothing.
 */
export interface World {
  state: TokenState
  underWay: TokenEffect[]
  /** The newest refresh token that the tenant gave. */
  valid: number
  /** Refresh tokens whose renewal was answered. */
  answered: Set<number>
  /** Refresh tokens that were sent and may have been used. */
  doubtful: Set<number>
  /** Refresh tokens that the keychain took, or refused to take. */
  offered: Set<number>
  stored: number
  /** The number of odd refusals in a row. */
  refusals: number
  isLocked: boolean
  isNoted: boolean
  /** The number of requests of the renewal under way. */
  requests: number
  signedOutElsewhere: boolean
  /** True if the tenant, or another process of the same person, has ended the session. */
  wordOfTheEnd: boolean
  revoked: Set<number>
}

export function worldOf(beginning: Beginning): World {
  const inDoubt = beginning === 'resumed in doubt'
  const world: World = {
    state: begun(tokensNo(0), never, inDoubt),
    underWay: [],
    valid: 0,
    answered: new Set(),
    doubtful: new Set(inDoubt ? [0] : []),
    offered: new Set(beginning.startsWith('resumed') ? [0] : []),
    stored: beginning.startsWith('resumed') ? 0 : -1,
    refusals: 0,
    isLocked: false,
    isNoted: false,
    requests: 0,
    signedOutElsewhere: false,
    wordOfTheEnd: false,
    revoked: new Set()
  }
  if (beginning === 'adopted') send(world, { type: 'adopted' })
  if (beginning === 'adopted into memory') send(world, { type: 'adopted', memoryOnlyBecause: 'a reason' })
  return world
}

export function send(world: World, event: TokenEvent): void {
  const { state, effect } = step(world.state, event)
  world.state = state
  if (effect) world.underWay.push(effect)
}

/**
 * Renews the session, or signs out of it, as another process on the same profile, which waits for the lock like this one.
 */
export function actElsewhere(world: World, what: 'renew' | 'sign out'): void {
  if (world.isLocked || world.stored < 0 || world.stored !== world.valid) return
  if (what === 'sign out') world.signedOutElsewhere = true
  else {
    world.answered.add(world.valid)
    world.stored = ++world.valid
    world.offered.add(world.valid)
  }
}

/** Returns the outcome of an effect. */
export function outcomeOf(world: World, effect: TokenEffect, fate: Fate): TokenEvent {
  const failed: TokenEvent = { type: 'failed', error: new AppError('timedOut') }
  switch (effect.do) {
    case 'discover':
      return fate === 'fails' ? failed : { type: 'discovered' }
    case 'lock':
      if (fate === 'fails') return failed
      world.isLocked = true
      return { type: 'locked' }
    case 'unlock':
      world.isLocked = false
      return { type: 'unlocked' }
    case 'look':
      return look(world, failed, fate)
    case 'note':
      world.isNoted = true
      return { type: 'noted' }
    case 'pause':
      return { type: 'paused' }
    case 'count':
      return { type: 'counted', refusals: world.refusals }
    case 'learn':
      return { type: 'learning' }
    case 'revoke':
      world.revoked.add(numberOf(effect))
      return { type: 'revoking' }
    case 'store':
      return keep(world, effect, fate)
    case 'ask':
      return answer(world, effect, fate)
  }
}

function look(world: World, failed: TokenEvent, fate: Fate): TokenEvent {
  if (fate === 'fails') return failed
  const isNewer = world.stored > numberOf(world.state.credential)
  if (world.signedOutElsewhere) world.wordOfTheEnd = true
  // The other process's access token still lives in some of the sequences.
  const elsewhere = { ...tokensNo(world.stored), accessTokenUsableUntil: fate === 'busy' ? 1 : 0 }
  return {
    type: 'looked',
    elsewhere: world.signedOutElsewhere ? null : isNewer ? elsewhere : undefined,
    at: { wall: 0, monotonic: 0 }
  }
}

function keep(world: World, { credential, otherwise }: Extract<TokenEffect, { do: 'store' }>, fate: Fate): TokenEvent {
  world.offered.add(numberOf(credential))
  if (fate === 'fails') {
    return { type: 'kept', credential, keeping: { keptIn: otherwise, cause: new AppError('keychainLocked') } }
  }
  world.stored = Math.max(world.stored, numberOf(credential))
  return { type: 'kept', credential, keeping: { keptIn: 'keychain' } }
}

function answer(world: World, { credential }: Extract<TokenEffect, { do: 'ask' }>, fate: Fate): TokenEvent {
  const sent = numberOf(credential)
  const fail = (error: AppError): TokenEvent => ({ type: 'failed', error })
  if (fate === 'refused oddly') {
    world.refusals++
    if (world.refusals >= 2) world.wordOfTheEnd = true
    return fail(new AppError('unexpectedAnswer', { refused: true }))
  }
  if (fate === 'busy') return fail(new AppError('serverFault', { status: 503 }))
  if (fate === 'request lost' || fate === 'answer lost') {
    world.doubtful.add(sent)
    if (fate === 'answer lost' && sent === world.valid) world.valid++
    return fail(new AppError('unreachable'))
  }
  if (fate === 'fails') return fail(new AppError('captivePortal'))
  if (fate === 'ended' || sent !== world.valid) {
    world.wordOfTheEnd = true
    return fail(new AppError('sessionEnded'))
  }
  world.answered.add(sent)
  world.refusals = 0
  world.valid++
  return { type: 'answered', renewed: tokensNo(world.valid), at: never }
}

/** Effects of a renewal, of which one is under way at a time. */
const ofRenewal = new Set<TokenEffect['do']>(['discover', 'lock', 'look', 'note', 'ask', 'pause', 'count', 'unlock'])
export const isOfRenewal = (effect: TokenEffect): boolean => ofRenewal.has(effect.do)

const lockedStages = new Set<Renewal['stage']>(['unlocking'])
/** Returns true if the machine knows that other processes wait for it. */
export const holdsLock = ({ renewal }: TokenState): boolean =>
  renewal !== undefined && (lockedStages.has(renewal.stage) || ('locked' in renewal && renewal.locked))
