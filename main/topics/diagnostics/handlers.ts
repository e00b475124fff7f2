import type { Failure } from '../../../contract/result'
import type { SessionState } from '../../../contract/session'
import type { MachineFile } from '../../configuration/machineFile'
import type { Topic } from '../../bridge/topic'

/** The facts of this installation that a help desk may know. */
export interface Installation {
  appVersion: string
  /** The versions by name, such as `Electron`. */
  versions: Record<string, string>
  language: () => string
  /** Returns undefined if no tenant has been chosen yet. */
  session: () => SessionState | undefined
  machineFile: () => MachineFile
  /** The `recentEvents` of the log. */
  recentEvents: readonly string[]
}

export function diagnosticsTopic(
  copy: (text: string) => Promise<void>,
  installation: Installation
): Topic<'diagnostics'> {
  return {
    handlers: {
      'diagnostics:copyFailure': (failure) => copy(describeFailure(failure, installation.appVersion)),
      'diagnostics:copy': () => copy(describeInstallation(installation))
    }
  }
}

/** Describes a failure for a help desk, in no language of the app, without personal data and without the server's own words. */
function describeFailure({ code, requestId, status, at }: Failure, version: string): string {
  return [
    `Holdfast ${version}`,
    `code: ${code}`,
    `request id: ${requestId ?? '-'}`,
    `status: ${status ?? '-'}`,
    `time: ${new Date(at).toISOString()}`
  ].join('\n')
}

function describeInstallation({
  appVersion,
  versions,
  language,
  session,
  machineFile,
  recentEvents
}: Installation): string {
  return [
    `Holdfast ${appVersion}`,
    ...Object.entries(versions).map(([name, version]) => `${name}: ${version}`),
    `language: ${language()}`,
    `session: ${describeSession(session())}`,
    `machine file: ${describeMachineFile(machineFile())}`,
    'log:',
    ...recentEvents
  ].join('\n')
}

/** Describes phase, place and code only, because a state also holds the link of a sign-in. */
function describeSession(state: SessionState | undefined): string {
  if (!state) return 'not connected'
  const keptIn = 'keptIn' in state ? state.keptIn : undefined
  const code = 'failure' in state ? state.failure?.code : undefined
  const keychainCode = 'keychainFailure' in state ? state.keychainFailure?.code : undefined
  return [state.phase, keptIn, code, keychainCode].filter((part) => part !== undefined).join(', ')
}

/** Describes the state of the file, and the kind and place of a mistake, but nothing of its content. */
function describeMachineFile(file: MachineFile): string {
  if (file.state === 'absent') return 'none'
  if (file.state === 'inForce') return `in force, further tenants ${file.policy.furtherTenants ? '' : 'not '}allowed`
  const { problem } = file
  if (problem.kind !== 'mistakes') return `refused, ${problem.kind}`
  const places = problem.mistakes.map(({ code, line, column }) => `${line ?? '-'}:${column ?? '-'} ${code}`)
  return `refused, ${places.join(', ')}${problem.more > 0 ? ` and ${problem.more} more` : ''}`
}
