import type { ErrorCode, Failure } from '../../contract/result'

interface Facts {
  /** The server's own words, already cleaned for display. */
  detail?: string | undefined
  requestId?: string | undefined
  status?: number | undefined
  /** True if the answer is a refusal that names its reason, so that it is the tenant's own. */
  refused?: boolean | undefined
  /** True if the request was sent twice, because the access token of the first was not accepted. */
  repeated?: boolean | undefined
  /** The business code of a refusal. Its meaning depends on the request. */
  apiCode?: number | undefined
  /** ms since the epoch */
  retryAt?: number | undefined
  /** The end of a suspension, in ms since the epoch. */
  until?: number | undefined
  /** The signer of the certificate that was refused, already cleaned for display. */
  issuer?: string | undefined
  /** Host and port of the proxy that refused, already cleaned for display. */
  proxy?: string | undefined
  /** The time by which this computer's clock is ahead of the server's, in ms. */
  clockErrorMs?: number | undefined
  cause?: unknown
}

/** A failure that happens in normal use and has words of its own. Every other error is a bug and crosses as `unexpected`. */
export class AppError extends Error {
  readonly facts: Omit<Facts, 'cause'>

  constructor(
    readonly code: ErrorCode,
    { cause, ...facts }: Facts = {}
  ) {
    super(code, { cause })
    this.name = 'AppError'
    this.facts = facts
  }
}

/** Returns the AppError that caused `error`, however deeply a library has wrapped it. */
export function appErrorWithin(error: unknown): AppError | undefined {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    if (cause instanceof AppError) return cause
  }
  return undefined
}

/** Returns what the window may know of `error`. Of an unexpected one that is the code alone. */
export function toFailure(error: unknown, now = Date.now()): Failure {
  const known = appErrorWithin(error)
  if (!known) return { code: 'unexpected', at: now }
  const { detail, requestId, status, retryAt, until, issuer, proxy, clockErrorMs } = known.facts
  return {
    code: known.code,
    at: now,
    ...(detail !== undefined && { detail }),
    ...(requestId !== undefined && { requestId }),
    ...(status !== undefined && { status }),
    ...(retryAt !== undefined && { retryAt }),
    ...(until !== undefined && { until }),
    ...(issuer !== undefined && { issuer }),
    ...(proxy !== undefined && { proxy }),
    ...(clockErrorMs !== undefined && { clockErrorMs })
  }
}
