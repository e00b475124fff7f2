import type { ErrorCode } from '../../contract/result'

/** There is a stored session, but it cannot be read: another one must not take its place unasked. */
export const unreadableCodes: ReadonlySet<ErrorCode> = new Set([
  'keychainLocked',
  'keychainSilent',
  'keychainAbsent',
  'keychainNoCollection',
  'keychainUnusable',
  'keychainNewer'
])

/** There is no session to wait for: the person can sign in, and is told why they have to. */
export const signedOutCodes: ReadonlySet<ErrorCode> = new Set([
  'keychainNotCleared',
  'keychainEmptied',
  'profileCopied'
])
