import { z } from 'zod'
import type { Person } from '../../people/people'
import { type Endpoints, withBody } from '../../protocol/endpoint'
import { Refusal } from '../../protocol/envelope'
import type { SandboxSettings, ScoreForm } from '../../settings/options'

/** Tell who owns the account, and how well it is protected. */
export const profileEndpoints = ({ score }: Pick<SandboxSettings, 'score'>): Endpoints => ({
  'GET /api/v3/get-profile': ({ person, scopes, query }) => profileOf(person, scopes, query),
  'GET /api/v3/get-security-info': ({ person }) => securityOf(person, score),
  'GET /api/v3/get-my-tenant-list': () => [],
  'POST /api/v3/update-password': withBody(
    z.object({ newPassword: z.string().min(1), oldPassword: z.string() }),
    ({ newPassword, oldPassword }, { person }) => {
      if (oldPassword !== person.password) throw new Refusal('wrongOldPassword')
      person.password = newPassword
      person.passwordSetAt = new Date().toISOString()
    }
  )
})

const joined = '2024-09-23T08:00:00.000Z'

/** Returns the person as get-profile shows them: the fields that the granted scopes allow, and lists only on request. */
function profileOf(person: Person, scopes: Set<string>, query: URLSearchParams) {
  const { userId, account, name, gender, locale, email, phone, passwordSetAt = joined } = person
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
    passwordLastSetAt: passwordSetAt,
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

/** Returns the score in the form that the option asks for. */
const scoreIn: Record<ScoreForm, (score: number) => object> = {
  usual: (securityScore) => ({ securityScore }),
  above: (score) => ({ securityScore: score + 100 }),
  negative: (score) => ({ securityScore: -score }),
  fraction: (score) => ({ securityScore: score - 0.25 }),
  text: (score) => ({ securityScore: String(score) }),
  empty: () => ({ securityScore: null }),
  absent: () => ({}),
  object: (score) => ({ securityScore: { value: score } })
}

function securityOf({ email, phone, enrolled }: Person, form: ScoreForm) {
  return {
    passwordSecurityLevel: 2,
    mfaEnrolled: enrolled.length > 0,
    passwordSet: true,
    emailBinded: email !== undefined,
    phoneBinded: phone !== undefined,
    ...scoreIn[form](Math.min(100, 40 + 15 * enrolled.length))
  }
}
