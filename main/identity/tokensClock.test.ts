import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../ground/temporaryFolder.testing'
import { inMemory } from '../vault/memory'
import type { Tokens } from './tokens'
import { anyTenant, asStored, RotatingEndpoint, tokensOf } from './tokens.testing'

const minute = 60_000
const hour = 60 * minute
const tenYears = 10 * 365 * 24 * hour

let profile: string
let running: Pick<Tokens, 'settled'>[]
beforeEach(async () => {
  running = []
  profile = await temporaryFolder()
})
afterEach(async () => {
  // A marker may still be on its way into the folder.
  for (const tokens of running) await tokens.settled()
})

/** Returns a session whose access tokens live an hour, by clocks that the test moves. */
function underClocks() {
  const clock = { wall: Date.UTC(2026, 0, 1), monotonic: 0 }
  const now = (): number => clock.wall
  const endpoint = new RotatingEndpoint(undefined, hour, now)
  const { tokens, ended } = tokensOf({
    tenant: anyTenant,
    profile,
    vault: inMemory(),
    oidc: () => Promise.resolve(endpoint.asOidc()),
    now,
    monotonic: () => clock.monotonic
  })
  running.push(tokens)
  tokens.resume(
    { sub: 'u', refreshToken: 'rt-0', accessToken: 'at', accessTokenUsableUntil: clock.wall + hour },
    asStored
  )
  return { clock, endpoint, tokens, ended }
}

describe('an access token that lives an hour', () => {
  it.each([
    ['an hour of both clocks', hour, hour, 1],
    ['most of an hour', 59 * minute, 59 * minute, 0],
    ['an hour asleep, in which one clock stands still', hour, 0, 1],
    ['an hour in which the clock was set back by one', 0, hour, 1],
    ['an hour in which the clock was set back by ten years', hour - tenYears, hour, 1],
    ['a clock that was set back by an hour', -hour, 0, 0],
    ['a clock that was set ahead by ten years', tenYears, 0, 1]
  ])('after %s is renewed as often as needed', async (_name, wall, monotonic, renewals) => {
    const { clock, endpoint, tokens } = underClocks()
    clock.wall += wall
    clock.monotonic += monotonic
    await tokens.current()
    await tokens.current()
    expect(endpoint.calls).toBe(renewals)
  })

  it('is renewed at most once for each request, however the clock is set, and nobody is signed out', async () => {
    const jump = fc.oneof(
      fc.constantFrom(hour, -hour, tenYears, -tenYears, 0),
      fc.integer({ min: -tenYears, max: tenYears })
    )
    const steps = fc.array(fc.record({ jump, passed: fc.integer({ min: 0, max: 2 * hour }) }), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const { clock, endpoint, tokens, ended } = underClocks()
        for (const { jump: set, passed } of all) {
          clock.wall += set + passed
          clock.monotonic += passed
          const before = endpoint.calls
          await tokens.current()
          await tokens.current()
          expect(endpoint.calls - before).toBeLessThanOrEqual(1)
          if (passed >= hour) expect(endpoint.calls - before).toBe(1)
        }
        expect({ ended, reuses: endpoint.reuses }).toEqual({ ended: [], reuses: 0 })
      }),
      { numRuns: 50 }
    )
  })
})
