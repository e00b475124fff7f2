import { expect, it } from 'vitest'
import { longestTarget } from '../../contract/fields'
import { maskEmail, maskName, maskPhone, maskTarget } from './mask'

it.each([
  ['ada.moreno@fernhill.example', 'a•••o@fernhill.example'],
  ['ab@x.example', 'a•••@x.example'],
  ['a@x.example', 'a•••@x.example'],
  ['no address', '•••'],
  ['@x', '•••']
])('masks the e-mail address %s as %s', (email, masked) => {
  expect(maskEmail(email)).toBe(masked)
})

it.each([
  ['4155550123', '+1', '+1 ••••• 0123'],
  ['415 555 01-23', '+1', '+1 ••••• 0123'],
  ['13812345678', '+86', '+86 ••••• 5678'],
  ['1234', '', '••••• 34'],
  ['', '+44', '+44 •••••']
])('masks the number %s as %s %s', (number, countryCode, masked) => {
  expect(maskPhone(number, countryCode)).toBe(masked)
})

it.each([
  ['Ada Moreno', 'A••• M•••'],
  ['Ana Maria del Mar', 'A••• M••• M•••'],
  ['林静', '林•••'],
  [' Ada  Moreno ', 'A••• M•••'],
  ['Ada 7', 'A••• 7•••'],
  ['7 Ada', '7••• A•••'],
  ['ada.moreno@fernhill.example', 'a•••o@fernhill.example'],
  ['+44 7700 900142', '••••• 0142']
])('masks the name %s as %s, with the first and the last initial', (name, masked) => {
  expect(maskName(name)).toBe(masked)
})

it('masks a target as what it is, and knows that a face or an app has none', () => {
  expect(maskTarget({ kind: 'email', email: 'ada.moreno@fernhill.example' })).toBe('a•••o@fernhill.example')
  expect(maskTarget({ kind: 'phone', phoneNumber: '4155550123', phoneCountryCode: '+1' })).toBe('+1 ••••• 0123')
  expect(maskTarget({ kind: 'none' })).toBeUndefined()
})

it('makes no address or number longer than the window takes', () => {
  expect(maskEmail(`a@${'b'.repeat(longestTarget - 2)}`)).toHaveLength(longestTarget)
  expect(maskPhone('4155550123', '+'.repeat(longestTarget))).toHaveLength(longestTarget)
})
