import { expect, it } from 'vitest'
import { largestTarget, readRelease } from './release'

const custom = {
  version: '1.2.3',
  minimum: '1.0.0',
  released: '2026-11-28',
  notes: { en: 'First line.\nSecond line.', 'zh-CN': '第一行。' }
}
const file = { length: 1_000, hashes: { sha256: 'a1'.repeat(32), sha512: 'b2'.repeat(64) }, custom }

it('reads the release that signed metadata names', () => {
  expect(readRelease('linux-x64.deb', file)).toEqual({
    ...custom,
    size: 1_000,
    sha512: 'b2'.repeat(64),
    target: { name: 'linux-x64.deb', sha256: 'a1'.repeat(32) }
  })
})

it('makes its notes plain text, line by line', () => {
  const notes = { en: '\u202eevil\u2066\r\n\u0007<b>bold</b>\u200b\n', 'zh-CN': '' }
  expect(readRelease('linux-x64.deb', { ...file, custom: { ...custom, notes } }).notes).toEqual({
    en: 'evil\n<b>bold</b>',
    'zh-CN': ''
  })
})

it.each<[string, object]>([
  ['no length', { length: undefined }],
  ['a length of nothing', { length: 0 }],
  ['a length that no package has', { length: largestTarget + 1 }],
  ['a length that is no whole number', { length: 1.5 }],
  ['one hash only', { hashes: { sha256: file.hashes.sha256 } }],
  ['a short hash', { hashes: { ...file.hashes, sha512: 'b2' } }],
  ['no word of the release', { custom: undefined }],
  ['a version that is none', { custom: { ...custom, version: '1.2.3-beta' } }],
  ['a minimum that is newer than itself', { custom: { ...custom, minimum: '1.2.4' } }],
  ['a day that is none', { custom: { ...custom, released: 'yesterday' } }],
  ['notes in one language only', { custom: { ...custom, notes: { en: 'x' } } }],
  ['endless notes', { custom: { ...custom, notes: { en: 'x'.repeat(10_001), 'zh-CN': '' } } }],
  ['a field that it does not know', { custom: { ...custom, command: 'rm' } }]
])('does not accept %s', (_name, change) => {
  expect(() => readRelease('linux-x64.deb', { ...file, ...change })).toThrow()
})
