import type { z } from 'zod'
import { accountChannels } from './account'
import { accountsChannels } from './accounts'
import { countriesChannels } from './countries'
import { diagnosticsChannels } from './diagnostics'
import { enrolmentChannels, enrolmentEvents } from './enrolment'
import { factorsChannels } from './factors'
import { lockChannels, lockEvents } from './lock'
import { passkeysChannels } from './passkeys'
import { removalChannels, removalEvents } from './removal'
import type { Result } from './result'
import { sessionChannels, sessionEvents } from './session'
import { settingsChannels } from './settings'
import { snapshotChannels } from './snapshot'

/** Everything the window can ask of main. Main checks both directions. */
export const contract = {
  ...sessionChannels,
  ...factorsChannels,
  ...enrolmentChannels,
  ...removalChannels,
  ...passkeysChannels,
  ...countriesChannels,
  ...accountChannels,
  ...accountsChannels,
  ...snapshotChannels,
  ...settingsChannels,
  ...lockChannels,
  ...diagnosticsChannels
}

/** Everything main tells the window unasked. */
export const events = { ...sessionEvents, ...enrolmentEvents, ...removalEvents, ...lockEvents }

export type Channel = keyof typeof contract
export type Input<C extends Channel> = z.infer<(typeof contract)[C]['input']>
export type Output<C extends Channel> = z.infer<(typeof contract)[C]['output']>
export type Call<C extends Channel> = (input: Input<C>) => Promise<Result<Output<C>>>

export type EventName = keyof typeof events
export type EventData<E extends EventName> = z.infer<(typeof events)[E]>
/** Takes a listener, gives the function that ends the subscription. */
export type Subscribe<E extends EventName> = (listener: (data: EventData<E>) => void) => () => void

type Group<Name> = Name extends `${infer G}:${string}` ? G : never

/** `'factors:listToEnroll'` is called as `bridge.factors.listToEnroll()`, `'session:changed'` heard as `bridge.session.onChanged(listener)`. */
export type Bridge = {
  [G in Group<Channel>]: {
    [C in Channel as C extends `${G}:${infer Method}` ? Method : never]: Call<C>
  } & {
    [E in EventName as E extends `${G}:${infer Name}` ? `on${Capitalize<Name>}` : never]: Subscribe<E>
  }
}
