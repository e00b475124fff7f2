import type { SessionState } from '../../../contract/session'
import { toFailure } from '../../ground/errors'

/** Says where the session is kept, and if that is not the keychain, the cause. */
export type Keeping = { keptIn: 'keychain' | 'saving' } | { keptIn: 'memory' | 'unsaved'; cause: unknown }

/** The cause why the session of a given access token is in memory only. It is no failure. */
export const forOneSitting = Symbol('for one sitting')

/** Returns the state that the window shows for it. */
export function signedIn(keeping: Keeping): Extract<SessionState, { phase: 'signedIn' }> {
  return {
    phase: 'signedIn',
    keptIn: keeping.keptIn,
    ...('cause' in keeping && keeping.cause !== forOneSitting && { keychainFailure: toFailure(keeping.cause) })
  }
}
