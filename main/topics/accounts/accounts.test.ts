import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startSandbox } from '../../../sandbox'
import { tenantOf } from '../../identity/tenant.testing'
import { accountRecords } from '../../storage/accountRecords'
import { currentId, ids, list, phaseOf, profile, sandbox, signIn, start, useProfile, vaults } from './accounts.testing'

useProfile()

describe('several accounts', () => {
  it('each keep a session of their own, and the one on screen last comes back at the next start', async () => {
    const started = await start()
    const { accounts } = started
    await signIn(started, 0)
    const ada = await currentId(accounts)
    await accounts.handlers['accounts:add'](undefined)
    expect(phaseOf(accounts)).not.toBe('signedIn')
    await signIn(started, 1)
    const other = await currentId(accounts)
    expect(other).not.toBe(ada)

    await accounts.handlers['accounts:switch']({ id: ada })
    await expect.poll(() => phaseOf(accounts)).toBe('signedIn')
    expect(vaults.get(ada)).not.toEqual(vaults.get(other))

    await accounts.settled()
    const next = await start()
    expect(await currentId(next.accounts)).toBe(ada)
    expect(phaseOf(next.accounts)).toBe('signedIn')
  })

  it('know the name of their organisation at the next start, without a request', async () => {
    const started = await start()
    await signIn(started, 0)
    const { handlers } = started.accounts.current()
    expect(await handlers['profile:readOrganisation'](undefined)).toBe('Fernhill Clinic')
    await started.accounts.settled()

    const next = await start()
    sandbox.requests.clear()
    const place = { tenant: new URL(sandbox.host).host, organisation: 'Fernhill Clinic' }
    expect(next.accounts.shown()).toEqual({ account: await currentId(next.accounts), ...place })
    expect(await list(next.accounts)).toMatchObject([place])
    expect(Array.from(sandbox.requests, ({ path }) => path)).not.toContain('/api/v3/get-my-logged-in-apps')
  })

  it('are told apart by a masked address and by the time of their last sign-in here', async () => {
    const before = Date.now()
    const started = await start()
    await signIn(started, 0)
    await started.accounts.current().handlers['profile:read'](undefined)
    await started.accounts.settled()
    const [entry] = await list((await start()).accounts)
    expect(entry).toMatchObject({ label: 'A••• M•••', address: 'a•••o@fernhill.example' })
    expect(entry?.signedInAt).toBeGreaterThanOrEqual(before)
    expect(entry?.signedInAt).toBeLessThanOrEqual(Date.now())
  })

  it('begin the next time with the one that was stored last', async () => {
    const started = await start()
    await signIn(started, 0)
    await started.accounts.handlers['accounts:add'](undefined)
    await signIn(started, 1)
    await started.accounts.settled()
    const pointer = await readFile(join(profile, 'accounts', 'current.json'), 'utf8')
    expect(pointer).toContain(await currentId(started.accounts))
  })

  it('have the page renewed before the next one begins, and hear nothing of the previous one', async () => {
    const started = await start()
    await signIn(started, 0)
    const before = started.accounts.current()
    started.told.length = 0
    await started.accounts.handlers['accounts:add'](undefined)
    expect(started.told[0]).toBe('page renewed')
    expect(before.session.state().phase).toBe('starting')
    await expect(before.session.tokens.current()).rejects.toMatchObject({ code: 'signedOut' })
  })

  it('take a sign-in of another person as a switch to an account of theirs', async () => {
    const started = await start()
    const { accounts } = started
    await signIn(started, 0)
    const ada = await currentId(accounts)
    await accounts.current().session.signOut()
    await signIn(started, 1)
    const other = await currentId(accounts)
    expect(other).not.toBe(ada)
    // The memory of an account outlives its session.
    expect([...(vaults.get(ada)?.keys() ?? [])].filter((name) => name !== 'memoryKey')).toEqual([])

    await accounts.handlers['accounts:add'](undefined)
    await signIn(started, 1)
    expect(await currentId(accounts)).toBe(other)
    await expect.poll(() => ids(accounts)).toHaveLength(2)
  })

  it('start as one: only the account on screen is read', async () => {
    const tenant = tenantOf(sandbox)
    const first = await start()
    await signIn(first, 0)
    const records = accountRecords(profile, () => undefined)
    for (let index = 0; index < 49; index++) {
      const id = (0x1000_0000 + index).toString(16)
      await mkdir(records.folder(id))
      await records.keep({ id, tenant, subHash: String(index) })
    }
    const next = await start()
    expect(next.opened).toHaveLength(1)
    expect(phaseOf(next.accounts)).toBe('signedIn')
    expect(await list(next.accounts)).toHaveLength(50)
  })

  it('are named by a mask only, in the list and on disk', async () => {
    const started = await start()
    await signIn(started, 0)
    const read = await started.accounts.current().handlers['profile:read'](undefined)
    const name = read.displayName ?? ''
    expect(name.length).toBeGreaterThan(3)
    await expect.poll(async () => (await list(started.accounts))[0]?.label).toContain('•••')
    const file = join(profile, 'accounts', await currentId(started.accounts), 'account.json')
    expect(await readFile(file, 'utf8')).not.toContain(name)
  })

  it('tell nothing of the account on screen once they are off it', async () => {
    const started = await start()
    const { accounts, owners } = started
    await signIn(started, 0)
    const ada = await currentId(accounts)
    await accounts.handlers['accounts:add'](undefined)
    await signIn(started, 1)
    await accounts.settled()
    const before = await list(accounts)
    owners.get(ada)?.note({ sub: 'somebody', name: 'Eve Example', stored: true })
    await accounts.settled()
    expect(await list(accounts)).toEqual(before)
    const pointer = await readFile(join(profile, 'accounts', 'current.json'), 'utf8')
    expect(pointer).toContain(await currentId(accounts))
  })

  it('whose file was changed to another host are not shown at a start, and no request goes there', async () => {
    const other = await startSandbox()
    const started = await start()
    await signIn(started, 0)
    const id = await currentId(started.accounts)
    await started.accounts.settled()
    const file = join(profile, 'accounts', id, 'account.json')
    const record = await readFile(file, 'utf8')
    await writeFile(file, record.replace(`"host":"${sandbox.host}"`, `"host":"${other.host}"`))
    const next = await start()
    expect(await ids(next.accounts)).not.toContain(id)
    expect(other.requests.filter(() => true)).toEqual([])
    await other.close()
  })

  it('run nothing once they have ended, whatever was asked for in the same turn', async () => {
    const started = await start()
    const { accounts, opened } = started
    await signIn(started, 0)
    const ada = await currentId(accounts)
    await accounts.handlers['accounts:add'](undefined)
    await signIn(started, 1)

    for (const ask of [
      () => accounts.handlers['accounts:switch']({ id: ada }),
      () => accounts.handlers['accounts:forget']({ id: ada }),
      () => accounts.handlers['accounts:add'](undefined)
    ]) {
      opened.length = 0
      started.told.length = 0
      const asked = Promise.allSettled([ask()])
      await accounts.end()
      await asked
      expect(opened).toEqual([])
      expect(started.told).not.toContain('page renewed')
      expect(phaseOf(accounts)).toBe('starting')
      accounts.begin()
    }
    expect(vaults.get(ada)?.size).toBeGreaterThan(0)
  })

  it('connect to an address that was typed only if the person agrees outside of the page', async () => {
    const { accounts } = await start(tenantOf(sandbox), false)
    const entry = { host: 'https://id.example.com', appId: 'app-1' }
    await accounts.handlers['accounts:add'](entry)
    expect(await ids(accounts)).toHaveLength(1)
    await expect(
      Promise.resolve(accounts.handlers['accounts:add']({ ...entry, host: 'http://id.example.com' }))
    ).rejects.toMatchObject({ code: 'hostInvalid' })
    const agreeing = await start(tenantOf(sandbox), true)
    await agreeing.accounts.handlers['accounts:add'](entry)
    expect(await list(agreeing.accounts)).toContainEqual(
      expect.objectContaining({ tenant: 'id.example.com', current: true })
    )
  })

  it('survive a damaged file of one of them and a damaged pointer', async () => {
    const started = await start()
    await signIn(started, 0)
    await started.accounts.handlers['accounts:add'](undefined)
    const [first, second] = await ids(started.accounts)
    await writeFile(join(profile, 'accounts', first ?? '', 'account.json'), 'garbage')
    await writeFile(join(profile, 'accounts', 'current.json'), '')
    const next = await start()
    expect(await ids(next.accounts)).toEqual([second])
  })
})
