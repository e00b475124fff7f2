import type { AccountFacts } from '../facts/accountFacts'
import type { SeenDevice } from '../facts/habits'
import type { AccountMemory } from '../facts/memory'
import { keyOf } from '../facts/ownActs'
import type { Session } from '../identity/sessionInterface'
import type { Client } from '../tenant/client'
import { browserOf, readDevices, systemOf, type TenantDevice } from '../tenant/devices'
import { lacksEndpoint } from '../tenant/outcome'
import { type Alerts, createAlerts, systemHere } from '../topics/alerts/handlers'
import type { ListedDevices } from '../topics/alerts/reading'
import { idsOf, type OwnDevice } from '../topics/devices/ownDevice'
import type { FactorMemory } from '../topics/factors/factorMemory'
import type { AccountDeps } from './accountDeps'

interface AlertDeps {
  deps: AccountDeps
  session: Pick<Session, 'signedInAt'>
  client: Client
  facts: Pick<AccountFacts, 'young'>
  memory: AccountMemory
  factorMemory: Pick<FactorMemory, 'follow'>
  ownDevice: Pick<OwnDevice, 'known'>
  /** Is called when alerts were raised, answered or are over. */
  onChanged: () => void
}

/** Creates the alerts of one account, out of what the tenant lists and what this computer knows of itself. */
export function accountAlerts(parts: AlertDeps): Alerts {
  const { deps, session, client, facts, memory, factorMemory, ownDevice, onChanged } = parts
  const { tenant, attention, notify, language, tell, log } = deps
  return createAlerts({
    ...{ client, memory, attention, notify, language, tell, onChanged, log },
    young: (youngMs) => facts.young(youngMs),
    followFactors: () => factorMemory.follow(),
    readDevices: (signal) => listedDevices(client, ownDevice, signal),
    signedInAt: () => byTenantsClock(session.signedInAt(), client),
    clockError: () => client.clockError(),
    ownApp: tenant.appId,
    ownSystem: systemHere(process.platform)
  })
}

const byTenantsClock = (at: number | undefined, client: Client): number | undefined =>
  at === undefined ? undefined : at - (client.clockError() ?? 0)

/** Resolves to undefined where the tenant lists no devices. */
async function listedDevices(
  client: Client,
  ownDevice: Pick<OwnDevice, 'known'>,
  signal: AbortSignal
): Promise<ListedDevices | undefined> {
  try {
    const { devices, complete } = await readDevices(client, signal)
    const ours = idsOf(await ownDevice.known())
    return { devices: devices.map((one) => seenOf(one, ours.has(one.deviceId))), complete }
  } catch (error) {
    if (lacksEndpoint(error)) return undefined
    throw error
  }
}

function seenOf(device: TenantDevice, own: boolean): SeenDevice {
  const { deviceId, type, name, model, system, lastLoginAt, requestId } = device
  const isBrowser = type === 'Browser' || type === undefined
  return {
    key: keyOf(deviceId),
    system: systemOf(device) ?? system,
    browser: type === 'Desktop' ? undefined : browserOf(device),
    name: isBrowser ? undefined : (name ?? model),
    lastLoginAt,
    own,
    requestId
  }
}
