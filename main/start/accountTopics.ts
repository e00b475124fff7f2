import type { AccountTopic, Topics } from '../bridge/topic'
import type { Confirmation } from '../identity/confirmation/confirmation'
import type { Session } from '../identity/sessionInterface'
import type { Client } from '../tenant/client'
import type { Fetch } from '../tenant/fetch'
import { askingOrganisation } from '../tenant/organisation'
import { activityTopic } from '../topics/activity/handlers'
import { countriesTopic } from '../topics/countries/handlers'
import { createEnrolment, type Enrolment, keepsRecoveryCode, showsSecret } from '../topics/enrolment/enrolment'
import { enrolmentTopic } from '../topics/enrolment/handlers'
import type { FactorMemory } from '../topics/factors/factorMemory'
import { createFactors, type Factors } from '../topics/factors/handlers'
import { createPasskeys } from '../topics/passkeys/handlers'
import { profileTopic } from '../topics/profile/handlers'
import { removalTopic } from '../topics/removal/handlers'
import { createRemoval } from '../topics/removal/removal'
import { sessionTopic } from '../topics/session/handlers'
import { snapshotTopic } from '../topics/snapshot/handlers'
import type { SnapshotStore } from '../topics/snapshot/snapshotStore'
import type { AccountDeps } from './accountDeps'

interface TopicDeps {
  deps: AccountDeps
  fetch: Fetch
  session: Session
  snapshot: SnapshotStore
  client: Client
  factorMemory: FactorMemory
  confirmation: Confirmation
}

interface AccountTopics {
  topics: Topics<AccountTopic>
  factors: Pick<Factors, 'askAhead'>
  enrolment: Enrolment
}

/** Creates every topic of one account. A topic that the contract names and this omits does not compile. */
export function createAccountTopics(parts: TopicDeps): AccountTopics {
  const { deps, fetch, session, snapshot, client, factorMemory, confirmation } = parts
  const { tenant, owner, language, tell, copy, openInBrowser, log } = deps
  const factors = createFactors(client, factorMemory, snapshot)
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
  return {
    factors,
    enrolment,
    topics: {
      session: sessionTopic({ session, tenant, copy, openInBrowser }),
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
        saveText: deps.saveText,
        openAuthenticator: deps.openAuthenticator
      }),
      removal: removalTopic({ removal, session, copy }),
      passkeys,
      countries: countriesTopic(client),
      activity: activityTopic({ client, chooseFile: deps.chooseFile, tell }),
      profile: profileTopic({
        client,
        tenant,
        snapshot,
        owner,
        askOrganisation: askingOrganisation({ client, fetch, tenant })
      }),
      snapshot: snapshotTopic(snapshot)
    }
  }
}
