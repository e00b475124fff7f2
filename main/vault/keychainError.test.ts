import { expect, it } from 'vitest'
import { codeOfMessage } from './keychainError'

it.each([
  ['Cannot create an item in a locked collection', 'keychainLocked'],
  ['The prompt was dismissed', 'keychainLocked'],
  ['User interaction is not allowed.', 'keychainLocked'],
  ['The user name or passphrase you entered is not correct.', 'keychainLocked'],
  ['OSStatus -25308', 'keychainLocked'],
  ['OSStatus -25293', 'keychainLocked'],
  ['Object does not exist at path “/org/freedesktop/secrets/collection/login”', 'keychainNoCollection'],
  ["No such object path '/org/freedesktop/secrets/aliases/default'", 'keychainNoCollection'],
  ['The name org.freedesktop.secrets was not provided by any .service files', 'keychainAbsent'],
  ['The name org.freedesktop.secrets is not activatable', 'keychainAbsent'],
  ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'keychainAbsent'],
  ['Could not connect: No such file or directory', 'keychainAbsent'],
  ['No keychain is available. You may need to restart your computer.', 'keychainAbsent'],
  ['A default keychain could not be found.', 'keychainAbsent'],
  ['OSStatus -25291', 'keychainAbsent'],
  ['OSStatus -25307', 'keychainAbsent']
])('“%s” is %s', (message, code) => {
  expect(codeOfMessage(message)).toBe(code)
})

it.each([
  'User canceled the operation.',
  'In dark wake, no UI possible',
  'Access is denied.',
  'Zugriff verweigert',
  '不允许与用户进行交互。',
  'The stub received bad data.',
  'OSStatus -25320',
  'An unknown error occurred.',
  'The name org.freedesktop.portal is not activatable',
  'It says: The name org.freedesktop.secrets is not activatable',
  'It says: Could not connect: No such file or directory',
  'It says: No keychain is available.',
  'It says: A default keychain could not be found.',
  'It says: OSStatus -25308',
  'unknown',
  ''
])('“%s” names no cause, and none is made up', (message) => {
  expect(codeOfMessage(message)).toBe('keychainUnusable')
})
