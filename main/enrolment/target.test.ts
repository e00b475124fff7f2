import { expect, it } from 'vitest'
import { checkTarget } from './target'

const phone = (phoneCountryCode: string, phoneNumber: string) =>
  ({ kind: 'phone', phoneNumber, phoneCountryCode }) as const

it.each([
  ['as it is', '+44', '7700900150', '+44', '7700900150'],
  ['with the national prefix', '+44', '07700 900150', '+44', '7700900150'],
  ['with spaces, brackets and dashes', '+1', ' (202) 555-0142 ', '+1', '2025550142'],
  ['in full-width digits', '+86', '１３８００１３８０００', '+86', '13800138000'],
  ['with a country code of its own', '+44', '+86 138 0013 8000', '+86', '13800138000'],
  ['whose leading zero belongs to it', '+39', '06 1234 5678', '+39', '0612345678']
])('brings a phone number %s into its form', (_how, country, typed, countryCode, number) => {
  expect(checkTarget(phone(country, typed))).toEqual(phone(countryCode, number))
})

it.each([
  ['+44', '77'],
  ['+44', '77009001501234'],
  ['+44', 'none'],
  ['+999', '7700900150'],
  ['+44', ' '],
  ['+44', '+']
])('refuses %s %s, which can be nobody’s', (country, typed) => {
  expect(() => checkTarget(phone(country, typed))).toThrow('phoneInvalid')
})

it.each([
  ['ada@harbour.example', 'ada@harbour.example'],
  [' ada@harbour.example\n', 'ada@harbour.example'],
  ['ada＠harbour.example', 'ada@harbour.example'],
  ['ada+codes@mail.harbour.example', 'ada+codes@mail.harbour.example']
])('takes the address %j', (typed, email) => {
  expect(checkTarget({ kind: 'email', email: typed })).toEqual({ kind: 'email', email })
})

it.each([
  'ada',
  'ada@',
  '@harbour.example',
  'ada@harbour',
  'ada moreno@harbour.example',
  `${'a'.repeat(320)}@b.example`
])('refuses the address %j', (email) => {
  expect(() => checkTarget({ kind: 'email', email })).toThrow('emailInvalid')
})

it('leaves a factor without a target alone', () => {
  expect(checkTarget({ kind: 'none' })).toEqual({ kind: 'none' })
})
