import type { AccountTopic, Topics } from '../bridge/topic'
import type { AccountFacts } from '../facts/accountFacts'
import { drillRecord, noDrill } from '../facts/drillRecord'
import type { ListPasskeys } from '../facts/means'
import type { AccountMemory } from '../facts/memory'
import { createRecoveryCodes, recoveryCodeHashes } from '../facts/recoveryCode'
import type { Confirmation } from '../identity/confirmation/confirmation'
import type { Session } from '../identity/sessionInterface'
import type { Client } from '../tenant/client'
import type { Fetch } from '../tenant/fetch'
import { askingOrganisation } from '../tenant/organisation'
import { activityTopic } from '../topics/activity/handlers'
import type { Alerts } from '../topics/alerts/handlers'
import { countriesTopic } from '../topics/countries/handlers'
import { drillTopic } from '../topics/drill/handlers'
import { createEnrolment, type Enrolment, keepsRecoveryCode, showsSecret } from '../topics/enrolment/enrolment'
import { enrolmentTopic } from '../topics/enrolment/handlers'
import type { FactorMemory } from '../topics/factors/factorMemory'
import { createFactors, type Factors } from '../topics/factors/handlers'
import type { OwnDevice } from '../topics/devices/ownDevice'
import { overviewTopic } from '../topics/overview/handlers'
import { createPasskeys } from '../topics/passkeys/handlers'
import { profileTopic } from '../topics/profile/handlers'
import { removalTopic } from '../topics/removal/handlers'
import { createRemoval } from '../topics/removal/removal'
import { sessionTopic } from '../topics/session/handlers'
import { snapshotTopic } from '../topics/snapshot/handlers'
import type { SnapshotStore } from '../topics/snapshot/snapshotStore'
import { placesKept, whatIfTopic } from '../topics/whatIf/handlers'
import type { AccountDeps } from './accountDeps'
import { accountAlerts } from './accountAlerts'
import { createAccountDevices } from './accountDevices'
import { incidentOf } from './incident'

interface TopicDeps {
  deps: AccountDeps
  fetch: Fetch
  session: Session
  snapshot: SnapshotStore
  client: Client
  facts: AccountFacts
  factorMemory: FactorMemory
  /** Topics keep their parts of it. */
  memory: AccountMemory
  confirmation: Confirmation
}

interface AccountTopics {
  topics: Topics<AccountTopic>
  factors: Pick<Factors, 'askAhead'>
  enrolment: Enrolment
  ownDevice: Pick<OwnDevice, 'signedIn'>
  alerts: Pick<Alerts, 'begin' | 'factorChanged' | 'acts'>
}

/** Creates every topic of one account. A topic that the contract names and this omits does not compile. */
export function createAccountTopics(parts: TopicDeps): AccountTopics {
  const { deps, session, snapshot, client, facts, factorMemory, memory, confirmation } = parts
  const { tenant, owner, language, tell, copy, openInBrowser, log } = deps
  const factors = createFactors(client, factorMemory, snapshot)
  const profile = profileOf(parts)
  const { devices, ownDevice } = createAccountDevices({ ...parts, tenant })
  const passkeys = createPasskeys({ client, tenant, confirmation, openInBrowser })
  const enrolment = createEnrolment({
    client,
    confirmation,
    log,
    onChanged(view) {
      if (!keepsRecoveryCode(view)) deps.secretClipboard.release()
      deps.protectScreen(showsSecret(view))
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
  const alerts = accountAlerts({ ...parts, ownDevice, onChanged: () => void overview.judgeAgain() })
  const overview = overviewTopic({
    ...{ facts, client, tenant, memory, snapshot, openInBrowser, copy, language, tell },
    reads: {
      active: async () => factors.handlers['factors:listEnrolled'](undefined),
      offered: async () => factors.handlers['factors:listToEnroll'](undefined),
      profile: async () => profile.handlers['profile:read'](undefined),
      passkeys: () => passkeys.list()
    },
    waitingAlerts: () => alerts.waiting()
  })
  const { codes, ...ofWaysIn } = createWaysIn(parts, () => passkeys.list())
  return {
    factors,
    enrolment,
    ownDevice,
    alerts,
    topics: {
      alerts,
      session: sessionTopic({
        ...{ session, tenant, copy, openInBrowser, client, language },
        ownId: () => ownDevice.id()
      }),
      factors,
      enrolment: enrolmentTopic({
        enrolment,
        client,
        tenant,
        session,
        owner,
        language,
        copy,
        clipboard: deps.secretClipboard,
        memory: factorMemory,
        codes,
        log,
        saveText: deps.saveText,
        openAuthenticator: deps.openAuthenticator
      }),
      removal: removalTopic({ removal, session, copy }),
      passkeys,
      ...ofWaysIn,
      countries: countriesTopic(client),
      incident: incidentOf({ ...parts, passkeys, ending: devices.ending }),
      activity: activityTopic({ client, chooseFile: deps.chooseFile, tell }),
      profile,
      devices,
      overview,
      snapshot: snapshotTopic(snapshot)
    }
  }
}

const profileOf = ({ deps: { tenant, owner }, client, snapshot, fetch }: TopicDeps): Topics<AccountTopic>['profile'] =>
  profileTopic({
    client,
    tenant,
    snapshot,
    owner,
    askOrganisation: askingOrganisation({ client, fetch, tenant })
  })

/** Creates what tests the ways in and thinks about them, and what knows a recovery code again. */
function createWaysIn({ deps, client, facts, factorMemory, memory }: TopicDeps, passkeys: ListPasskeys) {
  const { tell, log } = deps
  const record = memory.part('drill', drillRecord, noDrill)
  const codes = createRecoveryCodes(memory.part('recoveryCode', recoveryCodeHashes, []))
  const sources = { client, passkeys, follow: () => factorMemory.follow(), codes, log }
  return {
    codes,
    drill: drillTopic({
      ...sources,
      record,
      originOf: facts.originOf,
      onChanged: (view) => tell('drill:changed', view)
    }),
    whatIf: whatIfTopic({ ...sources, record, places: memory.part('places', placesKept, {}) })
  }
}
