import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../ground/temporaryFolder.testing'
import { AppError } from '../ground/errors'
import { inMemory } from '../vault/memory'
import { readRecord } from '../vault/record'
import type { Vault } from '../vault/vault'
import { anyTenant, RotatingEndpoint, tokensOf } from './tokens.testing'

/** The fate of one request or one change of the keychain. */
type Fate = 'done' | 'lost' | 'killed'

/**
 * One life of the app, from start to kill, at a tenant that notices reuse. Requests and writes come in any order and may be
 * lost, and the process may be killed at each of them.
 */
interface Life {
  asks: readonly ('current' | 'replace' | 'save')[]
  fates: readonly Fate[]
}

const life: fc.Arbitrary<Life> = fc.record({
  asks: fc.array(fc.constantFrom('current', 'replace', 'save'), { minLength: 1, maxLength: 6 }),
  fates: fc.array(
    fc.oneof(
      { weight: 12, arbitrary: fc.constant<Fate>('done') },
      { weight: 2, arbitrary: fc.constant<Fate>('lost') },
      { weight: 1, arbitrary: fc.constant<Fate>('killed') }
    ),
    { maxLength: 40 }
  )
})

it('renews one at a time, reuses nothing and keeps a whole record, whatever is lost and wherever it is killed', async () => {
  const whole = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(life, { minLength: 1, maxLength: 4 }), async (s, lives) => {
      const profile = await temporaryFolder()
      const entries = new Map<string, string>()
      const vault = inMemory(entries)
      let fates: Fate[] = []
      let die = (): void => undefined
      let dead = false

      /** Never resolves once the process is dead. */
      async function step(what: string, lost: () => Error): Promise<void> {
        await s.schedule(Promise.resolve(), what)
        const fate = fates.shift() ?? 'done'
        if (fate === 'killed' || dead) {
          dead = true
          die()
          await new Promise(() => undefined)
        }
        if (fate === 'lost') throw lost()
      }

      const endpoint = new RotatingEndpoint((what) => step(what, () => new AppError('unreachable')))
      const locked = (): Error => new AppError('keychainLocked')
      const changing: Vault = {
        get: (name) => vault.get(name),
        set: (name, value) => step('set', locked).then(() => vault.set(name, value)),
        delete: (name) => step('delete', locked).then(() => vault.delete(name))
      }
      const processOf = (over: Vault) =>
        tokensOf({ tenant: anyTenant, profile, vault: over, oidc: () => Promise.resolve(endpoint.asOidc()) })
      const first = { sub: 'u', refreshToken: 'rt-0', accessToken: 'at', accessTokenUsableUntil: 0 }
      await processOf(vault).store.save(first, true)

      for (const { asks, fates: given } of lives) {
        fates = [...given]
        dead = false
        endpoint.inFlight = 0
        const killed = new Promise<void>((resolve) => (die = resolve))
        const { tokens, start } = processOf(changing)
        if (!(await start())) break
        const all = asks.map((ask) => (ask === 'replace' ? tokens.replace('at') : tokens[ask]()))
        await s.waitFor(Promise.race([Promise.allSettled(all), killed]))
        // The lock names this process, which is alive. A real next process would see that its holder is dead.
        await rm(join(profile, 'session.json.lock'), { force: true })
        const record = await readRecord(vault)
        whole.add(record?.rt ?? '')
        expect(Number(record?.rt.slice(3))).toBeLessThanOrEqual(Number(endpoint.valid.slice(3)))
      }
      expect(endpoint.reuses).toBe(0)
      expect(endpoint.mostInFlight).toBeLessThanOrEqual(1)
    }),
    { numRuns: 60 }
  )
  expect(whole.size).toBeGreaterThan(3)
}, 60_000)
