import type { EnrolmentTarget } from '../../contract/enrolment'
import { AppError } from '../errors'
import { checkPhoneNumber } from './phoneNumber'

const fullWidth = /[\u{ff01}-\u{ff5e}]/gu
/** Dots of a domain as an input method types them. */
const ideographicDots = /(?<=@[^@]*)[\u{3002}\u{ff61}]/gu
const fullWidthToAscii = 0xfee0
const longestEmail = 320

/**
 * An address by HTML's own rule or looser: a name (quoted or not), an at sign and a domain, in any script. Whether mail
 * arrives there only the server can tell.
 */
const email = /^(?:"[^"\p{Cc}]+"|[^\s\p{Cc}"(),:;<>@[\\\]]+)@(?:\[[^\s\p{Cc}[\]]+\]|[^\s\p{Cc}"(),:;<>@[\\\]]+)$/u

/**
 * Brings what a person typed into the form the API takes.
 *
 * @throws AppError `phoneInvalid` (not a possible number, or not the one that was typed), `emailInvalid`
 */
export function checkTarget(target: EnrolmentTarget): EnrolmentTarget {
  if (target.kind === 'email') return { kind: 'email', email: checkEmail(target.email) }
  if (target.kind === 'none') return target
  return { kind: 'phone', ...checkPhoneNumber(target.phoneNumber, target.phoneCountryCode) }
}

function checkEmail(typed: string): string {
  // An input method types full-width letters and signs; every other character is part of the address.
  const address = typed
    .replace(fullWidth, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) - fullWidthToAscii))
    .replace(ideographicDots, '.')
    .trim()
  if (address.length > longestEmail || !email.test(address)) throw new AppError('emailInvalid')
  return address
}
