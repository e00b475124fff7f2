import type { ErrorCode } from '../../../contract/result'

/** Failures that mean a stored session cannot be read. No other session may replace it unless the person wants that. */
export const unreadableCodes: ReadonlySet<ErrorCode> = new Set([
  'keychainLocked',
  'keychainSilent',
  'keychainAbsent',
  'keychainNoCollection',
  'keychainUnusable',
  'keychainNewer'
])

/** Failures that mean there is no session to wait for. The person can sign in, and is shown the reason. */
export const signedOutCodes: ReadonlySet<ErrorCode> = new Set([
  'keychainNotCleared',
  'keychainEmptied',
  'profileCopied'
])
