import { expect, it } from 'vitest'
import { chooseNames, missingLibraries, missingPackages } from './libraries.mjs'

const answer = [
  'libgtk-3-0 installed',
  'libasound2t64 installed',
  'libnss3 config-files',
  'xvfb not-installed',
  ''
].join('\n')

it('counts a library as there under its own name or that of its 64-bit-time twin', () => {
  expect(missingPackages(['libgtk-3-0', 'libasound2'], answer)).toEqual([])
})

it('counts packages that were removed, never installed or never heard of as missing', () => {
  expect(missingPackages(['libnss3', 'xvfb', 'chromium'], answer)).toEqual(['libnss3', 'xvfb', 'chromium'])
})

it('asks for the twin only where the plain name is no real package', () => {
  const available = new Set(['libasound2t64', 'libnss3', 'libgtk-3-0', 'libgtk-3-0t64'])
  expect(chooseNames(['libasound2', 'libnss3', 'libgtk-3-0', 'unknown'], available)).toEqual([
    'libasound2t64',
    'libnss3',
    'libgtk-3-0',
    'unknown'
  ])
})

it('reads the missing libraries from what ldd says', () => {
  const said =
    '\tlibnss3.so => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x1)\n\tlibgbm.so.1 => not found\n\tlibnss3.so => not found\n'
  expect(missingLibraries(said)).toEqual(['libnss3.so', 'libgbm.so.1'])
  expect(missingLibraries('\tstatically linked\n')).toEqual([])
})
