import type { EnrolmentTarget } from '../../contract/enrolment'

/** What the account itself has, as `get-profile` writes it. */
interface Contacts {
  email?: string | null | undefined
  phone?: string | null | undefined
  phoneCountryCode?: string | null | undefined
}

/** GenAuth leaves the code out for its home country. */
const homeCode = '86'

/**
 * True if a factor leads to the address or number that the account itself has. Unbinding by a code takes that one, whatever
 * the factor: where the two differ, the account would lose something that has nothing to do with it.
 */
export function isSameContact(target: EnrolmentTarget, { email, phone, phoneCountryCode }: Contacts): boolean {
  if (target.kind === 'none') return false
  if (target.kind === 'email')
    return Boolean(email) && target.email.trim().toLowerCase() === email?.trim().toLowerCase()
  return (
    Boolean(phone) && wholeNumber(target.phoneNumber, target.phoneCountryCode) === wholeNumber(phone, phoneCountryCode)
  )
}

/** Returns the digits of a number, its country's first. */
function wholeNumber(number: string | null | undefined, countryCode: string | null | undefined): string {
  const digits = (text: string | null | undefined): string => text?.replace(/\D/g, '') ?? ''
  return number?.trim().startsWith('+') ? digits(number) : (digits(countryCode) || homeCode) + digits(number)
}
