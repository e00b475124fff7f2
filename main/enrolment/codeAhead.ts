import { TOTP } from 'otpauth'
import type { OtpSecret } from './otp'

/** A clock that nobody sets can be off by an hour, where a phone has the wrong summer time. */
const furthestMs = 65 * 60_000

/**
 * How far the clock that made a code is ahead of another one, in ms: 0 for a code of now, negative for one of before, both
 * to the period of the key. `undefined` for a code that the key makes at no moment near.
 *
 * @param at what the other clock shows, in ms since the epoch
 */
export function codeAhead(
  { key, algorithm, digits, period }: Pick<OtpSecret, 'key' | 'algorithm' | 'digits' | 'period'>,
  passcode: string,
  at: number
): number | undefined {
  const periodMs = period * 1000
  const totp = new TOTP({ secret: key, algorithm, digits, period })
  const periods = totp.validate({ token: passcode, timestamp: at, window: Math.ceil(furthestMs / periodMs) })
  return periods === null ? undefined : periods * periodMs
}

/** Returns the distance to the clock that the code fits best, of several that may be right. */
export function codeAheadOfAny(otp: Parameters<typeof codeAhead>[0], passcode: string, clocks: number[]) {
  const distances = clocks.map((at) => codeAhead(otp, passcode, at)).filter((ahead) => ahead !== undefined)
  return distances.sort((one, other) => Math.abs(one) - Math.abs(other))[0]
}
