import type { Person } from './people'

/** What is switched on for the person and not bound yet. */
export function factorsToEnroll({ offered, enrolled }: Person) {
  return offered
    .filter((factorType) => !enrolled.some((factor) => factor.factorType === factorType))
    .map((factorType) => ({ factorType }))
}

const joined = '2024-09-23T08:00:00.000Z'

/** The person as get-profile shows them: only the fields the granted scopes allow, and lists only where asked for. */
export function profileOf(person: Person, scopes: Set<string>, query: URLSearchParams) {
  const { userId, account, name, gender, locale, email, phone } = person
  return {
    userId,
    createdAt: joined,
    updatedAt: joined,
    status: 'Activated',
    workStatus: 'Active',
    gender,
    emailVerified: email !== undefined,
    phoneVerified: phone !== undefined,
    userSourceType: 'adminCreated',
    passwordLastSetAt: joined,
    passwordSecurityLevel: 2,
    resetPasswordOnNextLogin: false,
    ...(scopes.has('profile') && { name, nickname: name, locale }),
    ...(scopes.has('username') && { username: account.split('@')[0] }),
    ...(scopes.has('email') && email !== undefined && { email }),
    ...(scopes.has('phone') && phone && { phone: phone.phoneNumber, phoneCountryCode: phone.phoneCountryCode }),
    ...(query.get('withCustomData') === 'true' && { customData: {} }),
    ...(query.get('withIdentities') === 'true' && { identities: [] }),
    ...(query.get('withDepartmentIds') === 'true' && { departmentIds: [] })
  }
}

export function securityOf({ email, phone, enrolled }: Person) {
  return {
    passwordSecurityLevel: 2,
    mfaEnrolled: enrolled.length > 0,
    passwordSet: true,
    emailBinded: email !== undefined,
    phoneBinded: phone !== undefined,
    securityScore: Math.min(100, 40 + 15 * enrolled.length)
  }
}

/** The standard OpenID claims; the provider passes on those the scopes allow. */
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
