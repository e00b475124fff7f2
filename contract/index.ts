import type { z } from 'zod'
import { aboutChannels } from './about'
import { accountsChannels } from './accounts'
import { activityChannels, activityEvents } from './activity'
import { alertsChannels, alertsEvents } from './alerts'
import { countriesChannels } from './countries'
import { devicesChannels, devicesEvents } from './devices'
import { diagnosticsChannels } from './diagnostics'
import { drillChannels, drillEvents } from './drill'
import { enrolmentChannels, enrolmentEvents } from './enrolment'
import { factorsChannels } from './factors'
import { lockChannels, lockEvents } from './lock'
import { overviewChannels, overviewEvents } from './overview'
import { passkeysChannels } from './passkeys'
import { profileChannels } from './profile'
import { removalChannels, removalEvents } from './removal'
import { incidentChannels, incidentEvents } from './incident'
import type { Result } from './result'
import { sessionChannels, sessionEvents } from './session'
import { settingsChannels } from './settings'
import { snapshotChannels } from './snapshot'
import { updatesChannels, updatesEvents } from './updates'
import { whatIfChannels } from './whatIf'

/** Everything the window can ask of main. Main checks both directions. */
export const contract = {
  ...sessionChannels,
  ...factorsChannels,
  ...enrolmentChannels,
  ...removalChannels,
  ...passkeysChannels,
  ...overviewChannels,
  ...activityChannels,
  ...incidentChannels,
  ...alertsChannels,
  ...devicesChannels,
  ...drillChannels,
  ...whatIfChannels,
  ...countriesChannels,
  ...profileChannels,
  ...accountsChannels,
  ...snapshotChannels,
  ...settingsChannels,
  ...lockChannels,
  ...diagnosticsChannels,
  ...aboutChannels,
  ...updatesChannels
}

/** Everything main tells the window unasked. */
export const events = {
  ...sessionEvents,
  ...activityEvents,
  ...overviewEvents,
  ...incidentEvents,
  ...alertsEvents,
  ...devicesEvents,
  ...drillEvents,
  ...enrolmentEvents,
  ...removalEvents,
  ...lockEvents,
  ...updatesEvents
}

export type Channel = keyof typeof contract
export type Input<C extends Channel> = z.infer<(typeof contract)[C]['input']>
export type Output<C extends Channel> = z.infer<(typeof contract)[C]['output']>
export type Call<C extends Channel> = (input: Input<C>) => Promise<Result<Output<C>>>

export type EventName = keyof typeof events
export type EventData<E extends EventName> = z.infer<(typeof events)[E]>
/** Adds a listener and returns the function that removes it. */
export type Subscribe<E extends EventName> = (listener: (data: EventData<E>) => void) => () => void

type Group<Name> = Name extends `${infer G}:${string}` ? G : never

/**
 * `'factors:listToEnroll'` is called as `bridge.factors.listToEnroll()`, and `'session:changed'` is heard by
 * `bridge.session.onChanged(listener)`.
 */
export type Bridge = {
  [G in Group<Channel>]: {
    [C in Channel as C extends `${G}:${infer Method}` ? Method : never]: Call<C>
  } & {
    [E in EventName as E extends `${G}:${infer Name}` ? `on${Capitalize<Name>}` : never]: Subscribe<E>
  }
}
