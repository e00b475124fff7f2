import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readOptions } from '../options'
import type { Tenant } from '../tenant'
import { type AccountRecord, accountRecords } from './accountRecords'
import { connectHandlers } from './connect'

let profile: string
let begun: AccountRecord[]
let asked: Tenant[]
beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), 'holdfast-'))
  begun = []
  asked = []
})
afterEach(() => rm(profile, { recursive: true }))

const records = () => accountRecords(profile, () => undefined)
const practice = ['--practice-host=http://127.0.0.1:4100', '--practice-app-id=app-1']
const entry = { host: 'id.fernhill.example', appId: 'app-2' }

const connect = (argv: string[] = [], trusts = true) =>
  connectHandlers({
    records: records(),
    configuration: readOptions(argv).configuration,
    confirmTenant: (tenant) => {
      asked.push(tenant)
      return Promise.resolve(trusts)
    },
    begin: (record) => begun.push(record)
  })

describe('the first account', () => {
  it('begins at the address that was typed, once the person agreed outside of the page', async () => {
    await connect()['accounts:add'](entry)
    expect(asked.map(({ host }) => host)).toEqual(['https://id.fernhill.example'])
    expect(begun.map(({ tenant }) => tenant)).toEqual(asked)
    expect(await records().list()).toMatchObject(begun)
  })

  it('does not begin, and leaves nothing behind, where the person does not agree', async () => {
    await connect([], false)['accounts:add'](entry)
    expect(asked).toHaveLength(1)
    expect([begun, await records().list()]).toEqual([[], []])
  })

  it('begins at the practice tenant of the start options without a question', async () => {
    const handlers = connect(practice)
    expect(handlers['session:read'](undefined)).toEqual({
      phase: 'notConnected',
      entry: { host: 'http://127.0.0.1:4100', appId: 'app-1' },
      practice: true
    })
    await handlers['accounts:add']({ host: 'http://127.0.0.1:4100', appId: 'app-1' })
    expect(asked).toEqual([])
    expect(begun).toMatchObject([{ tenant: { host: 'http://127.0.0.1:4100', appId: 'app-1' } }])
  })

  it('is asked about where the address is not the practice tenant itself', async () => {
    await connect(practice)['accounts:add']({ host: 'http://127.0.0.1:4101', appId: 'app-1' })
    expect(asked).toHaveLength(1)
  })

  it.each([
    [{ host: 'http://id.fernhill.example', appId: 'app-1' }, 'hostInvalid'],
    [{ host: 'id.fernhill.example', appId: 'a b' }, 'appIdInvalid']
  ])('is refused for %j without a question', async (wrong, code) => {
    await expect(Promise.resolve(connect()['accounts:add'](wrong))).rejects.toMatchObject({ code })
    expect([asked, begun]).toEqual([[], []])
  })

  it('may be at an organisation that was used before, named once each', async () => {
    const { id, tenant } = await records().vacant({
      host: 'https://id.fernhill.example',
      appId: 'app-2',
      issuer: 'https://id.fernhill.example/oidc'
    })
    await records().keep({ id: '0123abcd', tenant, subHash: 'x' })
    const handlers = connect(['--host=http://id.fernhill.example', '--app-id=app-2'])
    expect(await handlers['accounts:list'](undefined)).toHaveLength(1)
    await handlers['accounts:switch']({ id })
    expect(begun).toMatchObject([{ id }])
    expect(asked).toEqual([])
  })
})
