import { expect, it } from 'vitest'
import { familyOf } from './deviceName'

it.each([
  ['Windows 10', 'Windows'],
  ['Mac OS X 10.15.7', 'macOS'],
  ['Mac OS', 'macOS'],
  ['chrome/114.0.0.0', 'chrome'],
  ['Mobile Safari', 'Safari'],
  ['Linux', 'Linux'],
  ['360', '360'],
  ['鸿蒙 4.0', '鸿蒙']
])('names the family of %s without its version', (name, family) => {
  expect(familyOf(name)).toBe(family)
})
