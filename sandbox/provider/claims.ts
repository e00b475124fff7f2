import type { Person } from '../people/people'

/** Returns the standard OpenID claims. The provider passes on those that the scopes allow. */
export function claimsOf({ userId, account, name, gender, locale, email, phone }: Person) {
  return {
    sub: userId,
    name,
    nickname: name,
    preferred_username: account.split('@')[0],
    gender,
    locale,
    ...(email !== undefined && { email, email_verified: true }),
    ...(phone && { phone_number: phone.phoneCountryCode + phone.phoneNumber, phone_number_verified: true })
  }
}
