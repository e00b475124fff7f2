import { join } from 'node:path'
import type { SessionState } from '../contract/session'
import type { Language } from '../contract/settings'
import type { Handlers } from './bridge/serve'
import { createClient } from './genauth/client'
import { tenantFetch, type Transport } from './genauth/fetch'
import type { Log } from './log'
import { createCredentialStore } from './session/credentialStore'
import { createSession, type Session } from './session/session'
import type { Tenant } from './tenant'
import { accountHandlers } from './topics/account'
import { createFactors } from './topics/factors'
import { sessionHandlers } from './topics/session'
import { type Keychain, keychain, type KeychainWorker } from './vault/keychain'
import { keychainService } from './vault/keychainService'

/** What the application needs of its surroundings: Electron in the app, plain Node in tests. */
export interface Surroundings {
  tenant: Tenant
  /** Folder for the files of this installation, absolute. */
  profile: string
  redirectPorts: readonly number[]
  transport: Transport
  startKeychainWorker: () => KeychainWorker
  openInBrowser: (link: string) => Promise<boolean>
  copy: (text: string) => Promise<void>
  language: () => Language
  onSessionChanged: (state: SessionState) => void
  log: Log
}

export type TenantHandlers = Omit<Handlers, Extract<keyof Handlers, `settings:${string}` | `diagnostics:${string}`>>

export interface Application {
  session: Session
  keychain: Keychain
  handlers: TenantHandlers
}

/** Puts the parts together for one tenant. Nothing here touches the network or the keychain before `session.start`. */
export function createApplication(surroundings: Surroundings): Application {
  const { tenant, profile, log, copy, language } = surroundings
  const fetch = tenantFetch(tenant, surroundings.transport)
  const vault = keychain(keychainService(tenant, profile), surroundings.startKeychainWorker)
  let signedIn = false
  const session = createSession({
    tenant,
    fetch,
    store: createCredentialStore(vault, join(profile, 'session.json'), tenant, log),
    keychain: vault,
    redirectPorts: surroundings.redirectPorts,
    language,
    openInBrowser: surroundings.openInBrowser,
    onChanged: (state) => {
      if (state.phase === 'signedIn' && !signedIn) factors.askAhead()
      signedIn = state.phase === 'signedIn'
      surroundings.onSessionChanged(state)
    },
    log
  })
  const client = createClient({ tenant, fetch, tokens: session.tokens, language })
  const factors = createFactors(client)
  return {
    session,
    keychain: vault,
    handlers: { ...sessionHandlers(session, copy), ...factors.handlers, ...accountHandlers(client, tenant) }
  }
}
