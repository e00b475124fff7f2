import { Secret } from 'otpauth'
import { encode } from 'uqr'
import { z } from 'zod'
import type { OtpKey } from '../../../contract/enrolment'
import { AppError } from '../../ground/errors'
import { plainText } from '../../ground/text'
import { readKeyUri } from './keyUri'

/** An authenticator app's key, as the server made it. */
export interface OtpSecret {
  /** The key in Base32. */
  readonly key: string
  /** The address `otpauth://totp/…`, written anew from the parts of the server's that were understood. */
  readonly uri: string
  readonly algorithm: string
  readonly digits: number
  /** The life of a code, in s. */
  readonly period: number
  readonly issuer: string
  readonly account: string
  readonly recoveryCode?: string
}

const usual = { algorithm: 'SHA1', digits: 6, period: 30 }
const algorithmName = /^(?:hmac[-_]?)?sha[-_]?(?<bits>1|256|512)$/i
const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)

/** Bounds that every authenticator app supports. Outside of them a code would never match. */
const supported = z.object({
  algorithm: z
    .string()
    .regex(algorithmName)
    .transform((name) => name.replace(algorithmName, 'SHA$<bits>'))
    .default(usual.algorithm),
  digits: wholeNumber.pipe(z.int().min(6).max(8)).default(usual.digits),
  period: wholeNumber.pipe(z.int().min(10).max(300)).default(usual.period)
})
const keyLength = { least: 16, most: 320 }
const base32 = /^[A-Z2-7]+$/
const longestName = 100

/** The bytes in a QR code of 57 modules a side at level M, which is still readable in a blurred photo. */
const readableBytes = 213
/** The room for the names if a long key leaves none, in bytes. The QR code then has more modules. */
const leastRoom = 64

/**
 * Reads the key that the server made. Names are shortened if they would make the QR code unreadable, so that no name keeps
 * anybody from enrolling.
 *
 * @throws AppError `unexpectedAnswer` for anything but a TOTP key, `otpKeyUnsupported` for settings that no app supports
 */
export function readOtpSecret(uri: string, recoveryCode: string | undefined): OtpSecret {
  const { secret, ...uriParts } = readKeyUri(uri)
  if (!base32.test(secret) || secret.length < keyLength.least || secret.length > keyLength.most) {
    throw new AppError('unexpectedAnswer')
  }
  const read = supported.safeParse(uriParts)
  if (!read.success) throw new AppError('otpKeyUnsupported')
  const key = Secret.fromBase32(secret).base32
  // An authenticator app would split the account at a colon, and takes no empty account either.
  const account = plainText(uriParts.account.replaceAll(':', ' '), longestName)
  const issuer = plainText(uriParts.issuer, longestName)
  const label = account || issuer.replaceAll(':', ' ') || 'GenAuth'
  const left = readableBytes - writeUri({ key, ...read.data, issuer: ' ', account: '' }).length
  const written = shorten({ issuer, account: label }, left)
  return {
    key,
    uri: writeUri({ key, ...read.data, ...written }),
    ...read.data,
    issuer: written.issuer,
    account: account && written.account,
    ...(recoveryCode && { recoveryCode })
  }
}

type Names = Pick<OtpSecret, 'issuer' | 'account'>

/** Returns a URI with each name once, and without settings that every app assumes. */
function writeUri({ key, issuer, account, ...settings }: Omit<OtpSecret, 'uri' | 'recoveryCode'>): string {
  const parts = [`secret=${key}`]
  if (issuer !== '') parts.push(`issuer=${encodeURIComponent(issuer)}`)
  for (const name of ['algorithm', 'digits', 'period'] as const) {
    if (settings[name] !== usual[name]) parts.push(`${name}=${settings[name]}`)
  }
  return `otpauth://totp/${encodeURIComponent(account)}?${parts.join('&')}`
}

/** Shortens two names to the bytes that are left. A short name leaves its room to the other. */
function shorten({ issuer, account }: Names, left: number): Names {
  const room = Math.max(left, leastRoom)
  const shortIssuer = cut(issuer, Math.max(room / 2, room - encodeURIComponent(account).length))
  return { issuer: shortIssuer, account: cut(account, room - encodeURIComponent(shortIssuer).length) }
}

/** Cuts a name to this number of bytes in a URI, between two characters as people see them. */
function cut(name: string, room: number): string {
  if (encodeURIComponent(name).length <= room) return name
  let short = ''
  for (const { segment } of new Intl.Segmenter().segment(name)) {
    if (encodeURIComponent(`${short}${segment}…`).length > room) break
    short += segment
  }
  return `${short.trimEnd()}…`
}

/** Returns the key for the one view that shows it. */
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
