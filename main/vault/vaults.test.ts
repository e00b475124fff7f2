import { expect, it } from 'vitest'
import { AppError } from '../ground/errors'
import { anyTenant } from '../identity/tokens.testing'
import { inMemory } from './memory'
import type { Profile } from '../storage/profile/profile'
import { accountService, formerService, profileService, profileVaults } from './vaults'

/** Returns a keychain over a Map of entries by service. */
function keychainOver(services: Map<string, Map<string, string>>) {
  return {
    vault: (service: string) => {
      const entries = services.get(service) ?? new Map<string, string>()
      services.set(service, entries)
      return inMemory(entries)
    }
  }
}

const profile = (id: string, formerFolder?: string): Profile => ({
  id,
  formerFolder: () => formerFolder,
  moved: () => Promise.resolve()
})
const log = (): void => undefined
const account = { id: '0123abcd', tenant: anyTenant }

it('keeps accounts, profiles and what concerns a whole profile apart', async () => {
  const chain = keychainOver(new Map())
  const [one, other] = [profileVaults(profile('one'), chain, log), profileVaults(profile('other'), chain, log)]
  const vaults = [one.ofAccount(account), one.ofAccount({ ...account, id: '89abcdef' }), one.ofProfile()]
  const all = [...vaults, other.ofAccount(account), other.ofProfile()]
  for (const [index, vault] of all.entries()) await vault.set('head', String(index))
  expect(await Promise.all(all.map((vault) => vault.get('head')))).toEqual(['0', '1', '2', '3', '4'])
})

it('asks the service of earlier versions only while an account may have entries there', async () => {
  const services = new Map<string, Map<string, string>>()
  const chain = keychainOver(services)
  const former = formerService(anyTenant, '/old/accounts/0123abcd')
  await profileVaults(profile('one'), chain, log).ofAccount(account).get('head')
  expect([...services.keys()]).toEqual(['Holdfast/one/0123abcd'])
  expect([...services.keys()]).not.toContain(former)
  await chain.vault(former).set('snapshotKey', 'key')
  const moved = profileVaults(profile('one', '/old/accounts/0123abcd'), chain, log).ofAccount(account)
  expect(await moved.get('snapshotKey')).toBe('key')
  expect(services.get(former)?.size).toBe(0)
})

it('calls its services as earlier versions did, whose entries would be lost otherwise', () => {
  expect(profileService({ id: 'one' })).toBe('Holdfast/one')
  expect(accountService({ id: 'one' }, '0123abcd')).toBe('Holdfast/one/0123abcd')
  expect(formerService(anyTenant, '/old/accounts/0123abcd')).toBe('Holdfast/2967573cdc26d239')
})

it('notes in the profile that an account has moved, and only logs it if the disk refuses', async () => {
  const [noted, logged]: [string[], unknown[]] = [[], []]
  const refused = new AppError('unexpected')
  const full: Profile = {
    ...profile('one', '/old/accounts/0123abcd'),
    moved(id) {
      noted.push(id)
      return Promise.reject(refused)
    }
  }
  const chain = keychainOver(new Map())
  const vault = profileVaults(full, chain, (...line) => logged.push(line)).ofAccount(account)
  expect(await vault.get('head')).toBeNull()
  expect(noted).toEqual(['0123abcd'])
  expect(logged).toEqual([['profile-not-written', {}, refused]])
})
