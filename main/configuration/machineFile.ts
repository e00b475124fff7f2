import type { Mistake, RefusedMachineFile } from '../../contract/machineFile'
import { readTenant, type Tenant } from '../ground/tenant'
import { decode } from './decode'
import { type GuardedFile, type GuardedRead, readGuarded } from './guardedFile'
import { readManagedPreferences } from './managedPreferences'
import { checkPolicy } from './mistakes'
import { type PolicyLines, type PolicyRead, readPolicyText } from './policyText'
import { readRegistry, registryKey } from './registry'
import type { Policy } from './schema'

/** The settings for everybody on this computer. `refused`: there are some, but they cannot be used as they are. */
export type MachineFile =
  | { state: 'absent' }
  | { state: 'inForce'; path: string; policy: Policy; tenant: Tenant; lines: PolicyLines }
  | ({ state: 'refused' } & RefusedMachineFile)

const mostMistakes = 20

const linuxFile: GuardedFile = {
  path: '/etc/holdfast/policy.json',
  top: '/',
  owner: { uid: 0, name: 'root:root' }
}
const macFile: GuardedFile = {
  path: '/Library/Managed Preferences/io.holdfast.Holdfast.plist',
  top: '/',
  owner: { uid: 0, name: 'root:wheel' }
}

/**
 * Reads the machine's file. It is synchronous, without a turn of the event loop, because the first screen waits for it. Never
 * throws.
 */
export function readMachineFile(platform: NodeJS.Platform): MachineFile {
  if (platform === 'win32') return readFromRegistry()
  if (platform === 'darwin') return readPreferenceFile(macFile)
  return readPolicyFile(linuxFile)
}

export function readPolicyFile(file: GuardedFile): MachineFile {
  return fileRead(file.path, readGuarded(file), (bytes) => {
    const decoded = decode(bytes)
    return decoded.ok ? readPolicyText(decoded.text) : { ok: false, mistakes: [decoded.mistake] }
  })
}

export function readPreferenceFile(file: GuardedFile, read = readManagedPreferences): MachineFile {
  return fileRead(file.path, readGuarded(file), (bytes) => checkValues(() => read(bytes)))
}

export function readFromRegistry(read = readRegistry): MachineFile {
  let values: Record<string, unknown> | undefined
  try {
    values = read()
  } catch {
    return { state: 'refused', path: registryKey, problem: { kind: 'unreadable', path: registryKey } }
  }
  return values
    ? machineFileOf(
        registryKey,
        checkValues(() => values)
      )
    : { state: 'absent' }
}

function checkValues(read: () => unknown): PolicyRead {
  let values: unknown
  try {
    values = read()
  } catch {
    return { ok: false, mistakes: [{ code: 'syntax' }] }
  }
  const checked = checkPolicy(values)
  return checked.ok ? { ...checked, lines: {} } : checked
}

function fileRead(path: string, file: GuardedRead, read: (bytes: Buffer) => PolicyRead): MachineFile {
  if (file.state === 'absent') return file
  return file.state === 'refused' ? { ...file, path } : machineFileOf(path, read(file.bytes))
}

function machineFileOf(path: string, read: PolicyRead): MachineFile {
  if (!read.ok) return withMistakes(path, read.mistakes)
  const { policy, lines } = read
  const tenant = readTenant(policy.host, policy.appId)
  // The schema has checked both by the same rule already.
  if (!tenant.ok) return withMistakes(path, [{ code: 'hostInvalid', key: 'host' }])
  return { state: 'inForce', path, policy, tenant: tenant.tenant, lines }
}

const withMistakes = (path: string, mistakes: readonly Mistake[]): MachineFile => ({
  state: 'refused',
  path,
  problem: {
    kind: 'mistakes',
    mistakes: mistakes.slice(0, mostMistakes),
    more: Math.max(0, mistakes.length - mostMistakes)
  }
})
