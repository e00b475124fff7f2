import type { ErrorCode, Failure } from '../../contract/result'
import type { Entry, KeptCode, Open, TypedCode } from './state'

/** The server was too busy to look at the code, and has certainly done nothing with it. */
const passing = new Set<ErrorCode>(['rateLimited', 'serverFault'])
/** Where the server does not say how long to wait. */
const pauseMs = 10_000
/** Servers take a code of an authenticator app for a moment longer than it is shown, and hardly longer than this. */
const freshForMs = 60_000

/** Returns the code that is worth another try after a pause, and when; `undefined` where it is not. */
export function keptAfter(
  { challenge }: Open,
  entry: Entry | undefined,
  { code, at, retryAt }: Failure
): KeptCode | undefined {
  if (!challenge.otp || !entry || !('passcode' in entry) || !passing.has(code)) return undefined
  const until = retryAt ?? at + pauseMs
  return isFresh(entry, until) ? { code: entry, until } : undefined
}

/** True if the server may still take the code at that moment. */
export const isFresh = ({ typedAt }: TypedCode, at: number): boolean => at - typedAt < freshForMs
