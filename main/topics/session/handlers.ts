import type { Topic } from '../../bridge/topic'
import { AppError } from '../../ground/errors'
import type { Session } from '../../identity/sessionInterface'
import type { Tenant } from '../../ground/tenant'

interface SessionTopicParts {
  session: Session
  tenant: Tenant
  copy: (text: string) => Promise<void>
  /** Resolves to true if a browser was started. */
  openInBrowser: (link: string) => Promise<boolean>
}

export function sessionTopic({ session, tenant, copy, openInBrowser }: SessionTopicParts): Topic<'session'> {
  return {
    handlers: {
      'session:read': () => session.state(),
      'session:signIn': () => session.signIn(),
      'session:reopenBrowser': () => session.reopenBrowser(),
      'session:copySignInLink': () => copy(session.signInLink()),
      'session:copyAuthorizationRequest': () => copy(session.authorizationRequest()),
      'session:cancelSignIn': () => session.cancelSignIn(),
      'session:finishSignIn': ({ address }) => session.finishSignIn(address),
      'session:useToken': (given) => session.useToken(given),
      'session:signOut': () => session.signOut(),
      'session:retryKeychain': () => session.retryKeychain(),
      'session:openTenant': async () => {
        if (!(await openInBrowser(`${tenant.host}/`))) throw new AppError('browserNotOpened')
      }
    },
    settled: () => session.settled(),
    end: () => session.end()
  }
}
