import { describe, expect, it } from 'vitest'
import { unwrapKey, wrapKey, wrappedKey } from './wrappedKey'

const cost = 2 ** 4
const dataKey = Buffer.alloc(32, 7)

describe('the wrapped data key', () => {
  it('opens by its PIN in its context, and by nothing else', async () => {
    const wrapped = await wrapKey('735519', dataKey, 'context', cost)
    expect(wrappedKey(cost).safeParse(wrapped).success).toBe(true)
    expect(await unwrapKey('735519', wrapped, 'context')).toEqual(dataKey)
    expect(await unwrapKey('735518', wrapped, 'context')).toBeUndefined()
    expect(await unwrapKey('735519', wrapped, 'other')).toBeUndefined()
    expect(await unwrapKey('735519', { ...wrapped, cost: 2 * cost }, 'context')).toBeUndefined()
  })

  it('opens as an earlier version wrapped it', async () => {
    const wrapped = {
      salt: 'UHNcyhcBPG3hAQCglPFuUA==',
      cost,
      wrapped: 'mc6chGBqjdNpAGnDvG4NgNNaPxOYbQEl3gVh5/VftvHH135SoBs2ZU9sJXO5bc9UEHG4SgMZk5+t2Pgg'
    }
    expect(await unwrapKey('735519', wrapped, 'context')).toEqual(dataKey)
  })

  it('takes a PIN for the same one however its digits and accents are written', async () => {
    const wrapped = await wrapKey('café 12', dataKey, 'context', cost)
    for (const pin of ['cafe\u0301 12', 'café １２', 'café\u00a012'])
      expect(await unwrapKey(pin, wrapped, 'context')).toEqual(dataKey)
  })
})
