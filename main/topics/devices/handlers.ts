import { z } from 'zod'
import { longestDeviceId, longestLabel, mostDevices } from '../../../contract/fields'
import type { Language } from '../../../contract/settings'
import type { Tell } from '../../bridge/tell'
import type { Topic } from '../../bridge/topic'
import { AppError } from '../../ground/errors'
import type { Confirmation } from '../../identity/confirmation/confirmation'
import type { Session } from '../../identity/sessionInterface'
import type { Log } from '../../log/log'
import type { Client } from '../../tenant/client'
import { readDevices } from '../../tenant/devices'
import { getLoginHistory, rowsPerRequest } from '../../tenant/loginHistory'
import { lacksEndpoint } from '../../tenant/outcome'
import { createEnding, type Ending } from './ending/ending'
import type { PastSignIn } from './marks'
import { idsOf, type Kept, type OwnDevice } from './ownDevice'
import { type Labels, type SeenList, viewOf } from './view'

/** The names that a person gave to devices, by id. */
export const deviceLabels: z.ZodType<Labels> = z.record(
  z.string().min(1).max(longestDeviceId),
  z.string().min(1).max(longestLabel)
)

export interface Devices extends Topic<'devices'> {
  /** The ending of sessions, for others that put it to use. */
  readonly ending: Pick<Ending, 'others' | 'endNow'>
}

interface DevicesParts {
  client: Client
  confirmation: Confirmation
  session: Pick<Session, 'reopenProof'>
  labels: Kept<Labels>
  own: OwnDevice
  /** The name of the family of this computer's system. */
  system: string
  language: () => Language
  copy: (text: string) => Promise<void>
  tell: Tell
  log: Log
  now?: () => number
}

/** The sign-ins that are looked at around our own, in ms before and after it. */
const aroundMs = 10 * 60_000

/** Throws what a failed list of devices means. */
function notListed(error: unknown): never {
  if (error instanceof AppError && lacksEndpoint(error)) throw new AppError('devicesNotListed', error.facts)
  throw error
}

export function createDevices(parts: DevicesParts): Devices {
  const { client, confirmation, session, labels, own, system, language, copy, tell, log, now = Date.now } = parts
  let signal = new AbortController()
  const ending = createEnding({
    client,
    confirmation,
    readList: list,
    language,
    onChanged: (view) => tell('devices:endingChanged', view),
    log
  })

  async function list(): Promise<SeenList> {
    const [devices, record, known] = await Promise.all([
      readDevices(client, signal.signal),
      own.known(),
      labels.read().catch((error: unknown) => unreadable(log, error))
    ])
    const { signedInAt: ours } = record
    const signedInAt = ours === undefined ? undefined : ours - (client.clockError() ?? 0)
    const history = signedInAt === undefined ? [] : await signInsAround(signedInAt)
    return viewOf(devices, { labels: known, own: { ids: idsOf(record), system, signedInAt, history }, now: now() })
  }

  /** Resolves to the sign-ins around a moment, or to none if they cannot be read. Then no device is taken for a browser. */
  async function signInsAround(at: number): Promise<readonly PastSignIn[]> {
    const range = { start: Math.round(at - aroundMs), end: Math.round(at + aroundMs) }
    try {
      const asked = getLoginHistory({ page: 1, limit: rowsPerRequest, success: true, ...range })
      return (await client.call(asked, signal.signal)).rows
    } catch (error) {
      log('sign-ins-not-read', {}, error)
      return []
    }
  }

  async function label(deviceId: string, name: string): Promise<void> {
    await labels.change((known) => {
      const { [deviceId]: _before, ...others } = known
      if (name === '') return others
      if (Object.keys(others).length >= mostDevices) throw new AppError('invalidInput')
      return { ...others, [deviceId]: name }
    })
  }

  return {
    ending,
    handlers: {
      'devices:list': () => list().catch(notListed),
      'devices:label': ({ deviceId, label: name }) => label(deviceId, name),
      'devices:readEnding': () => ending.view(),
      'devices:startEnding': ({ verb, chosen }) => ending.start(verb, chosen),
      'devices:stopEnding': () => ending.stop(),
      'devices:tryAgain': () => ending.tryAgain(),
      'devices:leaveEnding': () => ending.leave(),
      'devices:copySignInLink': () => copy(ending.signInLink()),
      'devices:reopenBrowser': () => session.reopenProof(),
      'devices:readOwn': () => own.shown(),
      'devices:renewOwn': () => own.renew()
    },
    reset() {
      signal.abort()
      signal = new AbortController()
      ending.signedOut()
    },
    end() {
      ending.forget()
      return Promise.resolve()
    }
  }
}

function unreadable(log: Log, error: unknown): Labels {
  log('device-labels-not-read', {}, error)
  return {}
}
