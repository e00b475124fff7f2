import type { SessionState } from '../../contract/session'
import { toFailure } from '../errors'

/** Where the session is kept, and why not in the keychain if it is not. */
export type Keeping = { keptIn: 'keychain' | 'saving' } | { keptIn: 'memory' | 'unsaved'; cause: unknown }

/** Why the session of an access token that was given is in memory only: nothing has failed. */
export const forOneSitting = Symbol('for one sitting')

/** How the window shows it. */
export function signedIn(keeping: Keeping): Extract<SessionState, { phase: 'signedIn' }> {
  return {
    phase: 'signedIn',
    keptIn: keeping.keptIn,
    ...('cause' in keeping && keeping.cause !== forOneSitting && { keychainFailure: toFailure(keeping.cause) })
  }
}
