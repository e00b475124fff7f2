import { z } from 'zod'
import { AppError } from '../ground/errors'
import { textOf } from '../ground/text'
import { barOf, suspendedUntil } from './barredDevice'

/** A number that may be text, as some servers send it, those of the V2 API among them. */
const numberOrText = z.union([
  z.int(),
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number)
])
const text = (max: number) => textOf(max).nullish().catch(undefined)

/** The first V2 `code` that is a business code, which V3 keeps apart as `apiCode`. */
const firstBusinessCode = 1000

/**
 * The envelope of every answer. HTTP says 200 (or 201) for nearly everything, so the envelope's `statusCode` decides, and
 * only 200 is a success. V2 endpoints call it `code`, put business codes there too, and call the request's id `uniqueId`.
 */
const envelope = z
  .object({
    statusCode: numberOrText.nullish(),
    code: numberOrText.nullish().catch(undefined),
    message: text(300),
    apiCode: numberOrText.nullish().catch(undefined),
    requestId: text(100),
    uniqueId: text(100),
    data: z.unknown().optional()
  })
  .transform(({ statusCode, code, message, apiCode, requestId, uniqueId, data }) => {
    const status = statusCode ?? code
    // An answer that does not say if it is a success is no envelope.
    if (typeof status !== 'number') return undefined
    return {
      statusCode: status,
      message: message ?? undefined,
      apiCode: apiCode ?? (status >= firstBusinessCode ? status : undefined),
      requestId: requestId ?? uniqueId ?? undefined,
      data
    }
  })
type Envelope = z.infer<typeof envelope>

const notLoggedIn = 2020

/**
 * Returns the data in the body of an answer.
 *
 * @param limitedBefore the number of rate limits in a row that the same request has met before
 * @throws AppError `deviceDeactivated`, `deviceSuspended`, `signedOut` (the access token is not accepted), `rateLimited`, `serverFault`, `rejected`,
 * `unexpectedAnswer`.
 */
export function readEnvelope(
  response: { status: number; headers: Headers; body: string },
  now = Date.now(),
  limitedBefore = 0
): { data: unknown; requestId?: string | undefined } {
  const read = readJson(response.body)
  const succeeded = response.status >= 200 && response.status < 300
  const facts = {
    status: read && succeeded ? read.statusCode : response.status,
    requestId: read?.requestId,
    apiCode: read?.apiCode,
    detail: read?.message
  }
  const bar = read?.statusCode === 200 ? undefined : barOf(read?.apiCode)
  if (bar) throw new AppError(bar, { ...facts, until: suspendedUntil(read?.data) })
  if (response.status === 429 || read?.statusCode === 429) {
    throw new AppError('rateLimited', { ...facts, retryAt: readRetryAfter(response.headers, now, limitedBefore) })
  }
  if (response.status >= 500) throw new AppError('serverFault', facts)
  if (response.status === 401) throw new AppError('signedOut', facts)
  if (!read) throw new AppError('unexpectedAnswer', facts)
  if (read.statusCode === 401 || read.apiCode === notLoggedIn) throw new AppError('signedOut', facts)
  if (read.statusCode >= 500 && read.statusCode < 600) throw new AppError('serverFault', facts)
  if (read.statusCode !== 200 || !succeeded) throw new AppError('rejected', facts)
  return { data: read.data, requestId: read.requestId }
}

function readJson(body: string): Envelope {
  try {
    return envelope.safeParse(JSON.parse(body)).data
  } catch {
    return undefined
  }
}

const shortestWaitMs = 1_000
const longestWaitMs = 300_000
/** The wait if the server names no time, in ms. It doubles each time the server refuses again. */
const unsaidWaitMs = 10_000

/**
 * Returns the moment (ms since the epoch, this computer's clock) from which another try is welcome, by Retry-After in seconds
 * or as an HTTP date (RFC 9110 section 10.2.3). It is at least 1 s and at most 5 min from now. Without the header it is 10 s,
 * growing.
 */
export function readRetryAfter(headers: Headers, now: number, limitedBefore = 0): number {
  const wait = waitOf(headers, now) ?? unsaidWaitMs * 2 ** limitedBefore
  return now + Math.min(Math.max(wait, shortestWaitMs), longestWaitMs)
}

/** Returns the wait that the server names, in ms, or `undefined` if it names none. */
function waitOf(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after') ?? ''
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const until = Date.parse(value)
  if (Number.isNaN(until)) return undefined
  // The server means its own clock, which may differ from this computer's.
  const serverNow = Date.parse(headers.get('date') ?? '')
  return until - (Number.isNaN(serverNow) ? now : serverNow)
}
