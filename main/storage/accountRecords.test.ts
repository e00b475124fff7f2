import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../ground/temporaryFolder.testing'
import { anyTenant } from '../identity/tokens.testing'
import { type AccountRecords, accountRecords } from './accountRecords'

const id = '0123abcd'
let profile: string
let records: AccountRecords
let logged: string[]
beforeEach(async () => {
  profile = await temporaryFolder()
  logged = []
  records = accountRecords(profile, (event) => logged.push(event))
  await mkdir(records.folder(id), { recursive: true })
})

const store = (change: object): Promise<void> =>
  writeFile(join(records.folder(id), 'account.json'), JSON.stringify({ v: 1, ...anyTenant, subHash: 'x', ...change }))

it('reads an account whose host and issuer belong together', async () => {
  await store({})
  expect(await records.list()).toEqual([{ id, tenant: anyTenant, subHash: 'x', label: undefined }])
})

it('reads the name of an organisation as visible text, and drops an invalid one', async () => {
  await store({ organisation: '\u202eWard\u200b 7\n' })
  expect(await records.list()).toMatchObject([{ organisation: 'Ward 7' }])
  for (const organisation of ['\u200b', 7]) {
    await store({ organisation })
    expect((await records.list())[0]?.organisation).toBeUndefined()
  }
})

it('gives a further account at an organisation the name that is already known', async () => {
  await store({ organisation: 'Ward 7' })
  expect(await records.vacant(anyTenant)).toMatchObject({ organisation: 'Ward 7' })
})

it.each([
  ['another host with the issuer of the account', { host: 'https://evil.example.com' }],
  ['the host over http', { host: 'http://id.example.com' }],
  ['host and issuer over http', { host: 'http://id.example.com', issuer: 'http://id.example.com/oidc' }],
  ['the host in another spelling', { host: 'https://ID.example.com' }],
  ['a host with a path', { host: 'https://id.example.com/elsewhere' }],
  ['a host with a name and a password', { host: 'https://ada:secret@id.example.com' }],
  ['another port', { host: 'https://id.example.com:8443' }],
  ['another issuer', { issuer: 'https://evil.example.com/oidc' }],
  ['an issuer at another path of the host', { issuer: 'https://id.example.com/other' }],
  ['another scheme', { host: 'file:///etc/passwd', issuer: 'file:///etc/passwd/oidc' }],
  ['no address', { host: '', issuer: '/oidc' }],
  ['an id of the application that could be a path', { appId: '../other' }]
])('does not read one that names %s', async (_name, change) => {
  await store(change)
  await records.makeCurrent(id)
  expect(await records.list()).toEqual([])
  expect(await records.first(undefined)).toBeUndefined()
  expect((await records.first(anyTenant))?.id).not.toBe(id)
  expect(logged).toContain('account-unreadable')
})

const other = { host: 'https://other.example', appId: 'app-2', issuer: 'https://other.example/oidc' }
const [first, second, third] = ['00000001', '00000002', '00000003']
const keep = (key: string, facts: object = {}) => records.keep({ id: key, tenant: anyTenant, ...facts })

describe('the account to begin with', () => {
  it('is the one last on screen, if it is of the tenant asked for', async () => {
    await keep(first, { subHash: 'x' })
    await keep(second, { subHash: 'y' })
    await keep(third, { tenant: other, subHash: 'z' })
    await records.makeCurrent(second)
    expect((await records.first(undefined))?.id).toBe(second)
    expect((await records.first(anyTenant))?.id).toBe(second)
    expect((await records.first(other))?.id).toBe(third)
    expect(await readFile(join(profile, 'accounts', 'current.json'), 'utf8')).toBe(`{"v":1,"id":"${second}"}`)
  })

  it('is else one that somebody has signed in to, and only then one that nobody has', async () => {
    await keep(first)
    expect((await records.first(undefined))?.id).toBe(first)
    await keep(second, { subHash: 'x' })
    await records.makeCurrent(third)
    expect((await records.first(undefined))?.id).toBe(second)
    expect((await records.first(anyTenant))?.id).toBe(second)
    await keep(third, { tenant: other })
    expect((await records.first(other))?.id).toBe(third)
  })

  it('is a new one of the tenant asked for if there is none, and none without a tenant', async () => {
    await keep(first, { tenant: other, subHash: 'x' })
    const made = await records.first(anyTenant)
    expect(made).toEqual({ id: expect.stringMatching(/^[0-9a-f]{8}$/) as string, tenant: anyTenant })
    expect((await records.list()).map((record) => record.id).sort()).toEqual([first, made?.id].sort())
    await rm(join(profile, 'accounts'), { recursive: true })
    expect(await records.first(undefined)).toBeUndefined()
    expect(logged).toEqual([])
  })
})

describe('the account that nobody has signed in to', () => {
  it('is the one that is there, or a new one at the tenant of no other', async () => {
    await keep(first, { subHash: 'x' })
    await keep(second, { tenant: other })
    const made = await records.vacant(anyTenant)
    expect([first, second]).not.toContain(made.id)
    expect(made).not.toHaveProperty('organisation')
    expect(await records.vacant(anyTenant)).toMatchObject({ id: made.id })
    expect((await records.vacant(other)).id).toBe(second)
    expect((await records.vacant({ ...other, appId: 'app-3' })).id).not.toBe(second)
  })

  it('takes no name of an organisation from another tenant', async () => {
    await keep(first, { tenant: other, subHash: 'x', organisation: 'Ward 7' })
    expect(await records.vacant(anyTenant)).not.toHaveProperty('organisation')
  })
})

describe('the record of an account', () => {
  it('comes back with every fact, from a folder of its owner alone', async () => {
    const facts = {
      subHash: 'x',
      label: 'A••',
      address: 'a••@b',
      signedInAt: 5,
      organisation: 'Ward 7',
      forgotten: true
    }
    await rm(join(profile, 'accounts'), { recursive: true })
    await keep(first, facts)
    expect(await records.list()).toEqual([{ id: first, tenant: anyTenant, ...facts }])
    expect((await stat(records.folder(first))).mode & 0o777).toBe(0o700)
    expect(records.folder(first)).toBe(join(profile, 'accounts', first))
  })

  it.each([
    ['address', ['', 'a'.repeat(321), 7]],
    ['signedInAt', ['yesterday', null]]
  ])('is read without an invalid %s', async (name, values) => {
    for (const value of values) {
      await store({ [name]: value })
      expect(await records.list()).toEqual([{ id, tenant: anyTenant, subHash: 'x' }])
    }
    expect(logged).toEqual([])
  })

  it.each([{ v: 2 }, { label: '' }, { label: 'a'.repeat(121) }, { subHash: 7 }, { forgotten: 'yes' }])(
    'is not read with %j, and that is logged once',
    async (change) => {
      await store(change)
      expect(await records.list()).toEqual([])
      expect(logged).toEqual(['account-unreadable'])
    }
  )

  it('is nothing to log where it is not there', async () => {
    expect(await records.list()).toEqual([])
    expect(await records.folders()).toEqual([records.folder(id)])
    expect(logged).toEqual([])
  })

  it('is looked for in folders of accounts alone', async () => {
    await store({})
    for (const name of ['notes', '0123ABCD', '0123abcde']) {
      await mkdir(records.folder(name))
      await writeFile(join(records.folder(name), 'account.json'), JSON.stringify({ v: 1, ...anyTenant }))
    }
    expect((await records.list()).map((record) => record.id)).toEqual([id])
  })

  it('lies beside the folder of its memory, once there is one', async () => {
    await store({})
    await mkdir(join(records.folder(id), 'memory'))
    expect(await records.folders()).toEqual([records.folder(id), join(records.folder(id), 'memory')])
  })

  it('is lost without harm if the disk refuses it, which is logged', async () => {
    await rm(join(profile, 'accounts'), { recursive: true })
    await writeFile(join(profile, 'accounts'), '')
    await keep(first)
    await records.makeCurrent(first)
    expect(logged).toEqual(['account-not-written', 'account-not-written'])
    expect(await records.list()).toEqual([])
    expect(await records.folders()).toEqual([])
  })

  it('goes with its folder, and one that is gone already is no failure', async () => {
    await store({})
    await records.remove(id)
    await records.remove(id)
    expect(await readdir(join(profile, 'accounts'))).toEqual([])
  })
})
