import type { ErrorCode, Failure } from '../contract/result'

interface Facts {
  /** The server's own words, already cleaned for display. */
  detail?: string | undefined
  requestId?: string | undefined
  status?: number | undefined
  /** True if the answer is a refusal that names its reason, and so is the tenant's own. */
  refused?: boolean | undefined
  /** True if the request went out twice, the first time with an access token that was not accepted. */
  repeated?: boolean | undefined
  /** The business code of a refusal; what it means depends on what was asked. */
  apiCode?: number | undefined
  /** ms since the epoch */
  retryAt?: number | undefined
  /** Who signed the certificate that was refused, already cleaned for display. */
  issuer?: string | undefined
  /** Host and port of the proxy that is in the way, already cleaned for display. */
  proxy?: string | undefined
  /** How far this computer's clock is ahead of the server's, in ms. */
  clockErrorMs?: number | undefined
  cause?: unknown
}

/** Something that happens in normal use and has words of its own. Every other error is a bug and crosses as `unexpected`. */
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

/** The AppError that caused `error`, however deeply a library has wrapped it. */
export function appErrorWithin(error: unknown): AppError | undefined {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    if (cause instanceof AppError) return cause
  }
  return undefined
}

/** What the window may know of `error`: nothing but the code of an unexpected one. */
export function toFailure(error: unknown, now = Date.now()): Failure {
  const known = appErrorWithin(error)
  if (!known) return { code: 'unexpected', at: now }
  const { detail, requestId, status, retryAt, issuer, proxy, clockErrorMs } = known.facts
  return {
    code: known.code,
    at: now,
    ...(detail !== undefined && { detail }),
    ...(requestId !== undefined && { requestId }),
    ...(status !== undefined && { status }),
    ...(retryAt !== undefined && { retryAt }),
    ...(issuer !== undefined && { issuer }),
    ...(proxy !== undefined && { proxy }),
    ...(clockErrorMs !== undefined && { clockErrorMs })
  }
}
