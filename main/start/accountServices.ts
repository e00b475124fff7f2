import { join } from 'node:path'
import type { ErrorCode } from '../../contract/result'
import type { SessionState } from '../../contract/session'
import { type AccountHandlers, type AccountTopic, handlersOf, type TopicLife, type Topics } from '../bridge/topic'
import { createAccountFacts } from '../facts/accountFacts'
import { createAccountMemory } from '../facts/memory'
import { tellingActs } from '../facts/ownActs'
import { toFailure } from '../ground/errors'
import type { Tenant } from '../ground/tenant'
import { createConfirmation } from '../identity/confirmation/confirmation'
import { whereOf } from '../identity/confirmation/where'
import { createCredentialStore } from '../identity/credentials/credentialStore'
import type { Session } from '../identity/sessionInterface'
import { markerIn } from '../storage/marker'
import { noticingBars } from '../tenant/barredDevice'
import { createClient } from '../tenant/client'
import { tenantFetch } from '../tenant/fetch'
import { passingProxy } from '../tenant/passingProxy'
import type { RunningAccount } from '../topics/accounts/runningAccount'
import type { Enrolment } from '../topics/enrolment/enrolment'
import type { OwnDevice } from '../topics/devices/ownDevice'
import { createFactorMemory, type FactorMemory } from '../topics/factors/factorMemory'
import { createOwnChanges, type OwnChanges } from '../topics/factors/ownChanges'
import type { FactorChange } from '../topics/factors/records'
import { createSession } from '../topics/session/session'
import { createSnapshotStore, type SnapshotStore } from '../topics/snapshot/snapshotStore'
import type { AccountDeps } from './accountDeps'
import { createAccountTopics } from './accountTopics'

export interface AccountServices extends RunningAccount {
  tenant: Tenant
  session: Session
  enrolment: Enrolment
  handlers: AccountHandlers
}

/** Creates the services of one account. None of them uses the network or the keychain before `session.start`. */
export function createAccountServices(deps: AccountDeps): AccountServices {
  const { tenant, owner, vault, sealing, log, language, tell } = deps
  const fetch = passingProxy(tenantFetch(tenant, deps.transport), deps.passProxy)
  let signedIn = false
  const store = createCredentialStore(vault, markerIn(deps.profile), tenant, log, {
    goesToo: () => snapshot.forget(),
    sealing
  })
  const session = createSession({
    tenant,
    fetch,
    store,
    keychain: deps.keychain,
    redirectPorts: deps.redirectPorts,
    language,
    openInBrowser: deps.openInBrowser,
    onChanged(state) {
      const begins = state.phase === 'signedIn' && !signedIn
      signedIn = state.phase === 'signedIn'
      if (begins) {
        askAhead()
        alerts.begin()
      }
      // The session reaches the keychain before the record of this computer does.
      if (signedIn && !isOnItsWay(state)) void reportOf(session, ownDevice)
      if (isStored(state)) snapshot.sessionStored()
      if (signedIn) owner.note({ sub: sub(), signedInAt: session.signedInAt(), stored: isStored(state) })
      else reset(topics)
      tell('session:changed', state)
    },
    owner,
    log
  })
  const sub = (): string | undefined => session.sub()
  /** Fetches what the window will ask for in a moment, while its page is still getting ready. */
  const askAhead = (): void => {
    factors.askAhead()
    void snapshot.read()
  }
  const snapshot = snapshotOf(deps, session)
  const memory = createAccountMemory({
    ...{ vault, sealing, profile: deps.profile, issuer: tenant.issuer, sub, log },
    unusable: () => keychainFailureOf(session.state())
  })
  const own = createOwnChanges(sub)
  const facts = createAccountFacts()
  const plainClient = createClient({ tenant, fetch, tokens: session.tokens, language, watch: facts.watch })
  const barring = noticingBars(plainClient, (error) => session.barred(toFailure(error)))
  const client = own.noting(tellingActs(barring, () => alerts.acts))
  const factorMemory = factorMemoryOf(deps, sub, own, (change) => alerts.factorChanged(change))
  const confirmation = createConfirmation({
    session,
    confirmInDialog: deps.confirmInDialog,
    language,
    log,
    clockError: () => client.clockError(),
    where: () => whereOf(client, tenant, { sub: sub(), organisation: owner.organisation() })
  })
  const parts = { deps, fetch, session, snapshot, client, facts, factorMemory, memory, confirmation }
  const { topics, factors, enrolment, ownDevice, alerts } = createAccountTopics(parts)
  return {
    tenant,
    session,
    enrolment,
    handlers: handlersOf(topics),
    settled: () => Promise.all([...lives(topics).map(async ({ settled }) => settled?.()), memory.settled()]),
    async end() {
      reset(topics)
      await Promise.all([...lives(topics).map(endOf), deps.secretClipboard.clear()])
      await memory.end()
    },
    async reseal() {
      for (const one of [store, snapshot, memory]) await one.reseal()
    },
    discard: () => store.discard().then(() => memory.forget())
  }
}

/** Tells the tenant of this computer after a sign-in. A session of an earlier run has done so. */
async function reportOf(session: Session, ownDevice: Pick<OwnDevice, 'signedIn'>): Promise<void> {
  const [id, at] = [session.deviceId(), session.signedInAt()]
  if (id !== undefined && at !== undefined) await ownDevice.signedIn(id, at)
}

const snapshotOf = ({ vault, sealing, profile, tenant, log }: AccountDeps, session: Session): SnapshotStore =>
  createSnapshotStore({
    vault,
    sealing,
    path: join(profile, 'snapshot.json'),
    issuer: tenant.issuer,
    sub: () => session.sub(),
    stored: () => isStored(session.state()),
    fresh: () => session.signedInAt() !== undefined,
    log
  })

const factorMemoryOf = (
  deps: AccountDeps,
  sub: () => string | undefined,
  own: OwnChanges,
  onForeign: (change: FactorChange) => void
): FactorMemory =>
  createFactorMemory({
    path: join(deps.profile, 'factors.json'),
    issuer: deps.tenant.issuer,
    sub,
    own,
    onForeign,
    log: deps.log
  })

const isStored = (state: SessionState): boolean => state.phase === 'signedIn' && state.keptIn === 'keychain'

const isOnItsWay = (state: SessionState): boolean => state.phase === 'signedIn' && state.keptIn === 'saving'

const keychainFailureOf = (state: SessionState): ErrorCode | undefined =>
  state.phase === 'signedIn' ? state.keychainFailure?.code : undefined

const lives = (topics: Topics<AccountTopic>): TopicLife[] => Object.values(topics)

const endOf = async ({ end, settled }: TopicLife): Promise<unknown> => (end ?? settled)?.()

function reset(topics: Topics<AccountTopic>): void {
  for (const topic of lives(topics)) topic.reset?.()
}
