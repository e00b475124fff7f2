import { describe, expect, it } from 'vitest'
import { startSandbox } from '../../../sandbox'
import { tenantOf } from '../../identity/tenant.testing'
import { isSameTenant } from '../../ground/tenant'
import { currentId, ids, list, sandbox, signIn, start, useProfile, vaults } from './accounts.testing'

useProfile()

/** Starts the app with an account that was used before the machine’s file named another tenant. */
async function startWithBarred() {
  const before = await start()
  await signIn(before, 0)
  await before.accounts.settled()
  const barred = await currentId(before.accounts)
  const other = await startSandbox()
  const allowed = tenantOf(other)
  const { accounts } = await start(allowed, true, (tenant) => isSameTenant(tenant, allowed))
  return { accounts, barred, other, own: await currentId(accounts) }
}

describe('an account at a tenant that the machine’s file does not allow', () => {
  it('is listed as barred, and main neither shows it nor adds it again', async () => {
    const { accounts, barred, other, own } = await startWithBarred()
    expect(own).not.toBe(barred)
    expect((await list(accounts)).map(({ id, barred: is = false }) => [id, is]).sort()).toEqual(
      [
        [barred, true],
        [own, false]
      ].sort()
    )
    const { handlers } = accounts
    await expect(handlers['accounts:switch']({ id: barred })).rejects.toMatchObject({ code: 'tenantNotAllowed' })
    const entry = { host: sandbox.host, appId: sandbox.appId }
    await expect(handlers['accounts:add'](entry)).rejects.toMatchObject({ code: 'tenantNotAllowed' })
    expect(await currentId(accounts)).toBe(own)
    await other.close()
  })

  it('can be forgotten with everything that is kept of it', async () => {
    const { accounts, barred, other, own } = await startWithBarred()
    expect(vaults.get(barred)?.size).toBeGreaterThan(0)
    await accounts.handlers['accounts:forget']({ id: barred })
    expect(await ids(accounts)).toEqual([own])
    expect(vaults.get(barred)?.size).toBe(0)
    await other.close()
  })

  it('is not shown when the account before it is forgotten', async () => {
    const { accounts, barred, other, own } = await startWithBarred()
    await accounts.handlers['accounts:add'](undefined)
    await accounts.handlers['accounts:forget']({ id: own })
    expect(await currentId(accounts)).not.toBe(barred)
    await other.close()
  })
})
