import type { MachineFile } from './machineFile'
import { policy } from './schema'
import { readTenant } from '../ground/tenant'

/** Returns the machine's file in force with these values, one in a line. */
export function machineFileOf(values: { host: string; appId: string; [key: string]: unknown }): MachineFile {
  const read = policy.parse(values)
  const tenant = readTenant(read.host, read.appId)
  if (!tenant.ok) throw new Error(tenant.problem)
  const lines = Object.fromEntries(Object.keys(values).map((key, index) => [key, index + 2]))
  return { state: 'inForce', path: '/etc/holdfast/policy.json', policy: read, tenant: tenant.tenant, lines }
}
