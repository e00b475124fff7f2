import { beforeEach, describe, expect, it } from 'vitest'
import { openMachine } from '../../configuration/machine'
import type { MachineFile } from '../../configuration/machineFile'
import { machineFileOf } from '../../configuration/machineFile.testing'
import { readOptions } from '../../configuration/options'
import type { SessionState } from '../../../contract/session'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import type { Tenant } from '../../ground/tenant'
import { type AccountRecord, accountRecords } from '../../storage/accountRecords'
import { connectHandlers, firstRecord } from './connect'

let profile: string
let begun: AccountRecord[]
let asked: Tenant[]
let told: SessionState[]
beforeEach(async () => {
  profile = await temporaryFolder()
  begun = []
  asked = []
  told = []
})

const records = () => accountRecords(profile, () => undefined)
const practice = ['--practice-host=http://127.0.0.1:4100', '--practice-app-id=app-1']
const entry = { host: 'id.fernhill.example', appId: 'app-2' }

const connect = (argv: string[] = [], trusts = true, read: () => MachineFile = () => ({ state: 'absent' })) =>
  connectHandlers({
    records: records(),
    machine: openMachine(read, readOptions(argv).configuration),
    tell: (state) => told.push(state),
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

  it('does not begin, and leaves nothing behind, if the person does not agree', async () => {
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

  it('needs an answer from the person if the address is not the practice tenant itself', async () => {
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

  it('may be at an organisation that was used before, and each of those is listed once', async () => {
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

describe('a machine’s file that cannot be used', () => {
  const refused: MachineFile = {
    state: 'refused',
    path: '/etc/holdfast/policy.json',
    problem: { kind: 'mistakes', mistakes: [{ code: 'empty', line: 1, column: 1 }], more: 0 }
  }
  const shown = { phase: 'machineFileRefused', file: { path: refused.path, problem: refused.problem } }

  it('is shown, and lets nobody in by an address, an account or a start option', async () => {
    const { id } = await records().vacant({ host: 'https://a.example', appId: 'a', issuer: 'https://a.example/oidc' })
    await records().makeCurrent(id)
    const options = ['--host=a.example', '--app-id=a']
    const handlers = connect(options, true, () => refused)
    expect(handlers['session:read'](undefined)).toEqual(shown)
    expect(await handlers['accounts:list'](undefined)).toEqual([])
    await expect(handlers['accounts:switch']({ id })).rejects.toMatchObject({ code: 'invalidInput' })
    await expect(handlers['accounts:add'](entry)).rejects.toMatchObject({ code: 'tenantNotAllowed' })
    const machine = openMachine(() => refused, readOptions(options).configuration)
    expect(await firstRecord(machine, records())).toBeUndefined()
    expect([begun, asked]).toEqual([[], []])
  })

  it('is read again on request: it leads to the sign-in once mended, and to the form once removed', async () => {
    let file: MachineFile = refused
    const handlers = connect([], true, () => file)
    await handlers['accounts:retryMachineFile'](undefined)
    expect(told).toEqual([shown])
    file = { state: 'absent' }
    await handlers['accounts:retryMachineFile'](undefined)
    expect(told.at(-1)).toMatchObject({ phase: 'notConnected' })
    file = machineFileOf({ host: 'id.fernhill.example', appId: 'app-2' })
    await handlers['accounts:retryMachineFile'](undefined)
    expect(begun).toMatchObject([{ tenant: { host: 'https://id.fernhill.example', appId: 'app-2' } }])
    expect(asked).toEqual([])
  })
})
