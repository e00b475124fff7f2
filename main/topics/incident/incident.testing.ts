import { onTestFinished } from 'vitest'
import type { IncidentState } from '../../../contract/incident'
import type { SandboxOptions } from '../../../sandbox'
import { TestClient } from '../../../sandbox/testing/client.testing'
import { incidentStepsOf } from '../../start/incidentSteps'
import { listEnrolledFactors } from '../../tenant/operations'
import { createDevices } from '../devices/handlers'
import { createOwnDevice, noOwnDevice } from '../devices/ownDevice'
import { createPasskeys } from '../passkeys/handlers'
import { lin, signedInDesk } from '../removal/removal.testing'
import { incidentTopic } from './handlers'
import { cause } from './machine.testing'
import { keptIncident, type KeptIncident, noIncident } from './state'

type Told = Extract<IncidentState, { phase: 'running' | 'done' }>

/** Signs a person in, and resolves to incident mode at their tenant. All of it is closed with the test. */
export async function incidentDesk(person = lin, options: SandboxOptions = {}, now = Date.now) {
  const desk = await signedInDesk(person, options, now)
  onTestFinished(() => desk.close())
  const { client, tenant, confirmation, session, openInBrowser } = desk
  let kept: KeptIncident = noIncident
  const saved: { name: string; text: string }[] = []
  const views: IncidentState[] = []
  const log = (): void => undefined
  const passkeys = createPasskeys({ client, tenant, confirmation, openInBrowser })

  const { ending } = createDevices({
    client,
    confirmation,
    session,
    labels: { read: () => Promise.resolve({}), change: () => Promise.resolve({}) },
    own: createOwnDevice({
      kept: { read: () => Promise.resolve(noOwnDevice), change: () => Promise.resolve(noOwnDevice) },
      client,
      keepsDevices: () => Promise.resolve(false),
      system: 'Linux',
      log
    }),
    system: 'Linux',
    language: () => 'en',
    copy: () => Promise.resolve(),
    tell: log,
    log
  })

  /** Starts the topic as the next start does. */
  const start = () =>
    incidentTopic({
      stepsOf: (asks) =>
        incidentStepsOf({
          client,
          tenant,
          confirmation,
          memory: { follow: () => () => Promise.resolve(() => ({})) },
          passkeys,
          ending,
          language: () => 'en',
          openInBrowser,
          asks,
          log
        }),
      place: {
        read: () => Promise.resolve(kept),
        change: (how) => Promise.resolve((kept = keptIncident.parse(JSON.parse(JSON.stringify(how(kept))))))
      },
      session,
      tenant,
      language: () => 'en',
      copy: () => Promise.resolve(),
      saveText: (name, text) => Promise.resolve(saved.push({ name, text }) > 0),
      tell: (_event, view) => views.push(view as IncidentState),
      log
    })
  let topic = start()

  /** Resolves to the view once nothing is under way. */
  async function view(): Promise<Told> {
    await topic.settled?.()
    const state = await topic.handlers['incident:read'](undefined)
    if (state.phase === 'unread' || state.phase === 'none') throw new Error(`The incident is ${state.phase}.`)
    return state
  }

  return {
    ...desk,
    saved,
    views,
    view,
    kept: () => kept,
    begin: async () => {
      await topic.handlers['incident:start']({ cause })
    },
    act: async (...acts: Parameters<(typeof topic)['handlers']['incident:act']>[0]['act'][]) => {
      for (const act of acts) {
        await topic.handlers['incident:act']({ act })
        await topic.settled?.()
      }
      return view()
    },
    decide: async (remove: string[], accountName?: string) => {
      await topic.handlers['incident:decide']({ remove, ...(accountName !== undefined && { accountName }) })
      return view()
    },
    save: async () => topic.handlers['incident:save'](undefined),
    /** Ends the session or the app, and begins again with what was kept. */
    again: async () => {
      topic.reset?.()
      topic = start()
      await topic.handlers['incident:read'](undefined)
      return view()
    },
    /** Ends the session, and signs in again in the same run of the app. */
    inAgain: async () => {
      topic.reset?.()
      await topic.handlers['incident:read'](undefined)
      return view()
    },
    /** Changes the password on the tenant's page. */
    changePassword: async (name: string) => {
      const elsewhere = new TestClient(desk.sandbox)
      const { access_token: token } = await elsewhere.signIn(name)
      const password = { newPassword: 'tide-and-kelp', oldPassword: 'kelp-and-tide' }
      await elsewhere.send('update-password', token, password)
    },
    resets: () => desk.calls('/api/v3/reset-factor'),
    revokes: () => desk.calls('/api/v3/mydevices/revoke-session'),
    bound: async () => (await client.call(listEnrolledFactors)).map(({ factorId }) => factorId)
  }
}
