import type { ErrorCode } from '../../contract/result'

/*
 * keytar passes on a message and no code. The messages of libsecret and D-Bus are not translated, because the worker runs in
 * the C locale. macOS and Windows answer in the person's language, so most of theirs cannot be told apart.
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

/** Results of the Security framework, which macOS writes as numbers if it has no words for them. */
const results = new Map<string, ErrorCode>([
  ['-25308', 'keychainLocked'],
  ['-25293', 'keychainLocked'],
  ['-25291', 'keychainAbsent'],
  ['-25307', 'keychainAbsent']
])

/** Returns the code of a keychain's message, or `keychainUnusable` if its meaning is not certain. */
export function codeOfMessage(message: string): ErrorCode {
  const result = /^OSStatus (?<number>-\d+)/.exec(message)?.groups?.['number']
  const known = messages.find(([words]) => words.test(message))?.[1]
  return known ?? results.get(result ?? '') ?? 'keychainUnusable'
}
