import { expect, it } from 'vitest'
import { signInAsPerson } from '../identity/tenant.testing'
import { keychain, phaseOf, sandbox, signIn, start, useProfile, vaults } from '../topics/accounts/accounts.testing'

useProfile()

it('a session is in the keychain before anything that outlives it', async () => {
  const started = await start()
  await signIn(started, 0)
  const { handlers } = started.accounts.current()
  await expect.poll(() => handlers['devices:readOwn'](undefined)).toMatchObject({ reported: true })
  const [entries = new Map<string, string>()] = vaults.values()
  const names = [...entries.keys()]
  expect(names).toContain('memoryKey')
  expect(names.indexOf('memoryKey')).toBeGreaterThan(names.indexOf('head'))
})

it('a keychain that could not keep the session is not asked for the memory either', async () => {
  const earlier = await start()
  await signIn(earlier, 0)
  await expect
    .poll(() => earlier.accounts.current().handlers['devices:readOwn'](undefined))
    .toMatchObject({ reported: true })
  await earlier.accounts.settled()
  keychain.locked = true
  const { accounts } = await start()
  expect(phaseOf(accounts)).toBe('keychainUnreadable')
  const { session, handlers } = accounts.current()
  await session.signIn()
  await signInAsPerson(sandbox, session.signInLink(), 0)
  await expect.poll(() => session.state()).toMatchObject({ phase: 'signedIn', keptIn: 'memory' })
  // It would answer now, after a question for its password that the person has just declined.
  keychain.locked = false
  await expect(Promise.resolve(handlers['devices:readOwn'](undefined))).rejects.toMatchObject({
    code: 'keychainLocked'
  })
})
