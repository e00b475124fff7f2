import { z } from 'zod'
import { AppError } from '../errors'
import { textOf } from './text'

/** Some servers, those of the V2 API among them, send some of their numbers as text. */
const numberOrText = z.union([
  z.int(),
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number)
])
const text = (max: number) => textOf(max).nullish().catch(undefined)

/** A V2 `code` from here on is a business code, which V3 keeps apart as `apiCode`. */
const firstBusinessCode = 1000

/**
 * The envelope of every answer. HTTP says 200 (or 201) for nearly everything: the envelope's `statusCode` is the truth, and
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
  .transform(({ statusCode, code, message, apiCode, requestId, uniqueId, data }, context) => {
    const status = statusCode ?? code
    if (typeof status !== 'number') {
      context.addIssue({ code: 'custom', message: 'The answer does not say whether it is a success.' })
      return z.NEVER
    }
    return {
      statusCode: status,
      message: message ?? undefined,
      apiCode: apiCode ?? (status >= firstBusinessCode ? status : undefined),
      requestId: requestId ?? uniqueId ?? undefined,
      data
    }
  })
export type Envelope = z.infer<typeof envelope>

const notLoggedIn = 2020

/**
 * Reads the body of an answer to its data.
 *
 * @param limitedBefore how often in a row the same request has met a rate limit before
 * @throws AppError `signedOut` (the access token is not accepted), `rateLimited`, `serverFault`, `rejected`, `unexpectedAnswer`.
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

function readJson(body: string): Envelope | undefined {
  try {
    return envelope.safeParse(JSON.parse(body)).data
  } catch {
    return undefined
  }
}

const shortestWaitMs = 1_000
const longestWaitMs = 300_000
/** Where the server does not say how long; twice as long each time it refuses once more. */
const unsaidWaitMs = 10_000

/**
 * The moment (ms since the epoch, this computer's clock) from which another try is welcome, by Retry-After in seconds
 * or as an HTTP date (RFC 9110 section 10.2.3), never under 1 s and never over 5 min from now. Without it 10 s, growing.
 */
export function readRetryAfter(headers: Headers, now: number, limitedBefore = 0): number {
  const wait = waitOf(headers, now) ?? unsaidWaitMs * 2 ** limitedBefore
  return now + Math.min(Math.max(wait, shortestWaitMs), longestWaitMs)
}

/** Returns how long to wait as the server says it, in ms; `undefined` where it does not say. */
function waitOf(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after')?.trim() ?? ''
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const until = Date.parse(value)
  if (Number.isNaN(until)) return undefined
  // The server means its own clock, which may differ from this computer's.
  const serverNow = Date.parse(headers.get('date') ?? '')
  return until - (Number.isNaN(serverNow) ? now : serverNow)
}
