import { expect, it } from 'vitest'
import { createRecoveryCodes, type RecoveryCodeHashes, recoveryCodeHashes } from './recoveryCode'

function kept(cost = 16) {
  let value: RecoveryCodeHashes = []
  const codes = createRecoveryCodes(
    {
      read: () => Promise.resolve(value),
      change(how) {
        value = recoveryCodeHashes.parse(how(value))
        return Promise.resolve(value)
      }
    },
    cost
  )
  return { ...codes, value: () => value }
}

it('a recovery code is found again, however it is typed, and no other is', async () => {
  const { keep, find, made } = kept()
  await keep('e7ad-aaa4-da75', 5)
  expect(await made()).toEqual([5])
  for (const typed of ['e7ad-aaa4-da75', ' E7AD AAA4 DA75', 'ｅ７ａｄaaa4da75']) expect(await find(typed, [5])).toBe(5)
  for (const typed of ['e7ad-aaa4-da76', 'da75', '']) expect(await find(typed, [5])).toBeUndefined()
})

it('a recovery code is compared only with those that may be it', async () => {
  const { keep, find } = kept()
  await keep('aaaa-1111', 1)
  await keep('bbbb-2222', 2)
  expect(await find('aaaa-1111', [2])).toBeUndefined()
  expect(await find('aaaa-1111', [1, 2])).toBe(1)
})

it('the hash of a recovery code is salted, and holds nothing of the code', async () => {
  const { keep, value } = kept()
  await keep('aaaa-1111', 1)
  await keep('aaaa-1111', 2)
  const [one, other] = value()
  expect(one?.hash).not.toBe(other?.hash)
  expect(one?.salt).not.toBe(other?.salt)
  expect(JSON.stringify(value())).not.toMatch(/aaaa|1111/)
})

it('a code that is kept again replaces itself, and only the newest four stay', async () => {
  const { keep, made } = kept()
  for (const madeAt of [1, 2, 2, 3, 4, 5]) await keep('aaaa-1111', madeAt)
  expect(await made()).toEqual([5, 4, 3, 2])
})

it('a recovery code costs 32 MB to guess unless a test says otherwise', async () => {
  let cost = 0
  const codes = createRecoveryCodes({
    read: () => Promise.resolve([]),
    change(how) {
      const value = how([])
      cost = value[0]?.cost ?? 0
      return Promise.resolve(value)
    }
  })
  await codes.keep('aaaa-1111', 1)
  expect(cost).toBe(2 ** 15)
})
