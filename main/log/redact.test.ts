import fc from 'fast-check'
import { expect, it } from 'vitest'
import { redact } from './redact'

const from = (characters: string, minLength: number, maxLength = minLength) =>
  fc.array(fc.constantFrom(...Array.from(characters)), { minLength, maxLength }).map((chosen) => chosen.join(''))
const lower = 'abcdefghijklmnopqrstuvwxyz'
const base64url = `${lower}${lower.toUpperCase()}0123456789-_`
const digits = '0123456789'
const base32 = `${lower.toUpperCase()}234567`

const secrets = {
  token: from(base64url, 32, 400),
  jwt: fc
    .tuple(from(base64url, 10, 80), from(base64url, 10, 200), from(base64url, 10, 90))
    .map(([a, b, c]) => `eyJ${a}.${b}.${c}`),
  'recovery code': fc
    .array(from('0123456789abcdef', 4), { minLength: 3, maxLength: 6 })
    .map((groups) => groups.join('-')),
  'key of an authenticator app': from(base32, 32, 52),
  'key without a digit': from(lower.toUpperCase(), 32, 52),
  'phone number': from(digits, 9, 15),
  'spaced phone number': fc.tuple(from(digits, 3), from(digits, 4), from(digits, 4)).map((groups) => groups.join(' ')),
  'email address': fc.tuple(from(lower, 1, 20), from(lower, 2, 20)).map(([name, host]) => `${name}@${host}.example`)
}
const around = fc.tuple(fc.string(), fc.string())

it.each(Object.entries(secrets))('leaves no %s, whatever stands around it', (_name, secret) => {
  fc.assert(
    fc.property(secret, around, (hidden, [before, after]) => {
      expect(redact(`${before} ${hidden} ${after}`)).not.toContain(hidden)
      expect(redact(`${before}${hidden}${after}`)).not.toContain(hidden)
    }),
    { numRuns: 500 }
  )
})

it('leaves no value of a header, no query of a link and nothing of an otpauth link', () => {
  const word = from(base64url, 3, 40)
  fc.assert(
    fc.property(word, around, (value, [before, after]) => {
      const hidden = `q${value}`
      for (const text of [
        `Bearer ${hidden}`,
        `https://a.example/x?code=${hidden}`,
        `otpauth://totp/x:${hidden}?secret=${hidden}`
      ]) {
        expect(redact(`${before} ${text} ${after}`)).not.toContain(text)
      }
    })
  )
  expect(redact('GET https://a.example/callback?code=abc&state=def')).toBe('GET https://a.example/callback[query]')
  expect(redact('authorization: Bearer abc')).toBe('authorization: Bearer [token]')
  expect(redact('otpauth://totp/Ada?secret=ABC')).toBe('[otpauth]')
})

it('leaves what a help desk needs', () => {
  for (const text of [
    'sign-in-not-prepared',
    'untrustedCertificate',
    'enrolment:sendChallenge',
    '3f2b8a52-6b1c-4d8e-9c5f-0a1b2c3d4e5f',
    'at processTicksAndRejections (node:internal/process/task_queues:95:5)',
    'at async Object.readStored (index.js:1204:17)'
  ]) {
    expect(redact(text)).toBe(text)
  }
})

it('is done with a long line of anything', () => {
  for (const part of ['a', '1 ', 'a-', '@', '+(', 'eyJ.']) {
    expect(redact(part.repeat(100_000)).length).toBeLessThanOrEqual(500)
  }
})
