import { expect, it } from 'vitest'
import type { Client } from '../../tenant/client'
import { additionText } from './additionText'
import { whereOf } from './where'

const effect = 'Whoever has it can use it to sign in to this account. Add it only if you asked for it just now.'
const where = { account: 'ada@fernhill.example', host: 'id.fernhill.example' }
const app = { factorType: 'OTP', target: { kind: 'none' }, signInFollows: false } as const

it('a question before an addition names the account and its tenant, and has nothing to say of a target', () => {
  expect(additionText('en', { ...where, ...app })).toEqual({
    message: 'Add an authenticator app?',
    detail: `Account: ada@fernhill.example\nOrganisation: id.fernhill.example\n\n${effect}`,
    cancel: 'Do not add',
    confirm: 'Add'
  })
})

it('a question before an addition names the target in full, and the sign-in that follows', () => {
  const email = { factorType: 'EMAIL', target: { kind: 'email', email: 'ada@harbour.example' } } as const
  const phone = { kind: 'phone', phoneNumber: '7700900142', phoneCountryCode: '+44' } as const
  expect(additionText('en', { ...where, ...email, signInFollows: false })).toMatchObject({
    message: 'Add email?',
    detail: `Address: ada@harbour.example\nAccount: ada@fernhill.example\nOrganisation: id.fernhill.example\n\n${effect}`
  })
  const { detail } = additionText('en', { ...where, factorType: 'SMS', target: phone, signInFollows: true })
  expect(detail.split('\n')[0]).toBe('Number: +44 7700900142')
  expect(detail).toMatch(/\n\nYour browser opens next: sign in there once more, with this account\.$/)
})

it.each([
  ['Ada Moreno', 'Ada Moreno (ada@fernhill.example)', 'Ada Moreno (id.fernhill.example)'],
  ['ada@fernhill.example', 'ada@fernhill.example', 'ada@fernhill.example (id.fernhill.example)'],
  [' \u200b', 'ada@fernhill.example', 'id.fernhill.example'],
  ['x'.repeat(201), `${'x'.repeat(199)}… (ada@fernhill.example)`, `${'x'.repeat(199)}… (id.fernhill.example)`]
])('a name stands beside what is certain, and never in its place: %s', (name, account, organisation) => {
  const { detail } = additionText('en', { ...where, name, organisation: name, ...app })
  expect(detail).toContain(`Account: ${account}\nOrganisation: ${organisation}\n\n`)
})

const tenant = { host: 'https://id.fernhill.example', issuer: 'https://id.fernhill.example/oidc', appId: 'app' }

it.each([
  [
    { email: 'e', username: 'u', phone: 'p', name: 'n', nickname: 'k' },
    { name: 'n', account: 'e' }
  ],
  [
    { email: '', username: 'u', phone: 'p', name: null, nickname: 'k' },
    { name: 'k', account: 'u' }
  ],
  [
    { email: null, phone: 'p', nickname: null },
    { name: undefined, account: 'p' }
  ],
  [{}, { name: undefined, account: 'sub-1' }]
])('an account is named by what its person signs in with: %j', async (profile, named) => {
  const client: Pick<Client, 'call'> = { call: ({ data }) => Promise.resolve(data.parse(profile)) }
  expect(await whereOf(client, tenant, { sub: 'sub-1', organisation: 'Fernhill' })).toEqual({
    ...named,
    organisation: 'Fernhill',
    host: 'id.fernhill.example'
  })
})

it('an account is named by its id while the tenant does not answer, and by nothing while nobody is signed in', async () => {
  const client = { call: () => Promise.reject(new Error('offline')) }
  const host = 'id.fernhill.example'
  expect(await whereOf(client, tenant, { sub: 'sub-1' })).toEqual({ account: 'sub-1', host })
  expect(await whereOf(client, tenant, {})).toEqual({ account: '', host })
})
