import type { SessionState } from '../../contract/session'
import { toFailure } from '../errors'

/** Where the session is kept, and why not in the keychain if it is not. */
export type Keeping = { keptIn: 'keychain' | 'saving' } | { keptIn: 'memory' | 'unsaved'; cause: unknown }

/** How the window shows it. */
export function signedIn(keeping: Keeping): Extract<SessionState, { phase: 'signedIn' }> {
  return {
    phase: 'signedIn',
    keptIn: keeping.keptIn,
    ...('cause' in keeping && { keychainFailure: toFailure(keeping.cause) })
  }
}
