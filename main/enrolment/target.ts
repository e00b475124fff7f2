import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { z } from 'zod'
import type { EnrolmentTarget } from '../../contract/enrolment'
import { AppError } from '../errors'

const email = z.email().max(320)

/**
 * Brings what a person typed into the form the API takes.
 *
 * @throws AppError `phoneInvalid` (not a possible E.164 number of that country), `emailInvalid`
 */
export function checkTarget(target: EnrolmentTarget): EnrolmentTarget {
  if (target.kind === 'email') {
    const read = email.safeParse(target.email.normalize('NFKC').trim())
    if (!read.success) throw new AppError('emailInvalid')
    return { kind: 'email', email: read.data }
  }
  if (target.kind === 'none') return target
  const typed = target.phoneNumber.normalize('NFKC').trim()
  const number = parse(typed, target.phoneCountryCode.slice(1))
  // Not whether the range is in use: numbering plans change faster than any list of them.
  if (!number?.isPossible()) throw new AppError('phoneInvalid')
  return { kind: 'phone', phoneNumber: number.nationalNumber, phoneCountryCode: `+${number.countryCallingCode}` }
}

function parse(typed: string, defaultCallingCode: string) {
  try {
    return parsePhoneNumberFromString(typed, { defaultCallingCode })
  } catch {
    // The parser throws for a calling code no country has.
    return undefined
  }
}
