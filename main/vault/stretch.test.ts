import { expect, it } from 'vitest'
import { stretch } from './stretch'

const salt = Buffer.alloc(16, 1)

it('a secret is stretched to the same bytes however its digits and accents are written', async () => {
  const stretched = await stretch('café 12', salt, 16, 32)
  expect(stretched).toHaveLength(32)
  for (const same of ['cafe\u0301 12', 'café １２']) expect(await stretch(same, salt, 16, 32)).toEqual(stretched)
  for (const [other, otherSalt, cost] of [
    ['café 13', salt, 16],
    ['café 12', Buffer.alloc(16, 2), 16],
    ['café 12', salt, 32]
  ] as const) {
    expect(await stretch(other, otherSalt, cost, 32)).not.toEqual(stretched)
  }
})

it('fails where the system cannot stretch a PIN at that cost', async () => {
  await expect(stretch('735519', Buffer.alloc(16), 3, 32)).rejects.toThrow()
})
