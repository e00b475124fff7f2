import { expect, it } from 'vitest'
import { checkVersion, lastReleased } from './version.mjs'

it('takes the highest of the tags that name a version', () => {
  expect(lastReleased(['v0.9.0', 'v0.10.0', 'v0.2.11', 'v1.0.0-rc.1', 'nightly'])).toBe('0.10.0')
  expect(lastReleased([''])).toBe('0.0.0')
})

it.each(['1.2.4', '1.3.0', '2.0.0'])('lets %s follow 1.2.3', (version) => {
  expect(() => checkVersion(version, '1.2.3')).not.toThrow()
})

it.each(['1.2.3', '1.2.2', '1.2.5', '1.3.1', '1.4.0', '2.1.0', '3.0.0', '0.9.0'])(
  'lets %s not follow 1.2.3, and names those that may',
  (version) => {
    expect(() => checkVersion(version, '1.2.3')).toThrow(
      `${version} cannot follow 1.2.3. Choose 1.2.4, 1.3.0 or 2.0.0.`
    )
  }
)

it.each([undefined, '', '1.2', 'v1.2.4', '1.2.4-rc.1', '1.2.4+build', '01.2.4', '1.2.4\n', 'minor'])(
  'refuses %j as a version',
  (version) => {
    expect(() => checkVersion(version, '1.2.3')).toThrow('Name the version as three numbers')
  }
)
