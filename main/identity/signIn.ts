import { randomBytes } from 'node:crypto'
import type { Language } from '../../contract/settings'
import { AppError } from '../ground/errors'
import type { Credential } from './credentials/credential'
import { listenForCallback } from './loopback/loopback'
import type { OneTimeLink } from './loopback/oneTimeLinks'
import type { AuthorizationRequest } from './oidc/authorization'
import type { Oidc } from './oidc/oidc'

const signInLimitMs = 5 * 60_000
const clockEveryMs = 1_000

/** One authorization request that waits for the browser. */
export interface BrowserAttempt<Answer> {
  /**
   * Returns an address of this computer that leads to the authorization request once (RFC 8252 section 8.12 wants the
   * person's own browser). It is replaced as soon as it was opened.
   */
  link(): string
  /** Returns the link for a browser that is being started. Each such browser may open it once. */
  handOut(): string
  /** The authorization request itself, for a browser that cannot open an address of this computer. */
  readonly request: string
  /** The address that the tenant is asked to send the browser back to. */
  readonly redirectUri: string
  /** The end of the wait, in ms since the epoch. */
  readonly expiresAt: number
  /**
   * Resolves to the redeemed answer, or to `undefined` after `cancel`; rejects with AppError `signInDenied`,
   * `signInTimedOut`, …
   */
  readonly outcome: Promise<Answer | undefined>
  cancel(): void
  /**
   * Continues with the address to which the browser should have come back.
   * @throws AppError `signInAddressWrong` for any other address; the wait goes on
   */
  finish(address: string): void
}

/** One attempt to sign in. Its answer is the new session. */
export type SignInAttempt = BrowserAttempt<Credential>

/** The request to the provider, and the way to redeem its answer. */
interface BrowserFlow<Answer> {
  request(redirectUri: string, state: string): Promise<AuthorizationRequest>
  redeem(callback: URL, request: AuthorizationRequest): Promise<Answer>
}

interface AttemptOptions {
  /** The time that the attempt may take, in ms. */
  limit?: number | undefined
  /** Is called with each new link after the first. */
  onLink?: ((link: string) => void) | undefined
}

/** Begins an attempt to sign in; see {@link beginInBrowser}. */
export function beginSignIn(
  oidc: Oidc,
  ports: readonly number[],
  language: Language,
  options?: AttemptOptions
): Promise<SignInAttempt> {
  const flow: BrowserFlow<Credential> = {
    request: (redirectUri, state) => oidc.authorizationRequest(redirectUri, state),
    redeem: (callback, request) => oidc.exchange(callback, request)
  }
  return beginInBrowser(flow, ports, language, options)
}

/**
 * Begins an attempt: listens for the redirect and prepares the link. The end of the attempt closes the listener in any case.
 *
 * @param ports for the redirect, tried in order; 0 stands for any free one
 */
export async function beginInBrowser<Answer>(
  flow: BrowserFlow<Answer>,
  ports: readonly number[],
  language: Language,
  { limit = signInLimitMs, onLink = () => undefined }: AttemptOptions = {}
): Promise<BrowserAttempt<Answer>> {
  const state = randomBytes(32).toString('base64url')
  const loopback = await listenForCallback(ports, state, language)
  const request = await flow.request(loopback.redirectUri, state).catch((error: unknown) => {
    loopback.close()
    throw error
  })
  let link = nextLink()
  const expiresAt = Date.now() + limit
  const { promise: interrupted, cancel, stop } = interruption(limit, expiresAt)

  function nextLink(): OneTimeLink {
    return loopback.link(request.link, () => {
      link = nextLink()
      onLink(link.address)
    })
  }

  async function answer(): Promise<Answer | undefined> {
    try {
      const callback = await Promise.race([loopback.callback, interrupted])
      return callback && (await Promise.race([flow.redeem(callback, request), interrupted]))
    } finally {
      // After a callback this closes nothing, because the listener stays a moment by itself to show its page.
      loopback.close()
      stop()
    }
  }

  function finish(address: string): void {
    if (!loopback.accept(address)) throw new AppError('signInAddressWrong')
  }

  return {
    link: () => link.address,
    handOut: () => link.handOut(),
    request: request.link,
    redirectUri: loopback.redirectUri,
    expiresAt,
    outcome: answer(),
    cancel,
    finish
  }
}

/**
 * Resolves after `cancel`, and rejects when the time is over by the timer or by the clock, because a timer stands still
 * while the computer sleeps.
 */
function interruption(limit: number, expiresAt: number) {
  let cancel = (): void => undefined
  let timer: NodeJS.Timeout | undefined
  let clock: NodeJS.Timeout | undefined
  const promise = new Promise<undefined>((resolve, reject) => {
    cancel = () => resolve(undefined)
    const end = (): void => reject(new AppError('signInTimedOut'))
    timer = setTimeout(end, limit)
    clock = setInterval(() => {
      if (Date.now() >= expiresAt) end()
    }, clockEveryMs)
  })
  function stop(): void {
    clearTimeout(timer)
    clearInterval(clock)
  }
  return { promise, cancel, stop }
}
