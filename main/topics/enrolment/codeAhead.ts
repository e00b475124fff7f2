import { TOTP } from 'otpauth'
import type { OtpSecret } from './otp'

/** The largest difference that is looked for. A phone with the wrong summer time is off by an hour. */
const furthestMs = 65 * 60_000

/**
 * Returns the lead of the clock that made a code over another one, in ms: 0 for a current code, negative for an earlier one,
 * both to the period of the key. Returns `undefined` if the key makes this code at no moment near.
 *
 * @param at the time of the other clock, in ms since the epoch
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

/** Returns the distance to the nearest of several clocks that may be right. */
export function codeAheadOfAny(otp: Parameters<typeof codeAhead>[0], passcode: string, clocks: number[]) {
  const distances = clocks.map((at) => codeAhead(otp, passcode, at)).filter((ahead) => ahead !== undefined)
  return distances.sort((one, other) => Math.abs(one) - Math.abs(other))[0]
}
