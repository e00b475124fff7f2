import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { anyTenant } from '../session/tokens.testing'
import { type AccountRecords, accountRecords } from './accountRecords'

const id = '0123abcd'
let profile: string
let records: AccountRecords
let logged: string[]
beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), 'holdfast-'))
  logged = []
  records = accountRecords(profile, (event) => logged.push(event))
  await mkdir(records.folder(id), { recursive: true })
})
afterEach(() => rm(profile, { recursive: true }))

const store = (change: object): Promise<void> =>
  writeFile(join(records.folder(id), 'account.json'), JSON.stringify({ v: 1, ...anyTenant, subHash: 'x', ...change }))

it('reads an account whose host and issuer belong together', async () => {
  await store({})
  expect(await records.list()).toEqual([{ id, tenant: anyTenant, subHash: 'x', label: undefined }])
})

it('reads the name of an organisation as text that hides nothing, and does without one that is none', async () => {
  await store({ organisation: '\u202eWard\u200b 7\n' })
  expect(await records.list()).toMatchObject([{ organisation: 'Ward 7' }])
  for (const organisation of ['\u200b', 7]) {
    await store({ organisation })
    expect((await records.list())[0]?.organisation).toBeUndefined()
  }
})

it('a further account at an organisation begins with the name that is known of it', async () => {
  await store({ organisation: 'Ward 7' })
  expect(await records.vacant(anyTenant)).toMatchObject({ organisation: 'Ward 7' })
})

it.each([
  ['another host with the issuer of the account', { host: 'https://evil.example.com' }],
  ['the host over http', { host: 'http://id.example.com' }],
  ['host and issuer over http', { host: 'http://id.example.com', issuer: 'http://id.example.com/oidc' }],
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
