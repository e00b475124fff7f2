import type { Topic } from '../../bridge/topic'
import type { Language } from '../../../contract/settings'
import { AppError } from '../../ground/errors'
import type { Session } from '../../identity/sessionInterface'
import type { Tenant } from '../../ground/tenant'
import { isBar } from '../../tenant/barredDevice'
import type { Client } from '../../tenant/client'
import { getProfile } from '../../tenant/operations'
import { barredMessage } from './barredMessage'

interface SessionTopicParts {
  session: Session
  tenant: Tenant
  copy: (text: string) => Promise<void>
  /** Resolves to true if a browser was started. */
  openInBrowser: (link: string) => Promise<boolean>
  client: Pick<Client, 'call'>
  language: () => Language
  /** Resolves to the id of this computer, or to `undefined` if there is none. Never rejects. */
  ownId: () => Promise<string | undefined>
}

export function sessionTopic(parts: SessionTopicParts): Topic<'session'> {
  const { session, tenant, copy, openInBrowser, client, language, ownId } = parts

  /** Asks once with the session that there is. A bar that still stands was noticed by the client. */
  async function askAgain(): Promise<void> {
    if (session.sub() === undefined) return session.signIn()
    try {
      await client.call(getProfile)
      session.lifted()
    } catch (error) {
      if (!(error instanceof AppError && isBar(error.code))) throw error
    }
  }

  async function copyMessage(): Promise<void> {
    const state = session.state()
    if (state.phase !== 'barred') throw new AppError('invalidInput')
    const { failure } = state
    await copy(barredMessage(language(), { failure, tenant, sub: session.sub(), id: await ownId() }))
  }

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
      'session:askAgain': askAgain,
      'session:copyMessage': copyMessage,
      'session:openTenant': async () => {
        if (!(await openInBrowser(`${tenant.host}/`))) throw new AppError('browserNotOpened')
      }
    },
    settled: () => session.settled(),
    end: () => session.end()
  }
}
