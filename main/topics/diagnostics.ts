import type { Failure } from '../../contract/result'
import type { SessionState } from '../../contract/session'
import type { Handlers } from '../bridge/serve'

/** What a help desk may know of this installation. */
export interface Installation {
  appVersion: string
  /** By name, such as `Electron`. */
  versions: Record<string, string>
  language: () => string
  /** Undefined where no tenant has been chosen yet. */
  session: () => SessionState | undefined
  /** See `recentEvents` of the log. */
  recentEvents: readonly string[]
}

export function diagnosticsHandlers(
  copy: (text: string) => Promise<void>,
  installation: Installation
): Pick<Handlers, 'diagnostics:copyFailure' | 'diagnostics:copy'> {
  return {
    'diagnostics:copyFailure': (failure) => copy(describeFailure(failure, installation.appVersion)),
    'diagnostics:copy': () => copy(describeInstallation(installation))
  }
}

/** For a help desk: no language of its own, no personal data, nothing the server said in words. */
function describeFailure({ code, requestId, status, at }: Failure, version: string): string {
  return [
    `Holdfast ${version}`,
    `code: ${code}`,
    `request id: ${requestId ?? '-'}`,
    `status: ${status ?? '-'}`,
    `time: ${new Date(at).toISOString()}`
  ].join('\n')
}

function describeInstallation({ appVersion, versions, language, session, recentEvents }: Installation): string {
  return [
    `Holdfast ${appVersion}`,
    ...Object.entries(versions).map(([name, version]) => `${name}: ${version}`),
    `language: ${language()}`,
    `session: ${describeSession(session())}`,
    'log:',
    ...recentEvents
  ].join('\n')
}

/** Phase, place and code only: a state also holds the link of a sign-in. */
function describeSession(state: SessionState | undefined): string {
  if (!state) return 'not connected'
  const keptIn = 'keptIn' in state ? state.keptIn : undefined
  const code = 'failure' in state ? state.failure?.code : undefined
  const keychainCode = 'keychainFailure' in state ? state.keychainFailure?.code : undefined
  return [state.phase, keptIn, code, keychainCode].filter((part) => part !== undefined).join(', ')
}
