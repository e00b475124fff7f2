import { AppError } from '../ground/errors'
import type { Step as MachineStep } from '../ground/machine'
import type { Credential } from './credentials/credential'
import { ending, hasChangedNothing, isRefusal, passing } from './refreshFailure'
import type { Moment, Outcome, Renewal, TokenEffect, TokenEvent, TokenState } from './tokenState'

type Step = MachineStep<TokenState, TokenEffect>

/** A session whose renewal is in this stage. */
type At<Stage extends Renewal['stage']> = TokenState & { renewal: Extract<Renewal, { stage: Stage }> }

const refreshTries = 3
/** The number of refusals in a row that lead to a sign-in, even if none says that the session has ended. */
const refusalsAtMost = 2

/**
 * Steps through the life of one session's tokens, without side effects. At most one refresh is under way. The new refresh
 * token is stored before anybody gets the new access token, because a rotated refresh token that is lost or used twice ends the
 * session (RFC 9700 section 4.14). After the end, the only request is the revocation of a late token.
 */
export function step(state: TokenState, event: TokenEvent): Step {
  switch (event.type) {
    case 'adopted':
      return whenAdopted(state, event)
    case 'needed':
      if (state.renewal) return { state }
      if (state.over) return signedOut(state)
      return { state: { ...state, renewal: { stage: 'discovering' }, answer: undefined }, effect: { do: 'discover' } }
    case 'save':
      // A second write of the same tokens would look as if a refresh had ended whose answer was lost.
      if (state.over || state.renewal || state.storing > 0 || state.keptIn === 'keychain') return { state }
      return store(state, otherwise(state))
    case 'kept':
      return whenKept(state, event)
    case 'forgotten':
      return { state: state.over ? state : { ...state, over: true } }
    default:
      return whenRenewing(state, event)
  }
}

/** Returns the access token that needs no renewal: one that lives or, if one was refused, any other one. */
export function usableToken({ credential, usableUntil, renewal }: TokenState, at: Moment, refused?: string) {
  const { accessToken } = credential
  if (renewal) return undefined
  if (refused !== undefined) return accessToken === refused ? undefined : accessToken
  return isFresh({ credential, usableUntil }, at) ? accessToken : undefined
}

/**
 * Returns true if the access token lives by both clocks. One stands still while the computer sleeps, the other can be
 * set.
 */
function isFresh({ credential, usableUntil }: Pick<TokenState, 'credential' | 'usableUntil'>, at: Moment): boolean {
  const { accessToken, accessTokenUsableUntil } = credential
  return accessToken !== '' && at.wall < accessTokenUsableUntil && at.monotonic < usableUntil
}

/** Returns a session that begins with these tokens. */
export const begun = (credential: Credential, at: Moment, answerLost = false): TokenState => ({
  ...taken(credential, at),
  keptIn: 'keychain',
  answerLost,
  refusals: 0,
  storing: 0,
  over: false,
  renewal: undefined,
  answer: undefined,
  notice: undefined
})

const taken = (credential: Credential, at: Moment) => ({
  credential,
  usableUntil: at.monotonic + credential.accessTokenUsableUntil - at.wall
})

function whenAdopted(state: TokenState, { memoryOnlyBecause: cause }: Extract<TokenEvent, { type: 'adopted' }>): Step {
  if (cause !== undefined)
    return { state: { ...state, keptIn: 'memory', notice: { keeping: { keptIn: 'memory', cause } } } }
  return store({ ...state, keptIn: 'saving', notice: { keeping: { keptIn: 'saving' } } }, 'memory')
}

function whenKept(state: TokenState, { credential, keeping }: Extract<TokenEvent, { type: 'kept' }>): Step {
  if (state.storing === 0) return { state }
  const counted = { ...state, storing: state.storing - 1 }
  // After a sign-out or a newer renewal, this outcome says nothing about the session on screen.
  const isOld = state.over || state.credential !== credential
  const next = isOld ? counted : { ...counted, keptIn: keeping.keptIn, notice: { keeping } }
  return isAt(state, 'storing') && state.renewal.credential === credential
    ? finish(next, { credential })
    : { state: next }
}

function whenRenewing(state: TokenState, event: TokenEvent): Step {
  if (isAt(state, 'asking')) return whenAsking(state, event)
  if (isAt(state, 'counting') && event.type === 'counted') return judged(state, state.renewal.refusal, event.refusals)
  if (isAt(state, 'learning') && event.type === 'learning') return whenLearning(state)
  if (isAt(state, 'unlocking') && event.type === 'unlocked') return answered(state, state.renewal.outcome)
  if (isAt(state, 'revoking') && event.type === 'revoking') return signedOut(state)
  return whenPreparing(state, event)
}

/** Handles the stages before the request is sent, in which a failure leaves the session as it is. */
function whenPreparing(state: TokenState, event: TokenEvent): Step {
  if (!state.renewal || isAt(state, 'unlocking')) return { state }
  if (event.type === 'failed') return finish(state, { error: event.error })
  if (isAt(state, 'discovering') && event.type === 'discovered') {
    if (state.over) return signedOut(state)
    // No other process knows a session that is in memory only, so it needs no lock, unless it is just being stored.
    if (state.keptIn === 'memory' && state.storing === 0) return ask(state, { locked: false, tries: 1 })
    return { state: { ...state, renewal: { stage: 'locking' } }, effect: { do: 'lock' } }
  }
  if (isAt(state, 'locking') && event.type === 'locked') {
    return { state: { ...state, renewal: { stage: 'looking', locked: true } }, effect: { do: 'look' } }
  }
  if (isAt(state, 'looking') && event.type === 'looked') return whenLooked(state, event)
  if (isAt(state, 'noting') && event.type === 'noted') return ask(state, { locked: true, tries: 1 })
  if (isAt(state, 'pausing') && event.type === 'paused') {
    return ask(state, { locked: state.renewal.locked, tries: state.renewal.tries + 1 })
  }
  return { state }
}

function whenLooked(state: At<'looking'>, { elsewhere, at }: Extract<TokenEvent, { type: 'looked' }>): Step {
  if (state.over) return signedOut(state)
  if (elsewhere === null) return ended(state, new AppError('sessionEnded'))
  const known = elsewhere ? { ...state, ...taken(elsewhere, at), answerLost: false, refusals: 0 } : state
  if (elsewhere && isFresh(known, at)) return finish(known, { credential: elsewhere })
  return { state: { ...known, renewal: { stage: 'noting', locked: true } }, effect: { do: 'note' } }
}

/**
 * Asks for new tokens. If the refresh token may be used already, the tenant is asked about it first, because a second use
 * looks like theft.
 */
function ask(state: TokenState, { locked, tries }: { locked: boolean; tries: number }): Step {
  if (state.over) return signedOut(state)
  return {
    state: { ...state, renewal: { stage: 'asking', locked, tries } },
    effect: { do: 'ask', credential: state.credential, mayBeUsed: state.answerLost }
  }
}

function whenAsking(state: At<'asking'>, event: TokenEvent): Step {
  const { locked } = state.renewal
  if (event.type === 'failed') return whenNotAnswered(state, event.error)
  if (event.type !== 'answered') return { state }
  const { renewed, at } = event
  if (state.over) return revoke(state, renewed)
  const next = { ...state, ...taken(renewed, at), answerLost: false, refusals: 0 }
  return {
    state: { ...next, renewal: { stage: 'learning', locked } },
    effect: { do: 'learn', refreshToken: renewed.refreshToken }
  }
}

function whenNotAnswered(state: At<'asking'>, error: unknown): Step {
  const { locked, tries } = state.renewal
  if (state.over) return signedOut(state)
  if (error instanceof AppError && isRefusal(error)) return refused(state, error)
  const code = error instanceof AppError ? error.code : 'unexpected'
  if (ending.has(code)) return ended(state, error)
  const next = { ...state, answerLost: state.answerLost || !hasChangedNothing(error) }
  if (tries === refreshTries || !passing.has(code)) return finish(next, { error })
  return { state: { ...next, renewal: { stage: 'pausing', locked, tries } }, effect: { do: 'pause', tries } }
}

/** Counts a refusal. The stored session stays, because the tenant may accept it later, and a sign-in replaces it. */
function refused(state: At<'asking'>, refusal: AppError): Step {
  const { locked } = state.renewal
  if (state.keptIn !== 'keychain') return judged(state, refusal, 0)
  return { state: { ...state, renewal: { stage: 'counting', locked, refusal } }, effect: { do: 'count' } }
}

/** @param stored the number of refusals in a row, earlier starts included */
function judged(state: TokenState, refusal: AppError, stored: number): Step {
  const refusals = Math.max(state.refusals + 1, stored)
  if (state.over) return signedOut(state)
  if (refusals < refusalsAtMost) return finish({ ...state, refusals }, { error: refusal })
  return ended(state, new AppError('sessionRefused', { status: refusal.facts.status, cause: refusal }))
}

function whenLearning(state: At<'learning'>): Step {
  const { credential } = state
  if (state.over) return revoke(state, credential)
  if (!state.renewal.locked) return finish(state, { credential })
  return store({ ...state, renewal: { stage: 'storing', locked: true, credential } }, otherwise(state))
}

/** @param otherwise the place of the session if the keychain does not take it */
const store = (state: TokenState, otherwise: 'memory' | 'unsaved'): Step => ({
  state: { ...state, storing: state.storing + 1 },
  effect: { do: 'store', credential: state.credential, otherwise }
})

const otherwise = ({ keptIn }: TokenState) => (keptIn === 'memory' ? 'memory' : 'unsaved')

/** Revokes a refresh token that came after the sign-out, because nobody will use it. */
function revoke(state: TokenState, { refreshToken }: Credential): Step {
  const locked = isLocked(state)
  return { state: { ...state, renewal: { stage: 'revoking', locked } }, effect: { do: 'revoke', refreshToken } }
}

/**
 * Ends the session. After a lost answer it says `sessionNotRenewed`, because that refresh has most likely used up the
 * token.
 */
function ended(state: TokenState, refusal: unknown): Step {
  const { code, facts } = refusal instanceof AppError ? refusal : new AppError('sessionEnded')
  const told = code === 'sessionEnded' && state.answerLost ? 'sessionNotRenewed' : code
  const error = new AppError(told, { status: facts.status, cause: refusal })
  return finish({ ...state, over: true, notice: { ended: error } }, { error })
}

const signedOut = (state: TokenState): Step => finish(state, { error: new AppError('signedOut') })

/** Answers the callers that wait, after the lock is given back to other processes. */
function finish(state: TokenState, outcome: Outcome): Step {
  if (!isLocked(state)) return answered(state, outcome)
  return { state: { ...state, renewal: { stage: 'unlocking', outcome } }, effect: { do: 'unlock' } }
}

/** Answers the callers that wait. After a sign-out there is no token to give. */
function answered(state: TokenState, outcome: Outcome): Step {
  const answer = state.over && 'credential' in outcome ? { error: new AppError('signedOut') } : outcome
  return { state: { ...state, renewal: undefined, answer } }
}

const isLocked = ({ renewal }: TokenState): boolean => renewal !== undefined && 'locked' in renewal && renewal.locked

function isAt<Stage extends Renewal['stage']>(state: TokenState, stage: Stage): state is At<Stage> {
  return state.renewal?.stage === stage
}
