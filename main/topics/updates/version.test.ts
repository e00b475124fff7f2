import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareVersions, isVersion } from './version'

it.each(['0.0.0', '1.2.3', '10.20.300', '999999.0.0'])('accepts %s as a version', (text) => {
  expect(isVersion(text)).toBe(true)
})

it.each([
  '',
  '1',
  '1.2',
  '1.2.3.4',
  'v1.2.3',
  '01.2.3',
  '1.2.3-beta',
  '1.2.3 ',
  '1.2.3\n',
  '-1.2.3',
  '1.2.9999999',
  '１.2.3'
])('does not accept %j as a version', (text) => {
  expect(isVersion(text)).toBe(false)
  expect(() => compareVersions(text, '1.0.0')).toThrow(RangeError)
  expect(() => compareVersions('1.0.0', text)).toThrow(RangeError)
})

it('compares numbers, not letters', () => {
  expect(compareVersions('1.10.0', '1.9.9')).toBeGreaterThan(0)
  expect(compareVersions('1.9.9', '2.0.0')).toBeLessThan(0)
  expect(compareVersions('1.2.10', '1.2.9')).toBeGreaterThan(0)
  expect(compareVersions('1.2.3', '1.2.3')).toBe(0)
})

it('sorts any versions as their three numbers sort', () => {
  const part = fc.nat({ max: 999_999 })
  fc.assert(
    fc.property(fc.tuple(part, part, part), fc.tuple(part, part, part), (one, other) => {
      const weigh = ([major, minor, patch]: [number, number, number]): bigint =>
        (BigInt(major) * 1_000_000n + BigInt(minor)) * 1_000_000n + BigInt(patch)
      const expected = Number(weigh(one) > weigh(other)) - Number(weigh(one) < weigh(other))
      expect(Math.sign(compareVersions(one.join('.'), other.join('.')))).toBe(expected)
    })
  )
})
