import type { Handlers } from '../bridge/serve'
import { AppError } from '../errors'
import type { Session } from '../session/sessionInterface'
import type { Tenant } from '../tenant'

type SessionHandlers = Pick<Handlers, Extract<keyof Handlers, `session:${string}`>>

interface SessionTopicParts {
  session: Session
  tenant: Tenant
  copy: (text: string) => Promise<void>
  /** Tells whether a browser was started. */
  openInBrowser: (link: string) => Promise<boolean>
}

export function sessionHandlers({ session, tenant, copy, openInBrowser }: SessionTopicParts): SessionHandlers {
  return {
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
  }
}
