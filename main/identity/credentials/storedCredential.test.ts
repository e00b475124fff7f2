import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Record as VaultRecord } from '../../vault/record'
import { anyTenant } from '../tokens.testing'
import { credentialOf, holds, recordOf } from './storedCredential'

const now = Date.parse('2026-11-29T12:00:00Z')
afterEach(() => vi.useRealTimers())

const stored = (facts: Partial<VaultRecord>): VaultRecord => ({
  ...recordOf({ sub: 'ada', refreshToken: 'rt', accessToken: 'at', accessTokenUsableUntil: now + 9 }, anyTenant),
  v: 1,
  gen: 5,
  ...facts
})

describe('the refresh token of a record', () => {
  it.each([
    [4, 5, false],
    [5, 5, true],
    [6, 5, false],
    [2, 3, false],
    [3, 3, true],
    [4, 3, true]
  ])('of generation 5 was stored in generation %i, if it came with generation %i: %s', (gen, since, expected) => {
    expect(holds(stored({ rt_gen: since }), gen)).toBe(expected)
  })

  it('came with its record if nothing else is noted', () => {
    const record = stored({})
    expect([4, 5, 6].map((gen) => holds(record, gen))).toEqual([false, true, false])
  })
})

describe('the access token of a record', () => {
  it.each([
    ['a while ago', now - 1, 'until its end', now + 9],
    ['in this very moment', now, 'until its end', now + 9],
    ['later than now, as the clock was set back', now + 1, 'no longer', 0]
  ])('that was saved %s is usable %s', (_when, savedAt, _how, usableUntil) => {
    vi.useFakeTimers({ now })
    expect(credentialOf(stored({ saved_at: savedAt, at_exp: now + 9 })).accessTokenUsableUntil).toBe(usableUntil)
  })
})
