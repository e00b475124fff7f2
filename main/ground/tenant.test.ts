import { expect, it } from 'vitest'
import { readTenant } from './tenant'

it.each([
  ['https://id.example.com', 'https://id.example.com'],
  ['https://id.example.com/', 'https://id.example.com'],
  ['id.example.com:8443', 'https://id.example.com:8443'],
  ['http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
  ['http://localhost:4000', 'http://localhost:4000'],
  ['https://localhost:4000', 'https://localhost:4000'],
  ['localhost:4000', 'http://localhost:4000'],
  ['127.0.0.1:4000', 'http://127.0.0.1:4000'],
  ['localhost.example.com', 'https://localhost.example.com']
])('reads %s', (host, origin) => {
  expect(readTenant(host, 'app-1')).toEqual({
    ok: true,
    tenant: { host: origin, appId: 'app-1', issuer: `${origin}/oidc` }
  })
})

it.each([
  [undefined, 'hostMissing'],
  ['', 'hostMissing'],
  ['http://id.example.com', 'hostNotSecure'],
  ['http://127.0.0.1.example.com', 'hostNotSecure'],
  ['https://id.example.com/path', 'hostInvalid'],
  ['https://user:pass@id.example.com', 'hostInvalid'],
  ['https://id.example.com?x', 'hostInvalid'],
  ['file:///etc/passwd', 'hostInvalid'],
  ['ftp://id.example.com', 'hostInvalid'],
  ['https://', 'hostInvalid'],
  ['not a host', 'hostInvalid']
])('refuses the host %s', (host, problem) => {
  expect(readTenant(host, 'app-1')).toEqual({ ok: false, problem })
})

it.each([undefined, '', 'a b', 'x'.repeat(129)])('refuses the app id %j', (appId) => {
  expect(readTenant('https://id.example.com', appId)).toEqual({ ok: false, problem: 'appIdMissing' })
})
