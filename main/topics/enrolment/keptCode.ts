import type { ErrorCode, Failure } from '../../../contract/result'
import type { Entry, KeptCode, Open, TypedCode } from './state'

/** Failures that mean the server was too busy to look at the code, and has certainly done nothing with it. */
const passing = new Set<ErrorCode>(['rateLimited', 'serverFault'])
/** The pause if the server does not say how long to wait. */
const pauseMs = 10_000
/** The age up to which servers accept a code of an authenticator app, which is a little longer than the app shows it. */
const freshForMs = 60_000

/** Returns the code with the time for another try, or `undefined` if it is not worth one. */
export function keptAfter(
  { challenge }: Open,
  entry: Entry | undefined,
  { code, at, retryAt }: Failure
): KeptCode | undefined {
  if (!challenge.otp || !entry || !('passcode' in entry) || !passing.has(code)) return undefined
  const until = retryAt ?? at + pauseMs
  return isFresh(entry, until) ? { code: entry, until } : undefined
}

/** Returns true if the server may still accept the code at that moment. */
export const isFresh = ({ typedAt }: TypedCode, at: number): boolean => at - typedAt < freshForMs
