import { AppError } from '../ground/errors'
import { createRunner } from '../ground/machine'
import type { Log } from '../log/log'
import type { Credential } from './credentials/credential'
import type { CredentialStore } from './credentials/credentialStoreInterface'
import type { Keeping } from './credentials/keeping'
import type { Oidc } from './oidc/oidc'
import { begun, step, usableToken } from './tokenMachine'
import type { Moment, Outcome, TokenEffect, TokenEvent, TokenState } from './tokenState'
import type { Vouching } from './vouching'

/** The tokens of one session, from its beginning to its end. */
export interface HeldTokens {
  /**
   * Resolves to an access token, renewed if that is needed.
   *
   * @param refused the access token that the tenant did not accept
   * @throws AppError `signedOut` once the session is over, and those of a renewal
   */
  token(refused?: string): Promise<string>
  /** Says that the session is new, and stores it unless a reason is given to keep it in memory only. */
  adopted(memoryOnlyBecause?: unknown): Promise<void>
  /** See `Tokens.save`. */
  save(): Promise<void>
  /** Resolves when the renewal under way has ended. Returns `undefined` if there is none. */
  renewed(): Promise<unknown> | undefined
  /** Ends the session here and returns its newest refresh token, unless it is over already. */
  forget(): string | undefined
  /** Resolves when no work is under way for this session. */
  settled(): Promise<void>
}

export interface HeldParts {
  oidc: () => Promise<Oidc>
  store: CredentialStore
  vouching: Vouching
  log: Log
  onEnded: (error: AppError) => void
  onKeeping: (keeping: Keeping) => void
  moment: () => Moment
  wait: (ms: number) => Promise<void>
}

/** The callers that wait for one renewal. */
interface Waiting {
  readonly given: Promise<Credential>
  readonly settle: (answer: Outcome) => void
}

const firstPauseMs = 500
const saveAgainMs = 30_000

/** @param answerLost true if the last refresh may have happened although its answer was not kept */
export function holdTokens(parts: HeldParts, credential: Credential, answerLost = false): HeldTokens {
  const { log, onEnded, onKeeping, moment } = parts
  let waiting: Waiting | undefined
  let saveAgain: NodeJS.Timeout | undefined

  const runner = createRunner<TokenState, TokenEvent, TokenEffect>({
    initial: begun(credential, moment(), answerLost),
    step,
    run: carryOut(parts),
    onChanged({ notice, answer, over }, before) {
      if (notice && notice !== before.notice) tell(notice)
      if (over) clearTimeout(saveAgain)
      if (!answer || answer === before.answer) return
      waiting?.settle(answer)
      waiting = undefined
    }
  })

  function tell(notice: NonNullable<TokenState['notice']>): void {
    clearTimeout(saveAgain)
    if ('ended' in notice) {
      onEnded(notice.ended)
      return
    }
    // The keychain holds a used refresh token, so a crash would lose the session until the new one is stored.
    if (notice.keeping.keptIn === 'unsaved') {
      const again = (): void => void save().catch((error: unknown) => log('session-not-stored', {}, error))
      saveAgain = setTimeout(again, saveAgainMs).unref()
    }
    onKeeping(notice.keeping)
  }

  async function token(refused?: string): Promise<string> {
    if (runner.state().over) throw new AppError('signedOut')
    const usable = usableToken(runner.state(), moment(), refused)
    if (usable !== undefined) return usable
    const { given } = (waiting ??= waitForAnswer())
    void runner.send({ type: 'needed' })
    return (await given).accessToken
  }

  async function save(): Promise<void> {
    while (waiting) await waiting.given.catch(() => undefined)
    if (runner.state().over) throw new AppError('signedOut')
    await runner.send({ type: 'save' })
  }

  return {
    token,
    adopted: (memoryOnlyBecause) => runner.send({ type: 'adopted', memoryOnlyBecause }),
    save,
    renewed: () => waiting?.given.catch(() => undefined),
    forget() {
      const { over, credential: last } = runner.state()
      void runner.send({ type: 'forgotten' })
      return over ? undefined : last.refreshToken
    },
    settled: () => runner.settled()
  }
}

function waitForAnswer(): Waiting {
  let settle: Waiting['settle'] = () => undefined
  const answered = new Promise<Outcome>((resolve) => (settle = resolve))
  const given = answered.then((answer) => {
    if ('error' in answer) throw answer.error
    return answer.credential
  })
  return { given, settle }
}

/** Holds the lock from one effect to a later one, although the store holds it only while a function runs. */
function lockAcrossEffects(store: CredentialStore): { take(): Promise<void>; giveBack(): Promise<void> } {
  let release = (): void => undefined
  let held = Promise.resolve()
  return {
    take() {
      return new Promise((resolve, reject: (error: unknown) => void) => {
        held = store.alone(() => {
          resolve()
          return new Promise<void>((end) => (release = end))
        })
        held.catch(reject)
      })
    },
    giveBack() {
      release()
      return held
    }
  }
}

/** Returns the function that carries out the effects of one session's tokens. */
function carryOut({
  oidc,
  store,
  vouching,
  log,
  moment,
  wait
}: HeldParts): (effect: TokenEffect) => Promise<TokenEvent> {
  let provider: Promise<Oidc> | undefined
  const lock = lockAcrossEffects(store)

  async function discover(): Promise<TokenEvent> {
    provider = oidc()
    await provider
    return { type: 'discovered' }
  }

  async function ask({ credential, mayBeUsed }: Extract<TokenEffect, { do: 'ask' }>): Promise<TokenEvent> {
    const asked = await (provider ??= oidc())
    if (mayBeUsed && (await vouching.isOver(asked, credential.refreshToken))) throw new AppError('sessionEnded')
    return { type: 'answered', renewed: await asked.refresh(credential), at: moment() }
  }

  async function keep({ credential, otherwise }: Extract<TokenEffect, { do: 'store' }>): Promise<TokenEvent> {
    try {
      await store.save(credential, vouching.vouched())
      return { type: 'kept', credential, keeping: { keptIn: 'keychain' } }
    } catch (cause) {
      log('session-not-stored', {}, cause)
      return { type: 'kept', credential, keeping: { keptIn: otherwise, cause } }
    }
  }

  function learn(refreshToken: string): TokenEvent {
    vouching.learn((provider ??= oidc()), refreshToken)
    return { type: 'learning' }
  }

  function revoke(refreshToken: string): TokenEvent {
    const revoked = (provider ??= oidc()).then((asked) => asked.revoke(refreshToken))
    revoked.catch((error: unknown) => log('session-not-revoked', {}, error))
    return { type: 'revoking' }
  }

  async function carry(effect: TokenEffect): Promise<TokenEvent> {
    switch (effect.do) {
      case 'discover':
        return discover()
      case 'lock':
        await lock.take()
        return { type: 'locked' }
      case 'look':
        return { type: 'looked', elsewhere: await store.storedElsewhere(), at: moment() }
      case 'note':
        await store.refreshBegins()
        return { type: 'noted' }
      case 'ask':
        return ask(effect)
      case 'pause':
        await wait(firstPauseMs * 2 ** (effect.tries - 1) * (0.5 + Math.random()))
        return { type: 'paused' }
      case 'count':
        return { type: 'counted', refusals: await store.refreshRefused() }
      case 'learn':
        return learn(effect.refreshToken)
      case 'store':
        return keep(effect)
      case 'revoke':
        return revoke(effect.refreshToken)
      case 'unlock':
        await lock.giveBack().catch((error: unknown) => log('lock-not-given-back', {}, error))
        return { type: 'unlocked' }
    }
  }

  return (effect) => carry(effect).catch((error: unknown) => ({ type: 'failed', error }))
}
