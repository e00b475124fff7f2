import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AccountServices } from '../../start/accountServices'
import type { Accounts } from './accounts'
import {
  currentId,
  ids,
  keychain,
  list,
  phaseOf,
  profile,
  revocations,
  signIn,
  start,
  type Started,
  two,
  useProfile,
  vaults
} from './accounts.testing'

useProfile()

const forget = async ({ accounts }: Started, id: string): Promise<void> => accounts.handlers['accounts:forget']({ id })
const forgotten = async (accounts: Accounts<AccountServices>): Promise<string[]> =>
  (await list(accounts)).filter((one) => one.forgotten).map(({ id }) => id)

describe('accounts that are forgotten', () => {
  it('leave nothing behind, on screen or not', async () => {
    const started = await start()
    const { accounts } = started
    await signIn(started, 0)
    const ada = await currentId(accounts)
    await accounts.handlers['accounts:add'](undefined)
    await signIn(started, 1)
    const other = await currentId(accounts)

    await accounts.handlers['accounts:forget']({ id: ada })
    expect(vaults.get(ada)?.size).toBe(0)
    expect(await ids(accounts)).toEqual([other])
    await accounts.handlers['accounts:forget']({ id: other })
    expect(vaults.get(other)?.size).toBe(0)
    expect(phaseOf(accounts)).not.toBe('signedIn')
    const folders = await readdir(join(profile, 'accounts'))
    expect(folders).not.toContain(ada)
    expect(folders).not.toContain(other)
  })

  it.each([
    ['unseen', 'keychainLocked'],
    ['shown', 'keychainNotCleared']
  ] as const)('stay, marked, until the keychain lets go, and are revoked once: %s', async (which, code) => {
    const started = await two()
    const { accounts } = started
    const id = started[which]
    keychain.locked = true
    await expect(forget(started, id)).rejects.toMatchObject({ code })
    expect(vaults.get(id)?.size).toBeGreaterThan(0)
    expect(await forgotten(accounts)).toEqual([id])
    expect(await forgotten((await start()).accounts)).toEqual([id])

    keychain.locked = false
    await forget(started, id)
    expect(vaults.get(id)?.size).toBe(0)
    expect(await ids(accounts)).not.toContain(id)
    expect(await readdir(join(profile, 'accounts'))).not.toContain(id)
    expect(revocations()).toBe(1)
  })

  it('leave nothing behind even if nobody can read what the keychain holds', async () => {
    const started = await two()
    vaults.get(started.unseen)?.set('head', 'garbage')
    await forget(started, started.unseen)
    expect(vaults.get(started.unseen)?.size).toBe(0)
  })

  it('are no longer marked once somebody signs in again', async () => {
    const started = await start()
    await signIn(started, 0)
    const { accounts } = started
    const id = await currentId(accounts)
    keychain.locked = true
    await expect(forget(started, id)).rejects.toMatchObject({ code: 'keychainNotCleared' })
    keychain.locked = false
    await signIn(started, 0)
    await accounts.settled()
    expect(await ids(accounts)).toEqual([id])
    expect(await forgotten(accounts)).toEqual([])
    expect(phaseOf(accounts)).toBe('signedIn')
  })
})
