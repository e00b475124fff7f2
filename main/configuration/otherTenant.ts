import type { Language } from '../../contract/settings'
import type { Configuration } from './options'
import { isSameTenant, readTenant } from '../ground/tenant'
import { systemText } from '../ground/words'
import type { MachineFile } from './machineFile'

/** A start option that names a tenant, and the place in the machine's file that names another. */
export interface Conflict {
  option: '--host' | '--app-id' | '--practice-host'
  path: string
  line: number | undefined
}

export class OtherTenantError extends Error {
  constructor(readonly conflict: Conflict) {
    super('otherTenant')
  }
}

/** Makes sure that no start option names a tenant other than the machine's file. @throws OtherTenantError */
export function refuseOtherTenant(file: MachineFile, { given, practice }: Configuration): void {
  if (file.state !== 'inForce') return
  const refuse = (option: Conflict['option'], key: string): never => {
    throw new OtherTenantError({ option, path: file.path, line: file.lines[key] })
  }
  if (practice && !isSameTenant(practice, file.tenant)) refuse('--practice-host', 'host')
  if (given.host === '' && given.appId === '') return
  const named = readTenant(given.host, given.appId)
  if (named.ok && isSameTenant(named.tenant, file.tenant)) return
  const sameHost = named.ok && named.tenant.host === file.tenant.host
  if (sameHost || given.host === '') refuse('--app-id', 'appId')
  refuse('--host', 'host')
}

/** Returns the reason why the app does not start, and what to do about it. */
export const otherTenantText = (language: Language, { line, ...conflict }: Conflict): string =>
  line === undefined
    ? systemText(language, 'start.otherTenant', conflict)
    : systemText(language, 'start.otherTenantAtLine', { ...conflict, line: String(line) })
