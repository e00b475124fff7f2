import { TOTP, URI } from 'otpauth'
import { encode } from 'uqr'
import { z } from 'zod'
import type { OtpKey } from '../../contract/enrolment'
import { AppError } from '../errors'

/** An authenticator app's key, as the server made it. */
export interface OtpSecret {
  /** Base32 */
  readonly key: string
  /** `otpauth://totp/…`, written anew from what was understood of the server's. */
  readonly uri: string
  readonly algorithm: string
  readonly digits: number
  /** s */
  readonly period: number
  readonly issuer: string
  readonly account: string
  readonly recoveryCode?: string
}

/** Bounds that every authenticator app keeps to; outside of them a code would never match. */
const supported = z.object({
  algorithm: z.enum(['SHA1', 'SHA256', 'SHA512']),
  digits: z.int().min(6).max(8),
  period: z.int().min(10).max(300)
})
const keyLength = { least: 16, most: 320 }

/** @throws AppError `unexpectedAnswer` for anything but a TOTP key URI that authenticator apps understand */
export function readOtpSecret(uri: string, recoveryCode: string | undefined): OtpSecret {
  const otp = parse(uri)
  if (!(otp instanceof TOTP)) throw new AppError('unexpectedAnswer')
  const { algorithm, digits, period } = otp
  const key = otp.secret.base32
  const read = supported.safeParse({ algorithm: algorithm.replace('-', ''), digits, period })
  if (!read.success || key.length < keyLength.least || key.length > keyLength.most) {
    throw new AppError('unexpectedAnswer')
  }
  return {
    key,
    uri: otp.toString(),
    ...read.data,
    issuer: otp.issuer,
    account: otp.label,
    ...(recoveryCode && { recoveryCode })
  }
}

function parse(uri: string): unknown {
  try {
    return URI.parse(uri)
  } catch {
    // The parser's message quotes the URI, and with it the key.
    throw new AppError('unexpectedAnswer')
  }
}

/** For the one view that shows it. */
export function describeKey({ key, uri, algorithm, digits, period, issuer, account }: OtpSecret): OtpKey {
  const { data } = encode(uri, { border: 0, ecc: 'M' })
  return {
    key: key.match(/.{1,4}/g)?.join(' ') ?? key,
    algorithm,
    digits,
    period,
    issuer,
    account,
    qr: data.map((row) => row.map((dark) => (dark ? '1' : '0')).join(''))
  }
}
