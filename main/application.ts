import { join } from 'node:path'
import type { EventData, EventName } from '../contract'
import type { SessionState } from '../contract/session'
import type { Language } from '../contract/settings'
import type { Owner } from './accounts/owner'
import type { Handlers } from './bridge/serve'
import { createConfirmation } from './confirmation/confirmation'
import type { DialogText } from './confirmation/dialogText'
import { whereOf } from './confirmation/where'
import type { SecretClipboard } from './desktop/secretClipboard'
import { createEnrolment, type Enrolment, keepsRecoveryCode, showsSecret } from './enrolment/enrolment'
import { createFactorMemory } from './factors/factorMemory'
import { type Notice, noticeText } from './factors/noticeText'
import { createOwnChanges } from './factors/ownChanges'
import { createClient } from './genauth/client'
import { tenantFetch, type Transport } from './genauth/fetch'
import { askingOrganisation } from './genauth/organisation'
import type { Log } from './log'
import { passingProxy } from './proxy/passingProxy'
import { createRemoval } from './removal/removal'
import { createCredentialStore } from './session/credentialStore'
import { markerIn } from './session/marker'
import { createSession } from './session/session'
import type { Session } from './session/sessionInterface'
import { createSnapshotStore } from './snapshot/snapshotStore'
import type { Tenant } from './tenant'
import { accountHandlers } from './topics/account'
import { countriesHandlers } from './topics/countries'
import { enrolmentHandlers } from './topics/enrolment'
import { createFactors } from './topics/factors'
import { createPasskeys } from './topics/passkeys'
import { removalHandlers } from './topics/removal'
import { sessionHandlers } from './topics/session'
import { snapshotHandlers } from './topics/snapshot'
import type { Keychain } from './vault/keychain'
import type { Sealing } from './vault/sealing'
import type { Vault } from './vault/vault'

/** What the application needs of its surroundings: Electron in the app, plain Node in tests. */
export interface Surroundings {
  tenant: Tenant
  /** Whose account it is. */
  owner: Owner
  /** Folder for the files of this account, absolute. */
  profile: string
  redirectPorts: readonly number[]
  transport: Transport
  /** Asks for the password of the proxy on the way to `url`. Resolves to true if the proxy then lets requests through. */
  passProxy: (url: string) => Promise<boolean>
  /** What the keychain holds of this account. */
  vault: Vault
  sealing: Sealing
  keychain: Pick<Keychain, 'hold' | 'reset'>
  openInBrowser: (link: string) => Promise<boolean>
  copy: (text: string) => Promise<void>
  secretClipboard: SecretClipboard
  /** Asks for a place and writes a text file there; tells whether it was written. */
  saveText: (name: string, text: string) => Promise<boolean>
  openAuthenticator: (uri: string) => Promise<void>
  /** Keeps the window out of screenshots and recordings, where the system can. */
  protectScreen: (on: boolean) => void
  /** Shows a native dialog and tells whether the person chose `confirm`; `signal` closes it. */
  confirmInDialog: (text: DialogText, signal: AbortSignal) => Promise<boolean>
  /** Shows a notification of the system. */
  notify: (notice: Notice) => void
  language: () => Language
  /** Tells the window. */
  tell: <E extends EventName>(event: E, data: EventData<E>) => void
  log: Log
}

export type TenantHandlers = Omit<
  Handlers,
  Extract<keyof Handlers, `accounts:${string}` | `lock:${string}` | `settings:${string}` | `diagnostics:${string}`>
>

export interface Application {
  tenant: Tenant
  session: Session
  enrolment: Enrolment
  handlers: TenantHandlers
  /** Resolves when nothing is on its way into the keychain or a file. */
  settled: () => Promise<unknown>
  /** Drops all it holds from memory, once what is on its way to the keychain and to files is there. */
  end(): Promise<void>
  /** Writes what the keychain holds of the account anew, sealed as it has to be from now on. @throws AppError of the keychain */
  reseal(): Promise<void>
  /** Deletes what the keychain holds of the account without having looked at it. @throws AppError `keychainNotCleared` */
  discard(): Promise<void>
}

/** Puts the parts together for one account. Nothing here touches the network or the keychain before `session.start`. */
export function createApplication(surroundings: Surroundings): Application {
  const { tenant, owner, profile, vault, sealing, log, language, tell } = surroundings
  const fetch = passingProxy(tenantFetch(tenant, surroundings.transport), surroundings.passProxy)
  let signedIn = false
  const store = createCredentialStore(vault, markerIn(profile), tenant, log, {
    goesToo: () => snapshot.forget(),
    sealing
  })
  const session = createSession({
    tenant,
    fetch,
    store,
    keychain: surroundings.keychain,
    redirectPorts: surroundings.redirectPorts,
    language,
    openInBrowser: surroundings.openInBrowser,
    onChanged: (state) => {
      if (state.phase === 'signedIn' && !signedIn) askAhead()
      signedIn = state.phase === 'signedIn'
      if (isStored(state)) snapshot.sessionStored()
      if (state.phase === 'signedIn') noteOwner(state.keptIn === 'keychain')
      else resetTopics()
      tell('session:changed', state)
    },
    owner,
    log
  })
  /** The window will want these in a moment; until then its page is still getting ready. */
  const askAhead = (): void => {
    factors.askAhead()
    void snapshot.read()
  }
  const noteOwner = (stored: boolean): void =>
    owner.note({ sub: session.sub(), signedInAt: session.signedInAt(), stored })
  const resetTopics = (): void => {
    for (const topic of [enrolment, removal, passkeys]) topic.reset()
  }
  const snapshot = createSnapshotStore({
    vault,
    sealing,
    path: join(profile, 'snapshot.json'),
    issuer: tenant.issuer,
    sub: () => session.sub(),
    stored: () => isStored(session.state()),
    fresh: () => session.signedInAt() !== undefined,
    log
  })
  const own = createOwnChanges(() => session.sub())
  const client = own.noting(createClient({ tenant, fetch, tokens: session.tokens, language }))
  const factorMemory = createFactorMemory({
    path: join(profile, 'factors.json'),
    issuer: tenant.issuer,
    sub: () => session.sub(),
    own,
    onForeign: (change) => surroundings.notify(noticeText(language(), change)),
    log
  })
  const factors = createFactors(client, factorMemory, snapshot)
  const confirmation = createConfirmation({
    ...surroundings,
    session,
    clockError: () => client.clockError(),
    where: () => whereOf(client, tenant, { sub: session.sub(), organisation: owner.organisation() })
  })
  const enrolment = createEnrolment({
    client,
    confirmation,
    log,
    onChanged: (view) => {
      if (!keepsRecoveryCode(view)) surroundings.secretClipboard.release()
      surroundings.protectScreen(showsSecret(view))
      tell('enrolment:changed', view)
    }
  })
  const removal = createRemoval({
    client,
    tenant,
    confirmation,
    passkeys: () => passkeys.list(),
    log,
    onChanged: (view) => tell('removal:changed', view)
  })
  const passkeys = createPasskeys({ ...surroundings, client, confirmation })
  return {
    tenant,
    session,
    enrolment,
    handlers: {
      ...sessionHandlers({ ...surroundings, session }),
      ...factors.handlers,
      ...accountHandlers({
        client,
        tenant,
        snapshot,
        owner,
        askOrganisation: askingOrganisation({ client, fetch, tenant })
      }),
      ...snapshotHandlers(snapshot),
      ...countriesHandlers(client),
      ...enrolmentHandlers({
        ...surroundings,
        session,
        enrolment,
        client,
        clipboard: surroundings.secretClipboard,
        memory: factorMemory
      }),
      ...removalHandlers({ ...surroundings, removal, session }),
      ...passkeys.handlers
    },
    settled: () => Promise.all([session.settled(), factorMemory.settled(), snapshot.settled()]),
    async end() {
      resetTopics()
      await Promise.all([
        session.end(),
        factorMemory.settled(),
        snapshot.settled(),
        surroundings.secretClipboard.clear()
      ])
    },
    async reseal() {
      await store.reseal()
      await snapshot.reseal()
    },
    discard: () => store.discard()
  }
}

const isStored = (state: SessionState): boolean => state.phase === 'signedIn' && state.keptIn === 'keychain'
