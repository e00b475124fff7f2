import type { AccountMemory } from '../facts/memory'
import type { Tenant } from '../ground/tenant'
import type { Confirmation } from '../identity/confirmation/confirmation'
import type { Session } from '../identity/sessionInterface'
import type { Client } from '../tenant/client'
import type { Fetch } from '../tenant/fetch'
import { askingForDevices } from '../tenant/publicConfiguration'
import { createDevices, deviceLabels, type Devices } from '../topics/devices/handlers'
import { createOwnDevice, noOwnDevice, type OwnDevice, ownDeviceRecord } from '../topics/devices/ownDevice'
import type { AccountDeps } from './accountDeps'

interface DeviceDeps {
  deps: AccountDeps
  tenant: Tenant
  fetch: Fetch
  session: Pick<Session, 'reopenProof'>
  client: Client
  confirmation: Confirmation
  memory: AccountMemory
}

/** The names by which people know the systems that the app runs on. */
const systems: Partial<Record<NodeJS.Platform, string>> = { darwin: 'macOS', win32: 'Windows' }

interface AccountDevices {
  devices: Devices
  ownDevice: OwnDevice
}

/** Creates what an account knows of its devices, and of this computer as one of them. */
export function createAccountDevices(parts: DeviceDeps): AccountDevices {
  const { deps, tenant, fetch, session, client, confirmation, memory } = parts
  const { language, copy, tell, log } = deps
  const system = systems[process.platform] ?? 'Linux'
  const ownDevice = createOwnDevice({
    kept: memory.part('deviceId', ownDeviceRecord, noOwnDevice),
    client,
    keepsDevices: askingForDevices({ fetch, tenant }),
    system,
    log
  })
  const devices = createDevices({
    ...{ client, confirmation, session, own: ownDevice },
    labels: memory.part('deviceNames', deviceLabels, {}),
    ...{ system, language, copy, tell, log }
  })
  return { devices, ownDevice }
}
