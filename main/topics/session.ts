import type { Handlers } from '../bridge/serve'
import type { Session } from '../session/sessionInterface'

type SessionHandlers = Pick<Handlers, Extract<keyof Handlers, `session:${string}`>>

export function sessionHandlers(session: Session, copy: (text: string) => Promise<void>): SessionHandlers {
  return {
    'session:read': () => session.state(),
    'session:signIn': () => session.signIn(),
    'session:reopenBrowser': () => session.reopenBrowser(),
    'session:copySignInLink': () => copy(session.signInLink()),
    'session:cancelSignIn': () => session.cancelSignIn(),
    'session:finishSignIn': ({ address }) => session.finishSignIn(address),
    'session:useToken': (given) => session.useToken(given),
    'session:signOut': () => session.signOut(),
    'session:retryKeychain': () => session.retryKeychain()
  }
}
