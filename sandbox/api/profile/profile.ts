import type { Person } from '../../people/people'
import type { Endpoints } from '../../protocol/endpoint'

/** Tell who owns the account, and how well it is protected. */
export const profileEndpoints: Endpoints = {
  'GET /api/v3/get-profile': ({ person, scopes, query }) => profileOf(person, scopes, query),
  'GET /api/v3/get-security-info': ({ person }) => securityOf(person),
  'GET /api/v3/get-my-tenant-list': () => []
}

const joined = '2024-09-23T08:00:00.000Z'

/** Returns the person as get-profile shows them: the fields that the granted scopes allow, and lists only on request. */
function profileOf(person: Person, scopes: Set<string>, query: URLSearchParams) {
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

function securityOf({ email, phone, enrolled }: Person) {
  return {
    passwordSecurityLevel: 2,
    mfaEnrolled: enrolled.length > 0,
    passwordSet: true,
    emailBinded: email !== undefined,
    phoneBinded: phone !== undefined,
    securityScore: Math.min(100, 40 + 15 * enrolled.length)
  }
}
