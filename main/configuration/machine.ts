import type { Appearance } from '../../contract/settings'
import { anyFreePort, type Configuration } from './options'
import { isSameTenant, type Tenant } from '../ground/tenant'
import type { MachineFile } from './machineFile'

export type ShownMachineFile = Pick<Appearance, 'machineFile'>

/** The settings of this computer: those of its file or, if it has none, of the start options. */
export interface Machine {
  file: () => MachineFile
  /** Returns the start options that the file leaves in force. Beside a file, they say nothing of the tenant. */
  configuration: () => Configuration
  /** Returns true if an account at this tenant may be used. */
  allows: (tenant: Tenant) => boolean
  /** Returns the file as the window names it, if it is in force. */
  shown: () => ShownMachineFile
  readAgain: () => void
}

export function openMachine(read: () => MachineFile, options: Configuration): Machine {
  let file = read()
  return {
    file: () => file,
    configuration: () => configurationBy(file, options),
    allows: (tenant) => isAllowed(file, tenant),
    shown: () => shownOf(file),
    readAgain: () => {
      file = read()
    }
  }
}

/**
 * Returns true if the file allows the tenant. A file that cannot be used allows none, because it may have named one tenant
 * alone.
 */
function isAllowed(file: MachineFile, tenant: Tenant): boolean {
  if (file.state === 'refused') return false
  return file.state === 'absent' || file.policy.furtherTenants || isSameTenant(file.tenant, tenant)
}

function configurationBy(file: MachineFile, options: Configuration): Configuration {
  if (file.state === 'absent') return options
  const nothing = { given: { host: '', appId: '' }, redirectPorts: anyFreePort }
  if (file.state === 'refused') return nothing
  const { organisation, redirectPorts = anyFreePort } = file.policy
  return { ...nothing, tenant: file.tenant, redirectPorts, ...(organisation !== undefined && { organisation }) }
}

const shownOf = (file: MachineFile): ShownMachineFile =>
  file.state === 'inForce' ? { machineFile: { path: file.path, furtherTenants: file.policy.furtherTenants } } : {}
