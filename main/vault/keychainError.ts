import type { ErrorCode } from '../../contract/result'

/*
 * keytar passes on a message and no code. What libsecret and D-Bus say is not translated, because the worker runs in the
 * C locale; macOS and Windows answer in the person's language, so that most of theirs cannot be told apart.
 */
const messages: readonly (readonly [RegExp, ErrorCode])[] = [
  [/\blocked collection|\bis locked\b|prompt was dismissed|prompt dismissed/i, 'keychainLocked'],
  // errSecInteractionNotAllowed and errSecAuthFailed
  [/^User interaction is not allowed|^The user name or passphrase/, 'keychainLocked'],
  [
    /(?:Object does not exist at path|No such object path).*\/secrets\/(?:collection|aliases)\//,
    'keychainNoCollection'
  ],
  [/org\.freedesktop\.secrets was not provided|^The name org\.freedesktop\.secrets\b/, 'keychainAbsent'],
  [/autolaunch D-Bus|dbus-launch|^Could not connect: /, 'keychainAbsent'],
  // errSecNotAvailable and errSecNoDefaultKeychain
  [/^No keychain is available|^A default keychain could not be found/, 'keychainAbsent']
]

/** Security framework's results, which macOS writes as a number where it has no words for them. */
const results = new Map<string, ErrorCode>([
  ['-25308', 'keychainLocked'],
  ['-25293', 'keychainLocked'],
  ['-25291', 'keychainAbsent'],
  ['-25307', 'keychainAbsent']
])

/** Returns what a keychain's message means, and `keychainUnusable` where that is not certain. */
export function codeOfMessage(message: string): ErrorCode {
  const result = /^OSStatus (?<number>-\d+)/.exec(message)?.groups?.['number']
  const known = messages.find(([words]) => words.test(message))?.[1]
  return known ?? results.get(result ?? '') ?? 'keychainUnusable'
}
