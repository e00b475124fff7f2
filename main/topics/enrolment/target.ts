import { longestTarget } from '../../../contract/fields'
import type { EnrolmentTarget } from '../../../contract/enrolment'
import { AppError } from '../../ground/errors'
import { checkPhoneNumber } from './phoneNumber'

const fullWidth = /[\u{ff01}-\u{ff5e}]/gu
/** The dots of a domain as input methods type them. */
const ideographicDots = /(?<=@[^@]*)[\u{3002}\u{ff61}]/gu
const fullWidthToAscii = 0xfee0

/**
 * An address by HTML's own rule or a looser one: a name (quoted or not), an at sign and a domain, in any script. Only the
 * server can tell if mail arrives there.
 */
const email = /^(?:"[^"\p{Cc}]+"|[^\s\p{Cc}"(),:;<>@[\\\]]+)@(?:\[[^\s\p{Cc}[\]]+\]|[^\s\p{Cc}"(),:;<>@[\\\]]+)$/u

/**
 * Returns the typed target in the form that the API takes.
 *
 * @throws AppError `phoneInvalid` (no possible number, or not the one that was typed), `emailInvalid`
 */
export function checkTarget(target: EnrolmentTarget): EnrolmentTarget {
  if (target.kind === 'email') return { kind: 'email', email: checkEmail(target.email) }
  if (target.kind === 'none') return target
  return { kind: 'phone', ...checkPhoneNumber(target.phoneNumber, target.phoneCountryCode) }
}

function checkEmail(typed: string): string {
  // Input methods type full-width letters and signs. Every other character is part of the address.
  const address = typed
    .replace(fullWidth, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) - fullWidthToAscii))
    .replace(ideographicDots, '.')
    .trim()
  if (address.length > longestTarget || !email.test(address)) throw new AppError('emailInvalid')
  return address
}
