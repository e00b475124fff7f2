import { onTestFinished } from 'vitest'
import type { ChosenDevices, Device, DeviceEnding, EndingVerb } from '../../../contract/devices'
import type { SandboxOptions } from '../../../sandbox'
import { type Desk, signedInDesk } from '../removal/removal.testing'
import { createDevices } from './handlers'
import { createOwnDevice, type Kept, noOwnDevice, type OwnDeviceRecord } from './ownDevice'
import type { Labels } from './view'

/** Returns a value that is kept as long as the test runs. */
function keptInMemory<T>(first: T): Kept<T> & { value: () => T } {
  let value = first
  return {
    value: () => value,
    read: () => Promise.resolve(value),
    change: (how) => Promise.resolve((value = how(value)))
  }
}

/** Some people of the sandbox. */
export const ada = 0
export const omar = 7

export const revokePath = '/api/v3/mydevices/revoke-session'

/** Signs a person in and resolves to the topic of their devices. All of it is closed with the test. */
export async function devicesDesk(person = ada, options: SandboxOptions = {}, now = Date.now) {
  const desk: Desk = await signedInDesk(person, options, now)
  onTestFinished(() => desk.close())
  const own = keptInMemory<OwnDeviceRecord>(noOwnDevice)
  const labels = keptInMemory<Labels>({})
  const views: DeviceEnding[] = []
  const log = (): void => undefined
  const { client, session, confirmation } = desk
  const ownDevice = createOwnDevice({
    kept: own,
    client,
    keepsDevices: () => Promise.resolve(options.deviceFunction !== false),
    system: 'Linux',
    log
  })
  const topic = createDevices({
    client,
    confirmation,
    session,
    labels,
    own: ownDevice,
    system: 'Linux',
    language: () => 'en',
    copy: () => Promise.resolve(),
    tell: (_event, view) => views.push(view as DeviceEnding),
    log,
    now
  })
  const { handlers } = topic
  const list = async () => await handlers['devices:list']()
  const view = async () => await handlers['devices:readEnding']()
  return {
    ...desk,
    own,
    ownDevice,
    labels,
    topic,
    handlers,
    views,
    list,
    view,
    all: async (): Promise<Device[]> => {
      const { yours, others } = await list()
      return [...yours, ...others.flat()]
    },
    start: async (verb: EndingVerb, chosen: ChosenDevices) => {
      await handlers['devices:startEnding']({ verb, chosen })
    },
    /** Resolves to the view once nothing is under way. */
    ended: async (): Promise<DeviceEnding> => {
      for (;;) {
        const now = await view()
        if (now.phase !== 'running' && now.phase !== 'confirming') return now
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
  }
}
