import type { ConfigurationProblem } from '../../contract/session'
import type { TenantHandlers } from '../application'
import { AppError } from '../errors'

const refuse = (): never => {
  throw new AppError('invalidInput')
}

/** Without a tenant there is nothing to ask: the window shows what is wrong with the start options. */
export function unconfiguredHandlers(problem: ConfigurationProblem): TenantHandlers {
  return {
    'session:read': () => ({ phase: 'notConfigured', problem }),
    'session:signIn': refuse,
    'session:reopenBrowser': refuse,
    'session:copySignInLink': refuse,
    'session:cancelSignIn': refuse,
    'session:signOut': refuse,
    'session:retryKeychain': refuse,
    'factors:listToEnroll': refuse,
    'factors:listEnrolled': refuse,
    'factors:stopLoading': () => undefined,
    'account:read': refuse
  }
}
