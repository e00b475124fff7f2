import type { EnrolmentTarget } from '../../contract/enrolment'

/** The address and number of the account itself, as in `get-profile`. */
interface Contacts {
  email?: string | null | undefined
  phone?: string | null | undefined
  phoneCountryCode?: string | null | undefined
}

/** The calling code of the home country of GenAuth, which leaves it out. */
const homeCode = '86'

/**
 * Returns true if the target of a factor is the address or number of the account itself. Unbinding by a code always removes
 * the latter, so if the two differ, the account would lose a contact that is not the target of the factor.
 */
export function isSameContact(target: EnrolmentTarget, { email, phone, phoneCountryCode }: Contacts): boolean {
  if (target.kind === 'none') return false
  if (target.kind === 'email')
    return Boolean(email) && target.email.trim().toLowerCase() === email?.trim().toLowerCase()
  return (
    Boolean(phone) && wholeNumber(target.phoneNumber, target.phoneCountryCode) === wholeNumber(phone, phoneCountryCode)
  )
}

/** Returns the digits of a number, after those of its country. */
function wholeNumber(number: string | null | undefined, countryCode: string | null | undefined): string {
  const digits = (text: string | null | undefined): string => text?.replace(/\D/g, '') ?? ''
  return number?.trim().startsWith('+') ? digits(number) : (digits(countryCode) || homeCode) + digits(number)
}
