import { expect, it } from 'vitest'
import { lockChannels } from './lock'
import { weaknessOf } from './pin'

it.each([
  ['123', 'shortPin'],
  ['1234', 'simple'],
  ['9876', 'simple'],
  ['0000', 'simple'],
  ['hunter2', 'shortPassphrase'],
  ['abcdefgh', 'simple'],
  ['4071', undefined],
  ['correct horse', undefined],
  ['安全的口令要够长', undefined]
])('as a PIN or passphrase, %s is %s', (value, weakness) => {
  expect(weaknessOf(value)).toBe(weakness)
  expect(lockChannels['lock:setPin'].input.safeParse({ pin: value }).success).toBe(weakness === undefined)
})
