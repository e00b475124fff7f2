import { expect, it } from 'vitest'
import { createTotpSecret, isTotpCode, totpCode } from './totp'

it.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130']
])('gives the code of RFC 6238 for second %i', (second, code) => {
  expect(totpCode('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', second * 1000)).toBe(code)
})

it('takes the code of now and of one step to either side, and no other', () => {
  const secret = createTotpSecret()
  const taken = (step: number, now: number) => isTotpCode(secret, totpCode(secret, now + step * 30_000), now)
  const now = 1_800_000_000_000
  expect([-2, -1, 0, 1, 2].map((step) => taken(step, now))).toEqual([false, true, true, true, false])
  for (const code of ['', '12345', 'abcdef', '1234567']) expect(isTotpCode(secret, code)).toBe(false)
})

it('makes a key of 160 bits, another one each time', () => {
  const secrets = [createTotpSecret(), createTotpSecret()]
  for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/)
  expect(secrets[0]).not.toBe(secrets[1])
})
