import type { SessionState } from '../../contract/session'
import type { AccountsHandlers } from '../accounts/accounts'
import type { TenantHandlers } from '../application'
import { AppError } from '../errors'

const refuse = (): never => {
  throw new AppError('invalidInput')
}

/** Without a tenant there is nobody to ask. */
export function notConnectedHandlers(state: SessionState): TenantHandlers & AccountsHandlers {
  return {
    'session:read': () => state,
    'session:signIn': refuse,
    'session:reopenBrowser': refuse,
    'session:copySignInLink': refuse,
    'session:copyAuthorizationRequest': refuse,
    'session:cancelSignIn': refuse,
    'session:finishSignIn': refuse,
    'session:useToken': refuse,
    'session:signOut': refuse,
    'session:retryKeychain': refuse,
    'session:openTenant': refuse,
    'factors:listToEnroll': refuse,
    'factors:listEnrolled': refuse,
    'factors:label': refuse,
    'factors:stopLoading': () => undefined,
    'enrolment:read': () => ({ phase: 'none' }),
    'removal:read': () => ({ phase: 'none' }),
    'enrolment:start': refuse,
    'enrolment:suggestTarget': refuse,
    'enrolment:sendChallenge': refuse,
    'enrolment:copySignInLink': refuse,
    'enrolment:reopenBrowser': refuse,
    'enrolment:cancelQuestion': refuse,
    'enrolment:verify': refuse,
    'enrolment:verifyFace': refuse,
    'enrolment:recheck': refuse,
    'enrolment:readKey': refuse,
    'enrolment:copyKey': refuse,
    'enrolment:copyLink': refuse,
    'enrolment:openAuthenticator': refuse,
    'enrolment:readRecoveryCode': refuse,
    'enrolment:copyRecoveryCode': refuse,
    'enrolment:saveRecoveryCode': refuse,
    'enrolment:keepRecoveryCode': refuse,
    'enrolment:leave': refuse,
    'removal:preview': refuse,
    'removal:start': refuse,
    'removal:copySignInLink': refuse,
    'removal:reopenBrowser': refuse,
    'removal:sendCode': refuse,
    'removal:confirmCode': refuse,
    'removal:recheck': refuse,
    'removal:leave': refuse,
    'passkeys:list': refuse,
    'passkeys:rename': refuse,
    'passkeys:remove': refuse,
    'passkeys:add': refuse,
    'countries:list': refuse,
    'account:read': refuse,
    'account:readOrganisation': refuse,
    'snapshot:read': refuse,
    'accounts:list': () => [],
    'accounts:switch': refuse,
    'accounts:add': refuse,
    'accounts:forget': refuse
  }
}
