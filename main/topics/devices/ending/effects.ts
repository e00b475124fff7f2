import type { Device, EndingVerb } from '../../../../contract/devices'
import type { ErrorCode } from '../../../../contract/result'
import { AppError, toFailure } from '../../../ground/errors'
import type { Log } from '../../../log/log'
import type { Client } from '../../../tenant/client'
import { readDevices, revokeDeviceSession, unbindDevice } from '../../../tenant/devices'
import { getProfile } from '../../../tenant/operations'
import { mayHaveHappened } from '../../../tenant/outcome'
import type { Effect, RunEvent, Still } from './state'

interface Carrying {
  client: Client
  log: Log
  now: () => number
  /** Resolves after this many ms. */
  wait: (ms: number) => Promise<void>
}

/** The failures by which this app itself is no longer let in. */
const outCodes = new Set<ErrorCode>([
  'signedOut',
  'sessionEnded',
  'sessionNotRenewed',
  'sessionRefused',
  'sessionForeign',
  'sessionNotVerified',
  'tokenEnded'
])
const isOut = (error: unknown): boolean => error instanceof AppError && outCodes.has(error.code)

/** A tenant that limits requests is waited for so often, and no longer each time, in ms. */
const patience = 5
const longestWaitMs = 30_000

/** Carries out an effect and resolves to its outcome. Never rejects. */
export async function carryOut(parts: Carrying, effect: Effect): Promise<RunEvent> {
  switch (effect.do) {
    case 'send':
      return send(parts, effect.verb, effect.device)
    case 'read':
      return read(parts)
    case 'prove':
      return { type: 'proved', still: await prove(parts), at: parts.now() }
  }
}

async function send(parts: Carrying, verb: EndingVerb, { deviceId }: Device): Promise<RunEvent> {
  const { log, now } = parts
  try {
    await sendPatiently(parts, verb, deviceId)
    return { type: 'answered', deviceId, answer: 'ended', at: now() }
  } catch (error) {
    log('device-not-ended', {}, error)
    const answer = isOut(error) ? 'out' : mayHaveHappened(error) ? 'lost' : 'refused'
    return { type: 'answered', deviceId, answer, failure: toFailure(error), at: now() }
  }
}

/** Sends a request. One that was refused for coming too soon was not carried out, so it is sent again. */
async function sendPatiently({ client, now, wait }: Carrying, verb: EndingVerb, deviceId: string): Promise<void> {
  const command = verb === 'revoke' ? revokeDeviceSession : unbindDevice
  for (let attempt = 1; ; attempt++) {
    try {
      await client.send(command, { deviceId })
      return
    } catch (error) {
      const isLimited = error instanceof AppError && error.code === 'rateLimited'
      if (!isLimited || attempt === patience) throw error
      await wait(Math.min(Math.max((error.facts.retryAt ?? 0) - now(), 0), longestWaitMs))
    }
  }
}

async function read({ client, log }: Carrying): Promise<RunEvent> {
  try {
    const { devices, complete, unreadable } = await readDevices(client)
    const online = new Map(devices.map((one) => [one.deviceId, one.online !== false]))
    return { type: 'read', listed: { online, complete: complete && unreadable === 0 } }
  } catch (error) {
    log('devices-not-reread', {}, error)
    return { type: 'read', listed: undefined }
  }
}

/** Asks the tenant for the profile, which it gives to nobody whose session is over. */
async function prove({ client }: Carrying): Promise<Still> {
  try {
    await client.call(getProfile)
    return 'in'
  } catch (error) {
    return isOut(error) ? 'out' : 'unknown'
  }
}
